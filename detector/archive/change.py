"""What a run changes: which articles are new to the archive, and which versions in it go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from detector.archive import segment
from detector.archive.manifest import Manifest
from detector.archive.shelf import Place, Shelf
from detector.archive.standing import Version
from detector.types import Document, Rejected, content_id

UNKNOWN = "withdrawn, and not in the archive"


@dataclass(frozen=True, slots=True)
class Change:
    """`added` are the documents to enter, in order, those first that shared an origin with one that goes: they are
    compared anew, since what they repeat may have gone. `contents` names the version of each. `gone` are the versions
    to remove, `withdrawn` ids and addresses withdrawn so far, `unknown` those that name nothing."""

    added: tuple[Document, ...]
    contents: dict[str, str]
    gone: frozenset[Version]
    withdrawn: tuple[str, ...]
    unknown: tuple[Rejected, ...]

    @property
    def empty(self) -> bool:
        return not self.added and not self.gone

    def key(self, manifest: Manifest) -> str:
        """Names this change of this archive."""
        added = (f"{document.id} {self.contents[document.id]}" for document in self.added)
        gone = (f"{name} {content}" for name, content in sorted(self.gone))
        return content_id(str(manifest.generation), *added, "", *gone, "", *self.withdrawn)


def content(document: Document) -> str:
    """The name of a version of a document: all of it counts but the path it was read from."""
    return content_id(msgspec.json.encode(replace(document, path="")).decode())


def change(documents: Sequence[Document], withdrawn: Iterable[str], manifest: Manifest, shelf: Shelf) -> Change:
    """What entering `documents` and withdrawing ids or addresses would change.

    An article replaces the one of the same id, or of the same address where that one is not among `documents` too.
    """
    names = sorted(set(withdrawn))
    going, unknown = _withdrawn(names, manifest, shelf)
    asked = [one for one in documents if one.id not in names and one.url not in names]
    contents = {document.id: content(document) for document in asked}
    held = {document.id: _versions(shelf, places) for document, places in zip(asked, _by_id(shelf, asked), strict=True)}
    new = [one for one in asked if contents[one.id] not in held[one.id].values()]
    going |= {place for one in new for place in held[one.id]}
    going |= _at_address(new, {one.id for one in asked}, shelf)

    places = sorted(going)
    entries = shelf.entries(places)
    origins = sorted({entry.origin for entry in entries})
    kin = sorted({place for found in shelf.places(segment.ORIGINS, origins) for place in found} - going)
    again = shelf.entries(kin)
    contents |= {entry.document.id: entry.content for entry in again}
    gone = {(entry.document.id, entry.content) for entry in (*entries, *again)}
    back = {name for document in new for name in (document.id, document.url)}
    return Change(
        added=(*(entry.document for entry in again), *new),
        contents=contents,
        gone=frozenset(gone),
        withdrawn=tuple(sorted({*manifest.withdrawn, *names} - back - {one.subject for one in unknown})),
        unknown=tuple(unknown),
    )


def _by_id(shelf: Shelf, documents: Sequence[Document]) -> list[list[Place]]:
    return shelf.places(segment.IDS, [document.id for document in documents])


def _versions(shelf: Shelf, places: Sequence[Place]) -> dict[Place, str]:
    return dict(zip(places, shelf.contents(places), strict=True))


def _at_address(documents: Sequence[Document], asked: set[str], shelf: Shelf) -> set[Place]:
    """The places of other articles at the addresses of the documents."""
    found = shelf.places(segment.URLS, [document.url for document in documents if document.url])
    places = sorted({place for one in found for place in one})
    return {place for place, entry in zip(places, shelf.entries(places), strict=True) if entry.document.id not in asked}


def _withdrawn(names: Sequence[str], manifest: Manifest, shelf: Shelf) -> tuple[set[Place], list[Rejected]]:
    going: set[Place] = set()
    unknown = []
    by_name = zip(names, shelf.places(segment.IDS, names), shelf.places(segment.URLS, names), strict=True)
    for name, by_id, by_url in by_name:
        going |= {*by_id, *by_url}
        if not by_id and not by_url and name not in manifest.withdrawn:
            unknown.append(Rejected("ingest", name, UNKNOWN))
    return going, unknown


def buried(shelf: Shelf, gone: Iterable[Version]) -> Shelf:
    """The shelf with these versions marked as dead."""
    wanted = sorted(gone)
    dead: dict[int, set[int]] = {number: set(part.dead) for number, part in enumerate(shelf.parts)}
    for (_, version), places in zip(wanted, shelf.places(segment.IDS, [name for name, _ in wanted]), strict=True):
        for place, held in _versions(shelf, places).items():
            if held == version:
                dead[place.part].add(place.row)
    parts = tuple(
        msgspec.structs.replace(part, dead=tuple(sorted(dead[number]))) for number, part in enumerate(shelf.parts)
    )
    return replace(shelf, parts=parts)
