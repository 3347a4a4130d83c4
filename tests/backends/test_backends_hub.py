"""From names to folders; the hub's own cache is used when there is no way out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detector.backends import hub
from detector.errors import ModelNotUsable

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
MAX_SECONDS = 30  # a hub that does not answer once cost 70 seconds of retries


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A hub cache with one model, laid out as huggingface_hub does."""
    kept = tmp_path / "cache" / "models--desk--tiny"
    snapshot = kept / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}", encoding="utf-8")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    (kept / "refs" / "v1").write_text(COMMIT, encoding="utf-8")
    return tmp_path / "cache"


def folders(cache: Path, *names: str, **environment: str) -> list[str]:
    """What a fresh process makes of some names: one line each, the folder or the refusal."""
    code = (
        "import sys\n"
        "from detector.backends import hub\n"
        "from detector.errors import ModelNotUsable\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        print(hub.folder(name))\n"
        "    except ModelNotUsable as refusal:\n"
        "        print('refused:', refusal)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_CACHE": str(cache), **environment},
        capture_output=True,
        text=True,
        timeout=MAX_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_model_in_the_local_cache_is_found_without_a_way_out(cache: Path) -> None:
    snapshot = str(cache / "models--desk--tiny" / "snapshots" / COMMIT)
    names = ("hf:desk/tiny", "hf:desk/tiny@main", "hf:desk/tiny@v1", f"hf:desk/tiny@{COMMIT}")
    assert folders(cache, *names, HF_HUB_OFFLINE="1") == [snapshot] * len(names)


def test_what_is_not_in_the_cache_is_refused_by_name(cache: Path) -> None:
    names = ("hf:desk/tiny@v2", "hf:desk/other@main")
    for name, line in zip(names, folders(cache, *names, HF_HUB_OFFLINE="1"), strict=True):
        assert line.startswith(f"refused: {name} could not be fetched and is not in the local cache")
        assert line.endswith("Download it on a machine with access and give the folder instead.")


def test_a_hub_that_cannot_be_reached_is_said_so_and_costs_no_minute(cache: Path) -> None:
    nowhere = {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": "http://127.0.0.1:9"}
    missing, cached = folders(cache, "hf:desk/other@main", "hf:desk/tiny@main", **nowhere)
    assert missing.startswith("refused: hf:desk/other@main could not be fetched and is not in the local cache")
    assert cached == str(cache / "models--desk--tiny" / "snapshots" / COMMIT)


@pytest.mark.parametrize("name", ["hf:", "hf:tiny", "hf:desk/tiny/more", "hf:/tiny", "hf:desk/", "hf:de sk/tiny@main"])
def test_a_bad_name_is_refused_with_the_right_form(name: str) -> None:
    with pytest.raises(ModelNotUsable, match=rf"not a hub model: {name} \(write hf:owner/name@revision\)"):
        hub.folder(name)


def test_a_path_is_a_folder(tmp_path: Path) -> None:
    assert hub.folder(str(tmp_path)) == tmp_path
    (tmp_path / "file").touch()
    for name in ("nowhere", "file"):
        with pytest.raises(ModelNotUsable, match=rf"model folder not found: .*{name}"):
            hub.folder(str(tmp_path / name))


def test_shipped_models_have_their_folders() -> None:
    for name in ("judge", "embedder", "verdict"):
        assert (hub.shipped(name) / "manifest.toml").is_file()


def test_the_digest_hangs_on_names_and_contents_of_model_files(tmp_path: Path) -> None:
    seen = {hub.digest(tmp_path)}
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    seen.add(hub.digest(tmp_path))
    (tmp_path / "README.md").write_text("A card is no part of the model.", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dossier.json").write_text("What it learned from is none either.", encoding="utf-8")
    assert hub.digest(tmp_path) in seen
    (tmp_path / "config.json").write_text("{ }", encoding="utf-8")
    seen.add(hub.digest(tmp_path))
    (tmp_path / "config.json").rename(tmp_path / "other.json")
    seen.add(hub.digest(tmp_path))
    (tmp_path / "spm.model").write_bytes(b"pieces")
    seen.add(hub.digest(tmp_path))
    assert len(seen) == 5
    assert all(len(digest) == 16 for digest in seen)
