"""What is said where there is no Ray, or another engine is named."""

from __future__ import annotations

import sys

import pytest

from detector.backends.ray_connection import connected
from detector.errors import EngineFailed, ExtraMissing


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'source-contradiction-detector\[ray\]'"), connected("ray"):
        pass


@pytest.mark.parametrize("address", ["ray://127.0.0.1:9", "ray://127.0.0.1:0", "ray://nowhere.invalid", "ray://a:b"])
def test_an_address_where_no_ray_answers_is_named(address: str) -> None:
    with pytest.raises(EngineFailed, match=f"no Ray answers at {address} "), connected(address):
        pass


@pytest.mark.parametrize("name", ["spark", "", "ray:/x", "Ray"])
def test_another_engine_is_refused(name: str) -> None:
    with pytest.raises(EngineFailed, match="name local, ray or ray://HOST:PORT"), connected(name):
        pass
