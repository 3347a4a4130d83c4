"""What makes two findings the same: the content of both sides, whatever run or article they come from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from detector.report.anchors import web_address
from detector.types import content_id

Record = dict[str, Any]
LONGEST_NAME = 300  # code points of a name in an index
LONGEST_START = 40

# What PostgreSQL's text cannot hold; replaced one for one, so that spans stay true.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_QUOTES = str.maketrans("‘’‚“”„«»‐‑–—", '\'\'\'"""""----')


def storable(value: Any) -> Any:
    """The value with every string in it made fit for any database."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    return value


def plain(text: str) -> str:
    """The text as it is compared: one case, one kind of quote and dash, single spaces, no closing punctuation."""
    return " ".join(text.translate(_QUOTES).casefold().split()).strip(" .,;:!?\"'")


def name(text: str) -> str:
    """A name as it is filtered by."""
    return " ".join(text.casefold().split())[:LONGEST_NAME]


def starts(text: str) -> tuple[str, ...]:
    """What somebody may type to be shown a name: the name from each of its words on."""
    folded = name(text)
    return tuple(folded[word.start() :][:LONGEST_START] for word in re.finditer(r"\w+", folded))


def side_key(side: Mapping[str, Any]) -> str:
    """The content of one side: who, how, and in which words."""
    return content_id(plain(side["holder"]), side["stance"], plain(side["quote"]))


def item_key(record: Mapping[str, Any]) -> str:
    """The content of a finding; the same whichever side stands first."""
    return content_id(*sorted((side_key(record["a"]), side_key(record["b"]))))


def identity(document: Mapping[str, Any]) -> str:
    """What stays the same when an article is edited: its address, else its outlet and title."""
    address = web_address(document.get("url") or "")
    if address:
        parts = urlsplit(address)
        return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
    return content_id(plain(document.get("outlet") or ""), plain(document.get("title") or document["id"]))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def drawn(salt: str, purpose: str, key: str) -> float:
    """A number in [0, 1) that nobody can foresee without the store's salt and that never changes."""
    return int(hashlib.sha256(f"{salt}|{purpose}|{key}".encode()).hexdigest()[:13], 16) / 16**13


@dataclass(frozen=True, slots=True)
class Carrier:
    """One document that carries a side. `passage` is the digest of the sentence it stands in, "" where unknown."""

    side: str
    identity: str
    origin: str
    passage: str
    document: str
    outlet: str
    holder: str


def news(carriers: Iterable[Carrier], known: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """What new evidence there is, in words, against the passages known by (side, identity).

    An origin is new when none of the documents that share it has been seen to carry the side before; reprints of a
    known story are therefore never news. A known document is news when the sentence around its claim was edited.
    """
    groups: dict[tuple[str, str], list[Carrier]] = {}
    for one in carriers:
        groups.setdefault((one.side, one.origin), []).append(one)
    found: list[str] = []
    for group in groups.values():
        if not any((one.side, one.identity) in known for one in group):
            found.append(f"new independent origin for {group[0].holder}: {group[0].outlet}")
        for one in group:
            before = known.get((one.side, one.identity), "")
            passages = {other.passage for other in group if other.identity == one.identity} - {""}
            if before and passages and before not in passages:
                found.append(f"{one.outlet} edited the passage of {one.holder}")
    return tuple(dict.fromkeys(found))
