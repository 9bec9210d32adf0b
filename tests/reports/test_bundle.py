"""The bundle: a list, the documents and their pictures, and nothing else; it works without a network."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from cba_kit.errors import RenderError
from cba_kit.model.people import Person
from cba_kit.reports.batch import render
from cba_kit.reports.bundle import write_bundle
from tests.reports.own_notebook import own_notebook
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow


def bundle(team: Team, file: Path) -> int:
    return write_bundle(team.academy, team.store, team.library, "cba3", file)


def test_bundle_holds_the_list_documents_and_pictures(team: Team, ilze: Person, tmp_path: Path) -> None:
    render(team.academy, team.store, team.library, "cba3", only=[ilze.id])
    team.join("new", "New Person")
    file = tmp_path / "roadmaps.zip"

    assert bundle(team, file) == 1

    folder = team.academy.output / "cba3/roadmap"
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        pages = {name: archive.read(name) for name in names}
    assert names[:3] == ["index.html", "ilze.html", "ilze.pdf"]
    assert all(re.fullmatch(r"pictures/ilze/[a-z_]+(-[a-z]+)?-\d\.svg", name) for name in names[3:])
    assert len(names) > 5
    assert pages["ilze.pdf"] == (folder / "ilze.pdf").read_bytes()
    links = re.findall(r'href="([^"#]+)"', pages["index.html"].decode())
    assert links == ["ilze.html", "ilze.pdf"]
    for name in names:
        if name.endswith((".html", ".svg")):
            asked = re.findall(rb"""(?:src|href)=["']?(https?:[^"' >]+)""", pages[name])
            assert name.endswith(".html") or asked == [], name
            assert re.findall(rb'(?:src|srcset|rel="stylesheet" href)="https?:', pages[name]) == []
    assert all(pages[name].startswith(b"<svg") and b"xmlns=" in pages[name] for name in names[3:])


def test_bundle_of_the_same_documents_is_the_same(team: Team, ilze: Person, tmp_path: Path) -> None:
    own_notebook(team.academy.templates)
    render(team.academy, team.store, team.library, "cba3", only=[ilze.id])
    for name in ("one.zip", "other.zip"):
        bundle(team, tmp_path / name)

    def documents(name: str) -> dict[str, bytes]:
        with zipfile.ZipFile(tmp_path / name) as archive:
            return {each: archive.read(each) for each in archive.namelist() if each != "index.html"}

    assert documents("one.zip") == documents("other.zip")


def test_bundle_that_cannot_be_written_leaves_nothing(team: Team, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="cannot be written"):
        bundle(team, tmp_path / "nowhere" / "roadmaps.zip")
    (tmp_path / "taken.zip").mkdir()
    with pytest.raises(RenderError, match="cannot be written"):
        bundle(team, tmp_path / "taken.zip")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["academy", "taken.zip"]
