"""The editorial review queue: items, decisions, their audit chain, and what they say about the machine."""
