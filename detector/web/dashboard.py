"""The quality page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from detector.report.reliability import diagram
from detector.review.quality import quality
from detector.web.access import Current, Db
from detector.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/dashboard")
def dashboard(request: Request, db: Db, session: Current) -> Response:
    """What decisions say about the machine and about each other."""
    found = quality(db)
    values = {
        "quality": found,
        "reliability": diagram(found.bins),
        "second_share": float(db.setting("second share")),
        "slice_share": float(db.setting("slice share")),
    }
    return page(request, "dashboard.html.j2", session, values)
