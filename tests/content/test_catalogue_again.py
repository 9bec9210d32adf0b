"""Catalogues that come again: keys and numbers stay, nothing that is in use goes to another trend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.content.catalogue import changes, read_catalogue, sheet_text, write_sheet
from cba_kit.errors import CbaError, ContentError
from cba_kit.model.trends import Trends


def sheet(*names: str, before: Trends | None = None, in_use: tuple[str, ...] = (), **wanted: Any) -> Trends:
    """The sheet of a list of names, or of “name|sector”."""
    lines = [f"{name},{sector}" for name, _, sector in (line.partition("|") for line in names)]
    text = "\n".join(["name,sector", *lines])
    pattern = Library().sheet("megatrends")
    assert isinstance(pattern, Trends)
    draft = read_catalogue(text.encode(), "a.csv")
    return draft.sheet("mine", pattern=pattern, before=before, in_use=in_use, **wanted)


def keys(found: Trends) -> dict[str, str]:
    """The key of each name."""
    return {trend.name: trend.key for trend in found.trends}


def numbers(found: Trends) -> dict[str, int]:
    """The number of each name."""
    return {trend.name: trend.number for trend in found.trends}


names = st.lists(
    st.text("aàbcČ+#-. 2日", min_size=1, max_size=9).map(lambda text: " ".join(text.split())).filter(bool),
    min_size=1,
    max_size=12,
    unique_by=str.casefold,
)


@settings(deadline=None)
@given(names, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_key(rows: list[str], random: Any) -> None:
    """Not even of names that differ in signs only, and without looking at an earlier sheet."""
    mixed = list(rows)
    random.shuffle(mixed)
    assert keys(sheet(*mixed)) == keys(sheet(*rows))


@settings(deadline=None)
@given(names, names, names)
def test_a_key_is_never_given_to_another_trend(first: list[str], second: list[str], third: list[str]) -> None:
    """Over three issues: the name behind a key stays, and a name that comes back has its key again."""
    behind: dict[str, str] = {}
    numbered: dict[str, int] = {}
    last: Trends | None = None
    for rows in (first, second, third, first):
        last = sheet(*rows, before=last)
        for trend in last.trends:
            assert behind.setdefault(trend.key, trend.name.casefold()) == trend.name.casefold()
        assert len(set(keys(last).values())) == len(rows)
        kept = {key: number for key, number in numbered.items() if last.trend(key)}
        numbered = {trend.key: trend.number for trend in last.trends}
        assert kept.items() <= numbered.items()
        assert len(set(numbered.values())) == len(rows)
    assert last is not None
    assert {name.casefold() for name in first} == {behind[trend.key] for trend in last.trends}


def test_keys_are_made_from_names() -> None:
    """Signs that make a name are spelt, what cannot be spelt gets a mark of its own."""
    found = keys(sheet("C", "C++", "C#", "5G", "Käse & Brot", "日本", "Ελλάδα", "A" * 60, "a.b", "a-b"))
    marked = {name: re.sub(r"_[0-9a-f]{8}$", "_MARK", key) for name, key in found.items()}
    assert marked == {
        "C": "c",
        "C++": "c_plus_plus",
        "C#": "c_sharp",
        "5G": "t_5g",
        "Käse & Brot": "kase_and_brot",
        "日本": "t_MARK",
        "Ελλάδα": "ellada",
        "A" * 60: "a" * 32 + "_MARK",
        "a.b": "a_b_MARK",
        "a-b": "a_b_MARK",
    }
    assert len(set(found.values())) == 10


def test_a_trainers_words_stay_when_the_file_comes_again() -> None:
    """Title, purpose, scales and the like are the sheet's, not the file's."""
    before = sheet("A", "B")
    before = before.model_copy(
        update={"title": "Ours", "purpose": "Why", "credit": "Me", "scales": before.scales[:2]}
    )
    after = sheet("B", "C", before=before)
    assert (after.title, after.purpose, after.credit, after.scales) == ("Ours", "Why", "Me", before.scales)
    assert (numbers(after), after.gone) == ({"B": 2, "C": 3}, {"a": "A"})


def test_a_name_that_becomes_common_keeps_its_key() -> None:
    """“Edge” in Tools is the same trend when another “Edge” comes, and when that one goes again."""
    one = sheet("Edge|Tools", "X|Platforms")
    two = sheet("Edge|Platforms", "Edge|Tools", before=one)
    assert keys(two) == {"Edge (Tools)": "edge", "Edge (Platforms)": "edge_platforms"}
    three = sheet("Edge|Platforms", before=two)
    assert keys(three) == {"Edge": "edge_platforms"}
    assert keys(sheet("Edge|Platforms", "Edge|Tools", before=three)) == keys(two)


def test_a_key_with_ratings_is_not_given_away() -> None:
    """Nobody knows any more whose it was; a sheet that was lost gets its keys back by name."""
    assert keys(sheet("A", "B", before=sheet("A"), in_use=("a", "b")))["B"] != "b"
    assert keys(sheet("A", "B", in_use=("a", "b"))) == {"A": "a", "B": "b"}


def test_changes_are_told_with_the_ratings_behind_them() -> None:
    """And a trend that may be called otherwise now is named with the way out."""
    before = sheet("Big data", "Sensors", "Robots", "Drones")
    after = sheet("Big data & AI", "Drones", "Light", before=before)
    assert list(changes(before, after, {"big_data": 12, "robots": 1})) == [
        "Trends that stay: 1, that come: 2, that go: 3.",
        "Gone, without ratings: Sensors.",
        "“Big data” goes and has 12 ratings: they are kept, and shown no more. "
        "Is it “Big data & AI” now? Then write big_data into a column “key” of that row.",
        "“Robots” goes and has 1 rating: they are kept, and shown no more.",
    ]
    assert list(changes(after, sheet("Robots", "Light", before=after), {})) == [
        "Trends that stay: 1, that come: 1, that go: 2.",
        "Back again, with the ratings from before: Robots.",
        "Gone, without ratings: Big data & AI, Drones.",
    ]


def test_rings_that_go_are_told_where_people_named_them() -> None:
    """Their ratings stay, without a place in the picture."""
    before = sheet("A")
    draft = read_catalogue(b"name,ring\nA,Act\nB,Watch\n", "a.csv")
    after = draft.sheet("mine", pattern=before, before=before)
    assert list(changes(before, after, {"a": 3}))[1:] == [
        "Ratings that name one of these rings have no place on the radar any more: "
        "now to 2 years, 2 to 5 years, 5 to 10 years, later."
    ]


def test_a_key_in_the_file_renames_a_trend() -> None:
    """The way out that the preview names."""
    before = sheet("Big data", "Drones")
    draft = read_catalogue(b"key,name\nbig_data,Big data & AI\n,Drones\n,Big data\n", "a.csv")
    after = draft.sheet("mine", pattern=before, before=before)
    assert {trend.key: trend.name for trend in after.trends}["big_data"] == "Big data & AI"
    assert keys(after)["Big data"] not in ("big_data", "drones")
    assert "“Big data” is now called “Big data & AI” (key big_data)." in list(changes(before, after, {}))


def test_ids_that_come_later_change_no_key() -> None:
    """Names that were there keep the key that ratings are under; new ones take the file's."""
    before = sheet("Big data", "Drones")
    draft = read_catalogue(b"id,name\nx-1,Drones\nx-2,Light\ndrones,Big data\n", "a.csv")
    after = draft.sheet("mine", pattern=before, before=before)
    assert list(changes(before, after, {})) == [
        "Trends that stay: 1, that come: 2, that go: 1.",
        "“Drones” is now called “Big data” (key drones).",
        "Gone, without ratings: Big data.",
    ]
    draft = read_catalogue(b"id,name\nx-1,Drones\nx-2,Light\nx-3,Big data\n", "a.csv")
    after = draft.sheet("mine", pattern=before, before=before)
    assert keys(after) == {"Drones": "drones", "Light": "x_2", "Big data": "big_data"}


ODD = ["yes", "1e5", "0x1F", "2024-01-01", "~", "null", "12:30", "1_000", "é—日"]
ODD += ["- a", "# b", "'c'", '"d"', "e: f", "{g}"]


def test_a_written_sheet_reads_back_the_same(own: Path) -> None:
    """Also with names that YAML would take for something else."""
    made = sheet(*ODD, title="0.5")
    write_sheet(made, own / "trends", source="a: b\n#c.csv")
    assert Library(own).sheet("mine") == made
    assert Library(own).check() == []


def test_nothing_is_overwritten_unless_asked(own: Path) -> None:
    """The file that was there stays byte for byte, and no half file is left."""
    folder = own / "trends"
    path = write_sheet(sheet("A"), folder, source="a.csv")
    first = path.read_bytes()
    with pytest.raises(ContentError, match="exists already"):
        write_sheet(sheet("B"), folder, source="a.csv")
    assert path.read_bytes() == first
    write_sheet(sheet("B"), folder, source="a.csv", replace=True)
    assert (path.read_text(encoding="utf-8"), list(folder.iterdir())) == (
        sheet_text(sheet("B"), source="a.csv"),
        [path],
    )


def test_a_sheet_that_would_read_back_otherwise_is_not_written(own: Path) -> None:
    """A name that was made outside of an import, with a sign that YAML cannot hold."""
    made = sheet("A")
    broken = made.model_copy(update={"purpose": " blanks around "})
    with pytest.raises(ContentError, match="reads back the same"):
        write_sheet(broken, own / "trends", source="a.csv")
    assert list((own / "trends").iterdir()) == []


@pytest.mark.parametrize("key", ["X y", "9lives", "a" * 42, "../evil", ""])
def test_a_wrong_key_is_refused_with_a_right_one(key: str) -> None:
    """A sheet's key is its file's name."""
    draft = read_catalogue(b"name\nA\n", "a.csv")
    with pytest.raises(CbaError) as caught:
        draft.sheet(key, pattern=sheet("A"))
    proposed = re.findall("Take “(.*)”", str(caught.value))[0]
    assert draft.sheet(proposed, pattern=sheet("A")).key == proposed
