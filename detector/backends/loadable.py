"""What a model's folder must hold, and how a library's failure to load it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from detector.errors import ModelNotUsable

TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")


def require_tokenizer(path: Path) -> None:
    """Raises ModelNotUsable where a folder holds no tokenizer: transformers would make an empty one without a word."""
    if not any(found for pattern in TOKENIZERS for found in path.rglob(pattern)):
        raise ModelNotUsable(f"{path}: no tokenizer ({', '.join(TOKENIZERS)})")


@contextmanager
def loading(path: Path, role: str) -> Iterator[None]:
    """Turns what the libraries raise over a folder's content into a ModelNotUsable that names the folder."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise ModelNotUsable(f"{path}: cannot be loaded as {role}: {reason}") from error
