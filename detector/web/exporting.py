"""Downloads of what was decided."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from detector.review.errors import NotFound
from detector.review.exports import FORMATS, export
from detector.web.access import Current, Db
from detector.web.rendering import page

router = APIRouter(include_in_schema=False)
TOLD = {
    "jsonl": "Every decision, one a line, with the finding it is about",
    "csv": "Every decision as a table for spreadsheets",
    "claimreview": "Confirmed findings as schema.org ClaimReview",
    "annotations": "Confirmed findings as W3C Web Annotations",
    "report": "The report, restricted to confirmed findings",
    "atom": "An Atom feed of confirmed findings",
}


@router.get("/export")
def formats(request: Request, session: Current) -> Response:
    """The ways out."""
    return page(request, "export.html.j2", session, {"formats": FORMATS, "about": TOLD})


@router.get("/export/{name}")
def download(db: Db, session: Current, name: str) -> Response:
    """A download."""
    return attachment(db, name)


def attachment(db: Db, name: str) -> Response:
    """An export as a file; a browser saves it and never shows it as a page of ours."""
    if name not in FORMATS:
        raise NotFound(f"no export {name}; there are {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    headers = {"content-disposition": f'attachment; filename="{chosen.name}"'}
    return StreamingResponse(export(db, name), media_type=chosen.media, headers=headers)
