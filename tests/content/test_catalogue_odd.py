"""Catalogues that nobody should send: whatever is in the file, a draft or a plain refusal comes out."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.content.catalogue import read_catalogue, sheet_text
from cba_kit.errors import CbaError, ImportFileError
from cba_kit.model.trends import Trends

FIELDS = [
    "name",
    "title",
    "key",
    "id",
    "ring",
    "quadrant",
    "level",
    "parent",
    "moved",
    "isNew",
    "link",
    "timeline",
]
scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text("ab1<&é\x00 -", max_size=6)
values = (
    scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "url"]), scalars)
)
items = st.lists(st.dictionaries(st.sampled_from(FIELDS), values, max_size=6) | scalars, max_size=6)
files = items | st.fixed_dictionaries(
    {"items": items, "rings": st.lists(values), "quadrants": st.lists(values)}
)


def taken(raw: bytes, name: str) -> None:
    """Read a file as far as a sheet as YAML; errors other than our own come through."""
    pattern = Library().sheet("megatrends")
    assert isinstance(pattern, Trends)
    try:
        draft = read_catalogue(raw, name)
        sheet = draft.sheet("mine", pattern=pattern)
    except CbaError:
        return
    assert sheet_text(draft.sheet("mine", pattern=pattern, before=sheet), source=name)


@settings(deadline=None, max_examples=200)
@given(files)
def test_any_json_is_read_or_refused(value: object) -> None:
    """Fields of every kind, ids that stand for nothing, trends that are no objects."""
    raw = json.dumps(value).encode()
    taken(raw, "a.json")
    taken(raw, "a.yaml")


@settings(deadline=None, max_examples=200)
@given(st.text("name,;\t|\"'\n<>ring\x00\ufeffé", max_size=80) | st.binary(max_size=60))
def test_any_text_is_read_or_refused(content: str | bytes) -> None:
    """Broken quotes, lone separators, letters of no encoding."""
    rest = content if isinstance(content, bytes) else content.encode()
    for name in ("a.csv", "a.json", "a.yaml", ""):
        taken(rest, name)
        taken(b"name,ring,sector\n" + rest, name)


def test_a_yaml_file_that_grows_is_read_as_far_as_cells_go() -> None:
    """Names that stand for lists of lists are no text; the file is not unfolded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    text = "\n".join([*lines, "items: [{name: A, description: *a29}]"])
    draft = read_catalogue(text.encode(), "a.yaml")
    assert [(trend.name, trend.about) for trend in draft.trends] == [("A", "")]


def test_a_workbook_that_unpacks_to_far_more_is_not_opened() -> None:
    """A few kilobytes that would fill the memory."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for n in range(21):
            book.writestr(f"xl/worksheets/sheet{n}.xml", bytes(10_000_000))
    assert len(stream.getvalue()) < 1_000_000
    with pytest.raises(ImportFileError, match="far too large"):
        read_catalogue(stream.getvalue(), "a.xlsx")
