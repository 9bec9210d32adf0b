"""The academy's settings: the signing key is whole, the same for everybody, and never guessable."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from cba_kit.config import SHORTEST_SECRET, Academy, open_academy
from cba_kit.errors import SettingsError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an academy without a key."""
    (tmp_path / "academy.toml").write_text('name = "Test"')
    return tmp_path


def secret_of(folder: Path) -> str:
    return open_academy(folder).secret()


def test_the_key_is_made_once_and_readable_by_the_owner_only(folder: Path) -> None:
    first, second = secret_of(folder), secret_of(folder)
    assert first == second
    assert len(first) >= SHORTEST_SECRET
    assert (folder / ".secret").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [".secret", "academy.toml"]


def test_processes_that_start_together_get_the_same_key(folder: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        assert len(set(pool.map(secret_of, [folder] * 16))) == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"short\n", b"\xff" * 64])
def test_a_key_that_anybody_could_guess_is_refused(folder: Path, content: bytes) -> None:
    """An empty file is what a full disk leaves; signing with it would let anybody make links."""
    (folder / ".secret").write_bytes(content)
    with pytest.raises(SettingsError, match="The signing key is not complete") as refused:
        secret_of(folder)
    assert refused.value.where == str(folder / ".secret")


def test_a_key_is_never_signed_with_before_it_is_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one process writes the key, another one finds none or the whole one."""
    seen: list[bool] = []
    monkeypatch.setattr("os.fsync", lambda _: seen.append((folder / ".secret").exists()))
    Academy(folder, open_academy(folder).settings, "").secret()
    assert seen == [False]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ["127.0.0.0/8", "::1/128"]),
        ('proxies = "10.0.0.5"', ["10.0.0.5/32"]),
        ('proxies = ["10.0.0.5", "fd00::/8"]', ["10.0.0.5/32", "fd00::/8"]),
        ("proxies = []", []),
    ],
)
def test_proxies_are_addresses_or_networks(folder: Path, written: str, read: list[str]) -> None:
    """Nothing said means this machine; an empty list means nobody."""
    with (folder / "academy.toml").open("a") as file:
        file.write(f"\n{written}\n")
    assert [str(network) for network in open_academy(folder).settings.proxies] == read


@pytest.mark.parametrize("written", ['"nonsense"', '["10.0.0.1/99"]', "7"])
def test_what_is_no_address_is_refused(folder: Path, written: str) -> None:
    with (folder / "academy.toml").open("a") as file:
        file.write(f"\nmonitors = {written}\n")
    with pytest.raises(SettingsError, match="The setting “monitors"):
        open_academy(folder)
