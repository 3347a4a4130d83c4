"""Who contradicts whom in the news.

For example::

    import detector

    run = detector.compare(["articles/"])
    for finding in run.findings:
        print(finding.verdict.probability, finding.verdict.kind, finding.a.quote, finding.b.quote)
    detector.write(run, "report/")
"""

from detector.api import compare, read_articles, write
from detector.config import Settings
from detector.errors import DetectorError
from detector.types import Claim, Document, Finding, Rejected, Run, Span, Verdict

__version__ = "0.1.0"
__all__ = [
    "Claim",
    "DetectorError",
    "Document",
    "Finding",
    "Rejected",
    "Run",
    "Settings",
    "Span",
    "Verdict",
    "compare",
    "read_articles",
    "write",
]
