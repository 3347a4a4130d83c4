"""What an archive consists of: one small file, replaced as a whole. Nothing counts until it is named there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from detector.archive.errors import ArchiveBusy, ArchiveDamaged, OtherMakers
from detector.errors import DetectorError

FORMAT = 1
MANIFEST, PENDING, LOCK, CACHE = "manifest.json", "pending.json", "lock", "cache"


class Part(msgspec.Struct, frozen=True):
    """A segment as the manifest names it. `dead` are the rows of its documents that were replaced or withdrawn;
    `generation` is the run that wrote it, 0 for one that was merged since."""

    name: str
    generation: int
    documents: int
    claims: int
    dead: tuple[int, ...] = ()

    @property
    def live(self) -> int:
        return self.documents - len(self.dead)


class Manifest(msgspec.Struct, frozen=True):
    """`generation` counts the runs that changed the archive. `makers` are the digests of the models and the settings
    that decide what is found. `found` names the files of findings, `standings` the one of their states, `latest` those
    of what the latest run counted and refused. `withdrawn` are ids and addresses of withdrawn articles.
    `work` names the change that a pending manifest is on its way to, `done` the blocks that it has behind it."""

    generation: int = 0
    makers: dict[str, str] = {}
    segments: tuple[Part, ...] = ()
    found: tuple[str, ...] = ()
    standings: str = ""
    latest: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    work: str = ""
    done: int = 0
    format: int = FORMAT

    @property
    def files(self) -> set[str]:
        """The names of all that the manifest needs in the archive's folder."""
        return {*(part.name for part in self.segments), *self.found, *self.latest, self.standings} - {""}


def read(folder: Path, name: str = MANIFEST) -> Manifest:
    """The manifest of an archive, an empty one where there is none. Raises ArchiveDamaged."""
    path = folder / name
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return Manifest()
    except (OSError, msgspec.MsgspecError) as error:
        raise ArchiveDamaged(f"{path}: not the manifest of an archive ({error}); take another folder") from error
    if found.format != FORMAT:
        raise ArchiveDamaged(f"{path}: format {found.format}, this version reads {FORMAT}; begin a new archive")
    missing = sorted(one for one in found.files if not (folder / one).exists())
    if missing:
        raise ArchiveDamaged(f"{path}: {missing[0]} is missing; restore it or begin a new archive")
    return found


def put(folder: Path, manifest: Manifest, name: str = MANIFEST) -> None:
    """Write the manifest beside the old one and put it in its place at once."""
    write_bytes(folder / name, msgspec.json.format(msgspec.json.encode(manifest)))


def write_bytes(path: Path, content: bytes) -> None:
    """A file that is there as a whole or not at all, also after a loss of power."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_makers(folder: Path, manifest: Manifest, makers: dict[str, str]) -> None:
    """Raises OtherMakers where an archive was made with anything else: its findings would not be comparable."""
    if not manifest.makers or manifest.makers == makers:
        return
    names = sorted({*manifest.makers, *makers})
    other = [
        f"{name} {manifest.makers.get(name, 'none')} there, {makers.get(name, 'none')} here"
        for name in names
        if manifest.makers.get(name) != makers.get(name)
    ]
    raise OtherMakers(
        f"the archive {folder} was made with other models or settings ({'; '.join(other)}): "
        "run with those, or give --archive a new folder and all articles"
    )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The archive for one run alone; the system frees it when the process ends. Raises ArchiveBusy, DetectorError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise DetectorError(f"cannot write into the archive {folder}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ArchiveBusy(f"another run works on the archive {folder}: start again when it is done") from error
        yield
