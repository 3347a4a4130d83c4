"""What a model's folder must hold, how classifiers are loaded, and how a library's failure to load one is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError

from detector.backends.batches import PAD_TO
from detector.backends.compiled import placed
from detector.backends.precision import dtype_of, resolved
from detector.config import AUTO
from detector.errors import ModelNotUsable

TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")
SHOWN = 3  # names of missing weights in a message


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


class Classifier(NamedTuple):
    """A loaded classifier: `order` is where each wanted label stands among its outputs."""

    config: Any
    order: list[int]
    tokenizer: Any
    model: Any


def classifier(
    kind: Any, path: Path, role: str, order: Callable[[dict[int, str]], list[int]], backend: str = AUTO
) -> Classifier:
    """The classifier in a folder, `kind` an Auto class of transformers, computed by `backend`. `order` reads the
    model's own names of its labels, before the weights are read, so that wrong labels are told as such. Raises
    ModelNotUsable, and as `resolved`.
    """
    from transformers import AutoConfig, AutoTokenizer

    backend = resolved(backend)
    if not (path / "config.json").is_file():
        raise ModelNotUsable(f"{path}: no config.json")
    if not any(path.glob("*.safetensors")):
        raise ModelNotUsable(f"{path}: no weights (*.safetensors)")
    require_tokenizer(path)
    with loading(path, role):
        config = AutoConfig.from_pretrained(path, local_files_only=True)
        places = order(config.id2label)
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
        model, loaded = kind.from_pretrained(
            path,
            local_files_only=True,
            attn_implementation="eager",
            dtype=dtype_of(backend),
            output_loading_info=True,
        )
    if loaded["missing_keys"]:
        raise ModelNotUsable(f"{path}: weights lack {', '.join(sorted(loaded['missing_keys'])[:SHOWN])}")
    example = tokenizer([""] * 2, [""] * 2, padding="max_length", max_length=PAD_TO, return_tensors="pt")
    return Classifier(config, places, tokenizer, placed(model.eval(), backend, example, "logits"))
