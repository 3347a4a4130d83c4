"""What an archive refuses. Each message names the archive and the cure."""

from detector.errors import DetectorError


class ArchiveBusy(DetectorError):
    """Another run holds the archive."""


class OtherMakers(DetectorError):
    """The archive was made with other models or settings."""


class ArchiveDamaged(DetectorError):
    """A file that the manifest names is missing or cannot be read."""
