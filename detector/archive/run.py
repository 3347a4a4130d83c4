"""A run over an archive, from articles to a Run that can be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from detector.archive.block import Means
from detector.archive.manifest import CACHE, held
from detector.archive.report import report
from detector.archive.update import updated
from detector.types import Document, Rejected, Run

__all__ = ["CACHE", "Means", "held", "run"]


def run(
    folder: Path,
    documents: Sequence[Document],
    rejected: Iterable[Rejected],
    withdrawn: Iterable[str],
    means: Means,
    deciding: dict[str, str],
    makers: dict[str, str],
) -> Run:
    """Bring the archive in `folder`, while it is `held`, up to date and tell what it holds.

    `withdrawn` are ids or addresses of articles to take out. `deciding` names the models and settings without which the
    archive's findings cannot be compared; `makers` as in `Run`. Raises OtherMakers, ArchiveDamaged.
    """
    current, unknown = updated(folder, documents, withdrawn, means, deciding)
    return report(folder, current, (*rejected, *unknown), makers, means.verdict.reliability)
