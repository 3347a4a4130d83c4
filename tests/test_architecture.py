"""Imports point one way, files stay small, and `import detector` stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "detector"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = ("ingest", "extract", "pair", "judge", "report")
# From the top down: a module may import from lower lines only, or from its own folder.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("web", "training", "evaluate"),
    ("review",),
    ("",),  # detector itself: the package's front
    ("api",),
    ("engines",),
    ("wiring",),
    ("archive",),
    ("pipeline",),
    (*STAGES, "backends"),
    ("config", "names", "gold", "contrast", "attributed", "calibration", "words", "ports", "bars"),
    ("types", "nouns"),
    ("errors",),
)
HEIGHT = {part: -line for line, parts in enumerate(LAYERS) for part in parts}
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "sklearn",
    "scipy",
    "numpy",
    "jinja2",
    "trafilatura",
    "typer",
    "ray",
)
MAX_LINES = 400
MAX_SECONDS = 1.0


def part_of(module: str) -> str:
    """`detector.judge.slots` -> `judge`."""
    return [*module.split("."), ""][1]


def module_of(path: Path) -> str:
    names = ("detector", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every import of this package, those within functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] == "detector")
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom) and node.module == "detector":
            yield from ((node.lineno, f"detector.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detector."):
            yield node.lineno, str(node.module)


def upward(path: Path) -> list[str]:
    """The imports of a file that do not point down."""
    own = part_of(module_of(path))
    return [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {name}"
        for line, name in imports(path)
        if name.startswith(".") or (part_of(name) != own and HEIGHT[part_of(name)] >= HEIGHT[own])
    ]


def calls_print(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def bare_excepts(tree: ast.AST) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type is None]


def test_every_part_has_its_place() -> None:
    parts = {part_of(module_of(path)) for path in FILES}
    assert parts <= set(HEIGHT), f"no layer for {sorted(parts - set(HEIGHT))}"
    assert {*STAGES, "backends", "pipeline", "wiring", "cli"} <= parts


def test_imports_point_down_only() -> None:
    assert [fault for path in FILES for fault in upward(path)] == []


def test_imports_within_functions_are_seen(tmp_path: Path) -> None:
    assert HEIGHT["report"] == HEIGHT["judge"] == HEIGHT["backends"] < HEIGHT["pipeline"] < HEIGHT["wiring"]
    stray = tmp_path / "stray.py"
    stray.write_text("def f():\n    from detector.backends import hub\n    from detector import wiring\n")
    assert list(imports(stray)) == [(2, "detector.backends"), (3, "detector.wiring")]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_is_small_and_quiet(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= MAX_LINES
    assert calls_print(tree) == []
    assert bare_excepts(tree) == []


def test_the_checks_see_what_they_look_for() -> None:
    tree = ast.parse("try:\n    print(1)\nexcept:\n    pass\n")
    assert calls_print(tree) == [2]
    assert bare_excepts(tree) == [3]


def test_importing_the_package_is_light() -> None:
    code = f"import sys, detector; sys.exit(', '.join(m for m in {HEAVY} if m in sys.modules) or 0)"
    seconds = []
    for _ in range(3):  # the machine may be busy with something else
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=False
        )
        seconds.append(time.perf_counter() - started)
        assert done.returncode == 0, f"import detector also imports {done.stderr}"
    assert min(seconds) < MAX_SECONDS
