"""The demo's folder and edition."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path

import pytest

from cba_kit.config import Settings
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.programme.demo import EDITION, create
from cba_kit.programme.demo.academy import write_edition


def test_create_makes_an_academy_that_plays_the_first_day_in_sofia(tmp_path: Path) -> None:
    academy = create(tmp_path / "a" / "demo")

    assert academy.settings == Settings(
        name="Cluster Booster Academy (demo)", timezone="Europe/Sofia", day=date(2024, 3, 11)
    )
    assert academy.now().astimezone(academy.timezone).date() == date(2024, 3, 11)
    assert academy.now().tzinfo is UTC


def test_create_keeps_an_academy_that_is_there(tmp_path: Path) -> None:
    create(tmp_path)
    (tmp_path / "academy.toml").write_text('name = "Ours"\n', encoding="utf-8")

    assert create(tmp_path).settings.name == "Ours"


def test_create_where_a_file_is_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"The demo cannot be written there .* --dir"):
        create(tmp_path / "demo")


def test_edition_is_the_real_programme_marked_as_fictional(tmp_path: Path) -> None:
    academy = create(tmp_path)
    library = Library(academy.templates)

    write_edition(academy, library)

    real, played = library.edition("cba3"), library.edition(EDITION)
    assert played == real.model_copy(
        update={
            "code": "demo",
            "title": f"{real.title} (demo)",
            "short": f"{real.short}, demo",
            "links_end": date(2099, 12, 31),
            "fictional": True,
        }
    )
    assert library.is_own(EDITION)
    assert library.check() == []
    head = (tmp_path / "templates/editions/demo.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# The demo edition:")
