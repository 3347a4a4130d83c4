"""report.md: the report in brief, for mail, tickets and terminals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.report import words
from detector.report.disputes import Dispute, Sound, updates
from detector.report.summary import Summary, first_page
from detector.report.view import DisputeView, FindingView, Library, Name, Segment, Side
from detector.types import Run

DISPUTES_SHOWN = 200
UPDATES_SHOWN = 50

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&!$^]")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|(?<=\w)@(?=\w)")


def markdown(run: Run, shown: Sound, disputes: tuple[Dispute, ...], summary: Summary) -> str:
    """The whole text, with a line break at its end."""
    library = Library({document.id: document for document in run.documents}, run.origins, run.standings)
    lines = ["# Source contradictions", "", *_summary(summary, first_page(disputes, run.makers))]
    for rank, dispute in enumerate(disputes[:DISPUTES_SHOWN], 1):
        lines += _dispute(library.dispute(rank, dispute))
    if len(disputes) > DISPUTES_SHOWN:
        lines += [f"{words.counted(len(disputes) - DISPUTES_SHOWN, 'more dispute')} in findings.jsonl.", ""]
    lines += _updates([library.finding(one) for one in updates(shown.findings)])
    lines += _resolved([library.finding(one) for one in shown.resolved])
    lines += _left_out(summary)
    lines += ["## How this was made", "", *(f"- {escaped(key)}: {escaped(run.makers[key])}" for key in run.makers)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """The text in one line, so that Markdown shows it as it is: no markup, no HTML, no links."""
    plain = words.one_line(words.visible(text))
    plain = _SPECIAL.sub(r"\\\g<0>", plain)
    plain = _BARE_LINK.sub(lambda found: "\\@" if found.group() == "@" else found.group() + "\u200b", plain)
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", plain)


def _summary(summary: Summary, expected: str) -> list[str]:
    none = "No contradictions were found. The claims that were read are in claims.jsonl."
    return [
        *_paragraph(" ".join((*summary.sentences, summary.left_out, expected))),
        *([] if summary.disputes else _paragraph(none)),
    ]


def _paragraph(text: str) -> list[str]:
    return [text.strip(), ""]


def _dispute(view: DisputeView) -> Iterator[str]:
    lead = view.lead
    yield from (f"## {view.rank}. {escaped(lead.headline)}", "")
    yield from _finding(lead)
    if view.size > 1:
        yield from _paragraph(f"{words.counted(view.size - 1, 'further finding')} in this dispute:")
        yield from (_brief(one) for one in view.further)
        yield from ([f"- and {view.unshown} more in findings.jsonl"] if view.unshown else [])
        yield ""


def _finding(view: FindingView) -> Iterator[str]:
    sure = f"{words.likelihood(view.probability)} ({words.percent(view.probability)})"
    notes = [escaped(view.topic), view.kind_name, sure, *(one for one in (view.gap, view.standing) if one)]
    yield from _paragraph(" · ".join(notes))
    yield from _side(view.a)
    yield from _side(view.b)
    if view.reasons:
        yield from (f"- {escaped(reason)}" for reason in view.reasons)
        yield ""


def _side(side: Side) -> Iterator[str]:
    via = f", via {escaped(', '.join(side.via))}" if side.via else ""
    yield from (f"**{escaped(side.holder)}** · {side.stance}{via}:", "")
    yield from (f"> {_quoted(side.segments)}", ">", f"> {_source(side)}", "")
    if side.also_as:
        names = "; ".join(_named(one) for one in side.also_as)
        yield from (f"Also as {names}" + (f"; and {side.more_names} more" if side.more_names else "") + ".", "")


def _named(one: Name) -> str:
    why = f" – {escaped(one.why)}" if one.why else ""
    return f"**{escaped(one.text)}** in {escaped(one.outlet)}{why}"


def _source(side: Side) -> str:
    title = f"[{escaped(side.title) or 'open'}](<{side.link}>)" if side.link else escaped(side.title or side.path)
    carried = f"{words.counted(side.outlets, 'outlet')}, {words.counted(side.origins, 'origin')}"
    also = ", ".join(dict.fromkeys(escaped(one.outlet) for one in side.also_in))
    also = f"; also in {also}" + (f" and {side.more_reprints} more" if side.more_reprints else "") if also else ""
    return f"— {escaped(side.outlet)}, {words.day(side.published)}, {title} ({carried}{also})"


def _quoted(segments: tuple[Segment, ...]) -> str:
    """The sentence with the conflicting words in bold."""
    text = "".join(_bold(one.text) if one.mark else _inner(one.text) for one in segments).strip()
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def _bold(text: str) -> str:
    """Bold needs its asterisks against the words, and the spaces outside."""
    inner = escaped(text)
    return f"{_edge(text, 0)}**{inner}**{_edge(text, -1)}" if inner else " "


def _inner(text: str) -> str:
    return f"{_edge(text, 0)}{escaped(text)}{_edge(text, -1)}" if text.strip() else " "


def _edge(text: str, place: int) -> str:
    return " " if text[place].isspace() else ""


def _brief(view: FindingView) -> str:
    a, b = (f"{escaped(side.holder)} {side.stance} “{_plain(side)}”" for side in (view.a, view.b))
    return f"- {view.kind_name}, {words.percent(view.probability)}: {a}; {b}"


def _plain(side: Side) -> str:
    return escaped("".join(segment.text for segment in side.quote))


def _updates(found: list[FindingView]) -> Iterator[str]:
    if not found:
        return
    yield from ("## Updates", "", "Later reports that revise earlier ones; not counted as contradictions.", "")
    for one in found[:UPDATES_SHOWN]:
        yield _brief(one)
    if len(found) > UPDATES_SHOWN:
        yield f"- and {len(found) - UPDATES_SHOWN} more in findings.jsonl"
    yield ""


def _resolved(found: list[FindingView]) -> Iterator[str]:
    if not found:
        return
    yield from ("## Resolved", "", "An article that these stood on was replaced or withdrawn.", "")
    yield from (_brief(one) for one in found[:UPDATES_SHOWN])
    if len(found) > UPDATES_SHOWN:
        yield f"- and {len(found) - UPDATES_SHOWN} more in findings.jsonl"
    yield ""


def _left_out(summary: Summary) -> Iterator[str]:
    if not summary.refusals:
        return
    yield from ("## Left out", "")
    yield from (f"- {one.stage}: {escaped(one.reason)} ({len(one.items)})" for one in summary.refusals)
    yield ""
