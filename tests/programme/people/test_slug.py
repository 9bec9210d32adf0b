"""Ids from names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.programme.people.slug import free, slug


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ilze Kalniņa", "ilze-kalnina"),
        ("Ελένη Παπαδάκη", "eleni-papadaki"),
        ("Γιώργος Ιωάννου", "giorgos-ioannou"),
        ("Йордан Щерев", "yordan-shterev"),
        ("Юлія Їжакевич", "yuliya-izhakevich"),
        ("Ђорђе Љубић", "djordje-ljubic"),
        ("Þóra Eiríksdóttir", "thora-eiriksdottir"),
        ("Łucja Świętochowska", "lucja-swietochowska"),
        ("Ħanna Ċaruana", "hanna-caruana"),
        ("İpek Işıkçı", "ipek-isikci"),
        ("Jörg Süßmann", "jorg-sussmann"),
        ("O’Brien-Smith, Ann", "o-brien-smith-ann"),
        ("北京", "person"),
        ("", "person"),
    ],
)
def test_slug_writes_letters_of_every_script_in_ascii(name: str, written: str) -> None:
    assert slug(name) == written


@given(st.text(max_size=200))
def test_slug_fits_an_id_whatever_the_name(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", slug(name))
    assert len(slug(name)) <= 60


def test_free_counts_on_from_two() -> None:
    assert [free("ana", taken) for taken in ([], ["ana"], ["ana", "ana-2"])] == ["ana", "ana-2", "ana-3"]
