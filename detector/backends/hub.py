"""From a model's name to a folder on this machine: `hf:owner/name@revision`, a path, or a shipped model's name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from detector.errors import ModelNotUsable

_PACKAGE = Path(__file__).resolve().parents[1]
DIGEST_OF = ("*.safetensors", "*.json", "*.toml", "*.txt", "*.model")
DATA = "data"  # what a model was trained on may lie beside it, and decides no score


def shipped(name: str) -> Path:
    """The folder of a model that comes with the package, such as `judge`."""
    installed = _PACKAGE / "shipped"  # where the wheel puts the repository's folder models/
    return (installed if installed.is_dir() else _PACKAGE.parent / "models") / name


def folder(name: str) -> Path:
    """The local folder of the model called `name`; a hub model is fetched once into the hub's own cache.

    Raises ModelNotUsable when the folder does not exist or the hub cannot be reached.
    """
    if name.startswith("hf:"):
        return _from_hub(name[3:])
    path = Path(name)
    if not path.is_dir():
        raise ModelNotUsable(f"model folder not found: {name} (give a folder, or hf:owner/name@revision)")
    return path


def _from_hub(reference: str) -> Path:
    repository, _, revision = reference.partition("@")
    if repository.count("/") != 1:
        raise ModelNotUsable(f"not a hub model: hf:{reference} (write hf:owner/name@revision)")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(
            snapshot_download(
                repository, revision=revision or None, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.model"]
            )
        )
    except HFValidationError as error:
        raise ModelNotUsable(f"not a hub model: hf:{reference} (write hf:owner/name@revision)") from error
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
        raise ModelNotUsable(
            f"hf:{reference} could not be fetched and is not in the local cache: {reason}. "
            "Download it on a machine with access and give the folder instead."
        ) from error


def source_digest() -> str:
    """The first 16 hex digits of a SHA-256 over this package's code, whose results are not those of another code."""
    total = hashlib.sha256()
    for file in sorted(_PACKAGE.rglob("*.py")):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def digest(path: Path) -> str:
    """The first 16 hex digits of a SHA-256 over the names and contents of a model folder's files, its data left out."""
    total = hashlib.sha256()
    for file in sorted({f for pattern in DIGEST_OF for f in path.rglob(pattern)}):
        if file.relative_to(path).parts[0] == DATA:
            continue
        total.update(file.relative_to(path).as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]
