"""The review queue in a browser, and its REST API."""
