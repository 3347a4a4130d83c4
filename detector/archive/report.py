"""What a report of an archive shows: the articles that the latest run added, and the findings with how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detector.archive import findings as store
from detector.archive import segment
from detector.archive.manifest import Manifest
from detector.archive.shelf import Place, Shelf
from detector.archive.standing import State, Version, word
from detector.archive.tables import Entry
from detector.archive.update import left
from detector.judge.disputes import grouped, rank
from detector.types import Bin, Claim, Finding, Rejected, Run, content_id

# Carried findings of a report, the most probable ones: a page of more is not read to its end, and all of a large
# archive would not fit into memory.
CARRIED = 2000
NOTHING_NEW = {"claims": 0, "candidate pairs": 0, "judged": 0, "findings": 0}  # of a run that only withdraws


@dataclass(frozen=True, slots=True)
class _Held:
    """Documents of the archive by version, in the order in which they were looked up."""

    entries: dict[Version, Entry]
    live: set[Version]

    def name(self, version: Version) -> str:
        """The id that a report uses: one of its own for a version that is no longer in the archive."""
        return version[0] if version in self.live else f"{version[0]}@{version[1]}"


def report(
    folder: Path,
    current: Manifest,
    rejected: Iterable[Rejected],
    makers: dict[str, str],
    reliability: tuple[Bin, ...],
) -> Run:
    """The archive as its latest run has left it. `rejected` are inputs of this run that could not be used.

    A function of the archive alone but for `rejected` and `makers`, so that a run that adds nothing tells the same.
    """
    shelf = Shelf(folder, current.segments)
    states, carried = store.told(folder, current.standings, current.generation, CARRIED)
    found = store.read(folder, states)
    added = _added(shelf, current.generation)
    held = _held(shelf, added, states)
    repeated = _repeated(shelf, found.values())
    claims = [claim for place, entry in added for claim in shelf.claims(place, entry)]
    also_in = {name: tuple(entry.document.id for entry in some) for name, some in repeated.items()}
    shown = _shown(states, found, held, also_in)
    latest = left(folder, current)
    documents = {held.name(version): entry for version, entry in held.entries.items()}
    documents |= {entry.document.id: entry for some in repeated.values() for entry in some}
    for entry in _naming(shelf, found.values()):
        documents.setdefault(entry.document.id, entry)
    told: dict[str, str] = {state.id: word(state, current.generation) for state in states}
    counts = {
        "documents": len(added),
        "origins": len({entry.origin for _, entry in added}),
        **NOTHING_NEW,
        **latest.counts,
        "archive: articles": sum(part.live for part in current.segments),
        "archive: findings": store.live(folder, current.standings),
        **{f"findings {name}": n for name, n in Counter(told.values()).items() if name != "carried"},
        "findings carried": carried,
        "findings carried, not listed": carried - sum(one == "carried" for one in told.values()),
    }
    return Run(
        documents=tuple(replace(entry.document, id=name) for name, entry in documents.items()),
        origins={name: entry.origin for name, entry in documents.items()},
        claims=(*claims, *_more_claims(claims, shown)),
        findings=tuple(shown),
        rejected=(*rejected, *latest.rejected),
        counts=counts,
        makers=makers,
        reliability=reliability,
        standings=told,
    )


def _added(shelf: Shelf, run: int) -> list[tuple[Place, Entry]]:
    """The documents that a run has added."""
    places = [
        Place(number, row)
        for number, part in enumerate(shelf.parts)
        if part.generation == run
        for row in sorted({*range(part.documents)} - {*part.dead})
    ]
    return list(zip(places, shelf.entries(places), strict=True))


def _held(shelf: Shelf, added: Sequence[tuple[Place, Entry]], states: Sequence[State]) -> _Held:
    """The added documents and those that findings stand on, the versions that are gone among them."""
    entries = {(entry.document.id, entry.content): entry for _, entry in added}
    live = set(entries)
    wanted = sorted({side for state in states for side in state.sides} - live)
    found = _versions(shelf, wanted)
    gone = _versions(shelf.with_dead(), [version for version in wanted if version not in found])
    return _Held(entries | found | gone, live | set(found))


def _versions(shelf: Shelf, wanted: Sequence[Version]) -> dict[Version, Entry]:
    names = sorted({name for name, _ in wanted})
    places = sorted({place for one in shelf.places(segment.IDS, names) for place in one})
    asked = set(wanted)
    entries = {(entry.document.id, entry.content): entry for entry in shelf.entries(places)}
    return {version: entries[version] for version in sorted(entries) if version in asked}


def _repeated(shelf: Shelf, found: Iterable[Finding]) -> dict[str, list[Entry]]:
    """By claim id the documents that repeat the claims of findings."""
    ids = sorted({claim.id for finding in found for claim in (finding.a, finding.b)})
    by_claim = dict(zip(ids, shelf.repeated_in(ids), strict=True))
    places = sorted({place for some in by_claim.values() for place in some})
    entries = dict(zip(places, shelf.entries(places), strict=True))
    return {name: [entries[place] for place in some] for name, some in by_claim.items() if some}


def _naming(shelf: Shelf, found: Iterable[Finding]) -> list[Entry]:
    """The documents that say which names of holders are one."""
    aliases = [alias for finding in found for alias in (*finding.a_aliases, *finding.b_aliases)]
    ties = [alias.tie for alias in aliases] + [finding.tie for finding in found if finding.tie]
    ids = sorted({mention.document_id for tie in ties for mention in tie.mentions})
    return shelf.entries(sorted({place for one in shelf.places(segment.IDS, ids) for place in one}))


def _shown(
    states: Sequence[State], found: Mapping[str, Finding], held: _Held, also_in: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """The findings with their disputes and reprints, most probable first."""
    standing = [_told(found[s.id], s, held, also_in) for s in states if s.live]
    resolved = [_told(found[s.id], s, held, {}) for s in states if not s.live]
    return sorted([*grouped(standing), *grouped(resolved)], key=rank)


def _told(finding: Finding, state: State, held: _Held, also_in: Mapping[str, Sequence[str]]) -> Finding:
    a, b = (_side(claim, version, held) for claim, version in zip((finding.a, finding.b), state.sides, strict=True))
    a_also, b_also = (tuple(also_in.get(claim.id, ())) for claim in (finding.a, finding.b))
    return replace(finding, a=a, b=b, a_also_in=a_also, b_also_in=b_also)


def _side(claim: Claim, version: Version, held: _Held) -> Claim:
    """A claim of a version that is gone has an id of its own too: the new version may make the same claim."""
    if version in held.live:
        return claim
    return replace(claim, id=content_id(claim.id, version[1]), document_id=held.name(version))


def _more_claims(claims: Sequence[Claim], findings: Sequence[Finding]) -> list[Claim]:
    """The sides of findings that are not among the claims."""
    known = {claim.id for claim in claims}
    sides = {claim.id: claim for finding in findings for claim in (finding.a, finding.b)}
    return [claim for name, claim in sides.items() if name not in known]
