"""Switches: what is said to be switched off is off."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cba_kit.server import making
from cba_kit.server.lean import NotLean
from cba_kit.server.making import Maker
from cba_kit.server.notebooks import Kind
from cba_kit.server.specs import ForkedSpecs
from tests.bench import launch


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what a switch has taken out."""
    for owner, name in (
        (ForkedSpecs, "_forked"),
        (ForkedSpecs, "get_kernel_spec"),
        (making, "lean_page"),
        (Maker, "make"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


def test_without_forks_a_kernel_is_started_the_ordinary_way() -> None:
    """The kernelspec names no provisioner any more."""
    assert "kernel_provisioner" in ForkedSpecs().get_kernel_spec("python3").metadata
    launch.ordinary_kernels()
    assert "kernel_provisioner" not in ForkedSpecs().get_kernel_spec("python3").metadata


def test_without_the_lean_front_end_no_page_is_lean() -> None:
    """What the maker asks says so for every page."""
    launch.full_front_end()
    with pytest.raises(NotLean):
        vars(making)["lean_page"]()


def test_without_caches_a_page_finds_nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the maker had kept is gone when it makes the next page."""
    nothing: Any = None
    maker = Maker(SimpleNamespace(kernel_manager=None, template_paths=[]), nothing, nothing)
    maker._read[Path("a")] = (1, None)
    template = maker._lean
    found: list[object] = []

    async def make(self: Maker, _: Kind) -> None:
        found.extend((self._read, self._lean is template))

    monkeypatch.setattr(Maker, "make", make)
    launch.nothing_kept()
    asyncio.run(maker.make(Kind(Path("a"), "en")))
    assert found == [{}, False]


def test_a_switch_without_its_place_is_an_error() -> None:
    """A measurement that switches nothing off would tell a lie."""
    with pytest.raises(AttributeError):
        launch._swap(Maker, "_gone", None)
