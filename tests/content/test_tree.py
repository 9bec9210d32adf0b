"""A tree has the values of a text and the line of every key and item, and refuses what is ambiguous."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.content.tree import Tree, read_tree
from cba_kit.errors import ContentError

TEXT = """\
# A comment.
title: >
  Two
  lines

days:
  - date: 2024-03-11
    5: [a, "5",
        'no']
  -
    online: true
  - {place: Sofia}
note:
"""


def lines(tree: Tree) -> Any:
    """Each name with its line and the lines below it."""
    return {name: (below.line, lines(below)) for name, below in tree.below.items()}


def test_every_key_and_item_has_its_line() -> None:
    tree = read_tree(TEXT, "a.yaml")

    assert tree.line == 2
    assert lines(tree) == {
        "title": (2, {}),
        "days": (
            6,
            {
                "0": (7, {"date": (7, {}), "5": (8, {"0": (8, {}), "1": (8, {}), "2": (9, {})})}),
                "1": (11, {"online": (11, {})}),
                "2": (12, {"place": (12, {})}),
            },
        ),
        "note": (13, {}),
    }


def test_quotes_make_text() -> None:
    assert read_tree("[1, '1', \"1\"]", "a.yaml").value == [1, "1", "1"]
    assert read_tree("- |\n  1\n- ''\n-\n", "a.yaml").value == ["1\n", "", None]


def test_value_with_a_name_is_used_again_on_its_own_line() -> None:
    tree = read_tree("first: &same\n  a: 1\nsecond: *same\n", "a.yaml")

    assert tree.value == {"first": {"a": 1}, "second": {"a": 1}}
    assert lines(tree) == {"first": (1, {"a": (2, {})}), "second": (3, {"a": (2, {})})}


def test_merged_keys_give_way_to_written_ones() -> None:
    tree = read_tree(
        "one: &one {a: 1, b: 1}\ntwo: &two {a: 2, c: 2}\nall:\n  <<: [*one, *two]\n  b: 3\n'<<': x\n",
        "a.yaml",
    )

    assert tree.value["all"] == {"a": 1, "b": 3, "c": 2}
    assert tree.value["<<"] == "x"
    assert {name: below.line for name, below in tree.below["all"].below.items()} == {"a": 1, "b": 5, "c": 2}


@pytest.mark.parametrize(
    "text", ["a: 1\nb: 2\na: 3\n", "a: 1\n\n'a': 3\n", "{a: 1,\n b: 1,\n a: 1}\n", "- b\n- a: 1\n  a: 2\n"]
)
def test_key_twice_is_refused_on_its_second_line(text: str) -> None:
    with pytest.raises(ContentError) as error:
        read_tree(text, "a.yaml")

    assert str(error.value) == "a.yaml:3: The key “a” stands here a second time. Keep one of the two."


def test_value_that_holds_itself_is_refused() -> None:
    with pytest.raises(ContentError, match=r"“\*self” stands for nothing above"):
        read_tree("a: &self\n  - *self\n", "a.yaml")


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=5)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner) | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner),
    max_leaves=8,
)


@given(values)
def test_json_is_read_as_it_is_and_where_it_is(value: Any) -> None:
    """JSON is YAML; printed over many lines, each key and each plain item has a line of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    tree = read_tree(text, "a.yaml")

    assert tree.value == value
    for is_key, name, below in named(tree):
        line = text.split("\n")[below.line - 1].strip().rstrip(",")
        assert line.startswith(f'"{name}": ') if is_key else below.below or json.loads(line) == below.value


def named(tree: Tree) -> Iterator[tuple[bool, str, Tree]]:
    """Yield every key and item below, with its name and whether it is a key."""
    for name, below in tree.below.items():
        yield isinstance(tree.value, dict), name, below
        yield from named(below)


broken = st.text(st.sampled_from("ab1 -:,#*&!|>%@`'\"\\[]{}?~<\n\n\t\r\x85\u2028\u2029\ufeff\x07é𐀀"))


@given(broken)
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        read_tree(text, "a.yaml")
    except ContentError as error:
        file, line = error.where.split(":")
        assert (file, 1 <= int(line) <= len(text) + 1, bool(error.fix)) == ("a.yaml", True, True)
