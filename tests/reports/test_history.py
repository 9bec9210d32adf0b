"""History: any two versions of a workbook can be compared, in words."""

from __future__ import annotations

from cba_kit.model.people import Person
from cba_kit.reports.history import diff
from tests.reports import timber_cluster
from tests.reports.report_team import Team, talk


def test_diff_of_any_two_versions_is_told_in_words(team: Team, ilze: Person) -> None:
    first = team.store.journal.workbook_of(ilze.id).version
    note = timber_cluster.put("business_model", "n-channels-0", "note", "channels", {"text": "Site visits"})
    gone = timber_cluster.put("business_model", "n-channels-1", "note", "channels", {})
    team.write("ilze", [note, gone.model_copy(update={"op": "remove"})])
    second = team.store.journal.workbook_of(ilze.id).version
    team.write("ilze", [timber_cluster.put("business_model", "x", "note", "channels", {"text": "A fair"})])
    team.write("ilze", talk("c9", "One more question"), by="anneli")
    third = team.store.journal.workbook_of(ilze.id).version

    def between(one: int, other: int) -> list[tuple[str, str, str, str]]:
        found = diff(team.store, team.library, ilze.id, one, other)
        return [(each.how, each.block, each.before, each.now) for each in found]

    removed = ("removed", "Channels", "Monthly letter, 38% open it", "")
    assert between(first, second) == [
        ("changed", "Channels", "Site visits, six a year", "Site visits"),
        removed,
    ]
    assert between(second, third) == [("added", "Channels", "", "A fair")]
    assert between(third, second) == [("removed", "Channels", "A fair", "")]
    assert between(third, third) == []
