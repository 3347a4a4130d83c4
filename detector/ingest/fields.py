"""Values of records that people wrote: what should be a line of text, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping


def word(value: object) -> str:
    """One line of text for a field: strings trimmed, numbers written out, lists joined, names of records; else ""."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return word(value.get("name"))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (word(item) for item in value if not isinstance(item, list | tuple))))
    return ""
