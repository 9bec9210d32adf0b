"""Rules are data: an academy writes its own, and every mistake is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import ContentError

RULE = """\
# An academy's own rules.
- key: own
  ask: What about {notes}?
  why: Nothing is said.
  block: problem
  lacking:
    columns: [users]
"""
LEAN = """\
- key: silent
  ask: Who pays for {notes}?
  why: Nobody is named.
  block: revenue_streams
  unanswered:
    of: [solution]
    by: [revenue_streams]
"""


def write(own: Path, name: str, text: str) -> None:
    (own / "rules").mkdir(exist_ok=True)
    (own / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_own_rules_of_a_sheet_replace_the_shipped_ones(own: Path) -> None:
    write(own, "lean", LEAN)
    write(own, "business_model", LEAN.replace("solution", "key_activities"))
    library = Library(own)

    assert [rule.key for rule in library.rules("lean")] == ["silent"]
    assert [rule.key for rule in library.rules("business_model")] == ["silent"]
    assert len(library.rules("funding_mix")) > 1
    assert library.rules("mission_model") == ()
    assert library.check() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "fix"),
    [
        ("unanswered:", "unanserd:", 5, "The key “unanserd” in row 1 is not known.", "“unanswered”"),
        ("    of: [solution]", "    off: [solution]", 6, "The key “off” in row 1 › unanswered", "“of”"),
        ("of: [solution]", "of: [solutions]", 6, "The sheet “lean” has no block “solutions”.", "“solution”"),
        (
            "by: [revenue_streams]",
            "by: [money]",
            7,
            "The sheet “lean” has no block “money”.",
            "Known: problem",
        ),
        (
            "block: revenue",
            "block: revenues",
            4,
            "The sheet “lean” has no block “revenues_streams”.",
            "“revenue",
        ),
        ("{notes}", "{who}", 2, "In row 1: ask and why know no “{who}”", "Correct"),
        ("ask: Who pays for {notes}?", "ask: ", 2, "“row 1 › ask” should be text", "quotes"),
        ("    by: [revenue_streams]", "    by_sheet: nowhere", 7, "There is no sheet “nowhere”.", "Known:"),
        ("of: [solution]", "of: solution", 6, "“row 1 › unanswered › of” should be a list", "dash"),
    ],
)
def test_mistakes_are_told_with_file_and_line(
    own: Path, old: str, new: str, line: int, what: str, fix: str
) -> None:
    assert old in LEAN
    write(own, "lean", LEAN.replace(old, new, 1))

    (fault,) = Library(own).check()

    assert (fault.where, fault.what.startswith(what), fix in fault.fix) == (
        f"templates/rules/lean.yaml:{line}",
        True,
        True,
    ), (fault.where, fault.what, fault.fix)


def test_column_that_the_sheet_lacks_is_told(own: Path) -> None:
    write(own, "lean", RULE)

    (fault,) = Library(own).check()

    assert (fault.where, fault.what) == (
        "templates/rules/lean.yaml:7",
        "The sheet “lean” has no column “users”.",
    )


def test_same_key_twice_is_told(own: Path) -> None:
    write(own, "lean", LEAN + LEAN)

    (fault,) = Library(own).check()

    assert fault.where == "templates/rules/lean.yaml:8"
    assert "“silent”" in fault.what


def test_rules_of_a_sheet_that_does_not_exist_are_told(own: Path) -> None:
    write(own, "lien", LEAN)

    (fault,) = Library(own).check()

    assert (fault.where, "“lean”" in fault.fix) == ("templates/rules/lien.yaml:1", True)


def test_two_checks_or_none_are_told(own: Path) -> None:
    write(own, "lean", LEAN + "  missing: {of: [problem], by: [solution]}\n")

    (fault,) = Library(own).check()

    assert fault.what.startswith("In row 1: a rule needs exactly one check")


def test_a_wrong_file_stops_its_own_sheet_only(own: Path) -> None:
    write(own, "lean", "- key: Wrong key\n")
    library = Library(own)

    with pytest.raises(ContentError, match="rules/lean"):
        library.rules("lean")
    assert library.rules("swot")


def test_shipped_rules_bear_with_a_canvas_of_the_academys_own(own: Path) -> None:
    """An own canvas without a column or a block of the shipped one is no fault of the academy's."""
    (own / "canvases").mkdir()
    text = (
        "title: Services\nshort: Services\npurpose: See them.\nstart: Begin.\n"
        "areas: [keep]\nblocks:\n  - {key: keep, title: Keep, short: Keep, questions: [What works?]}\n"
    )
    (own / "canvases/service_portfolio.yaml").write_text(text, encoding="utf-8")

    assert Library(own).check() == []


def test_canvas_filled_for_parts_names_a_block_that_exists(own: Path) -> None:
    (own / "canvases").mkdir()
    shipped = Library().find("canvases/value_proposition.yaml").read_text(encoding="utf-8")
    path = own / "canvases/value_proposition.yaml"
    path.write_text(shipped.replace("business_model.customer_segments", "business_model.segments"), "utf-8")

    (fault,) = Library(own).check()

    assert fault.what == "“parts_from” names a block that does not exist: “business_model.segments”."
