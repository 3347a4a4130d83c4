"""Inputs of every kind become Documents, or say in a Rejected why not."""
