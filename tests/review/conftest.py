"""The queue's fixtures."""

from conftest_queue import ann, bo, chief, full, server, store, url

__all__ = ["ann", "bo", "chief", "full", "server", "store", "url"]
