"""What the folders under models/ say of themselves: manifest.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from detector.errors import ModelNotUsable


@dataclass(frozen=True, slots=True)
class Manifest:
    """A shipped model: what it is for, what it was made from, and under which licences."""

    name: str
    folder: Path
    role: str
    base: str
    base_licence: str
    licence: str


def manifests(root: Path) -> list[Manifest]:
    """The manifests of all model folders in `root`, by name; raises ModelNotUsable on one that lacks a field."""
    found = []
    for path in sorted(root.glob("*/manifest.toml")):
        try:
            record = tomllib.loads(path.read_text(encoding="utf-8"))
            found.append(
                Manifest(
                    path.parent.name,
                    path.parent,
                    record["role"],
                    record["base"],
                    record["base_licence"],
                    record["licence"],
                )
            )
        except KeyError as error:
            raise ModelNotUsable(f"{path}: no {error.args[0]}") from error
        except ValueError as error:
            raise ModelNotUsable(f"{path}: {error}") from error
    return found
