"""What the folders under models/ say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.backends import hub
from detector.backends.manifest import Manifest, manifests
from detector.errors import ModelNotUsable

FIELDS = {"role": "r", "base": "b", "base_licence": "MIT", "licence": "Apache-2.0"}


def written(root: Path, name: str, fields: dict[str, str]) -> Path:
    (root / name).mkdir()
    (root / name / "manifest.toml").write_text("\n".join(f'{k} = "{v}"' for k, v in fields.items()), encoding="utf-8")
    return root


def test_manifests_come_by_name_and_other_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("verdict", "judge"):
        written(tmp_path, name, FIELDS)
    found = manifests(tmp_path)
    assert found == [Manifest(name, tmp_path / name, "r", "b", "MIT", "Apache-2.0") for name in ("judge", "verdict")]


@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_field_is_named_with_its_file(tmp_path: Path, field: str) -> None:
    written(tmp_path, "judge", {k: v for k, v in FIELDS.items() if k != field})
    with pytest.raises(ModelNotUsable, match=rf"judge/manifest\.toml: no {field}$"):
        manifests(tmp_path)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    written(tmp_path, "judge", FIELDS)
    (tmp_path / "judge" / "manifest.toml").write_text("role = ", encoding="utf-8")
    with pytest.raises(ModelNotUsable, match=r"judge/manifest\.toml"):
        manifests(tmp_path)


def test_no_models_no_manifests(tmp_path: Path) -> None:
    assert manifests(tmp_path) == []


def test_what_ships_is_described_with_its_licences() -> None:
    shipped = {m.name: m for m in manifests(hub.shipped(""))}
    assert set(shipped) == {"attribution", "judge", "embedder", "cascade", "updates", "verdict", "worth"}
    assert all(m.role and m.base and m.base_licence and "Apache-2.0" in m.licence for m in shipped.values())
