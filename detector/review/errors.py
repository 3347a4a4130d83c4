"""What the queue refuses, each with what the editor should do about it."""

from detector.errors import DetectorError


class QueueError(DetectorError):
    """Anything that the queue refuses."""


class QueueNotReady(QueueError):
    """The store cannot be opened, or was made by another version."""


class NotFound(QueueError):
    """No such finding, user or comment."""


class Changed(QueueError):
    """Somebody else has written since the page was shown; nothing was overwritten."""


class Held(QueueError):
    """Somebody else has the finding open."""


class NotAllowed(QueueError):
    """The state of the finding or the role of the user does not allow it."""


class BadRunFolder(QueueError):
    """A folder does not hold the output of a run."""
