"""Importing: a file's people are added or updated, all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import ImportFileError, NotFoundError
from cba_kit.model.people import Cluster, Person
from cba_kit.programme.people import Report, import_people, read
from cba_kit.store import Store

CsvFile = Callable[..., Path]
HEAD = "Name;E-mail;Organisation;Country;Role;Coach;Group"
ROWS = (
    "Anneli Saarinen;anneli@coach.example;;;coach;;",
    "Ilze Kalniņa;ilze@btwic.example;Baltic Timber;LV;participant;Anneli Saarinen;3",
    "Ελένη Παπαδάκη;eleni@atl.example;Aegean Tourism Lab;EL;;anneli@coach.example;",
)
ANNELI = Person(
    id="anneli-saarinen",
    edition="cba3",
    name="Anneli Saarinen",
    email="anneli@coach.example",
    roles=("coach",),
)
ILZE = Person(
    id="ilze-kalnina",
    edition="cba3",
    name="Ilze Kalniņa",
    email="ilze@btwic.example",
    roles=("participant",),
    cluster=Cluster(id="baltic-timber", name="Baltic Timber", country="LV"),
    coach="anneli-saarinen",
    group="3",
)
ELENI = Person(
    id="eleni-papadaki",
    edition="cba3",
    name="Ελένη Παπαδάκη",
    email="eleni@atl.example",
    roles=("participant",),
    cluster=Cluster(id="aegean-tourism-lab", name="Aegean Tourism Lab", country="GR"),
    coach="anneli-saarinen",
)


def test_read_returns_people_in_the_order_of_the_file(library: Library, csv_file: CsvFile) -> None:
    assert read(csv_file(HEAD, *ROWS), library, "cba3") == [ANNELI, ILZE, ELENI]


def test_import_adds_people_and_says_what_it_did(store: Store, library: Library, csv_file: CsvFile) -> None:
    report = import_people(store, library, "cba3", csv_file(HEAD, *ROWS))

    assert report == Report(
        edition="cba3",
        sheet="",
        row=1,
        added=(ANNELI, ILZE, ELENI),
        updated=(),
        unchanged=(),
        notes=(),
        dry_run=False,
    )
    assert store.people.of("cba3") == [ANNELI, ILZE, ELENI]
    assert store.journal.workbook_of("ilze-kalnina").version == 0


def test_import_dry_run_says_the_same_and_writes_nothing(
    store: Store, library: Library, csv_file: CsvFile
) -> None:
    report = import_people(store, library, "cba3", csv_file(HEAD, *ROWS), dry_run=True)

    assert (report.added, report.dry_run) == ((ANNELI, ILZE, ELENI), True)
    assert store.people.of("cba3") == []


def test_import_again_finds_people_by_mail_and_keeps_ids_links_and_workbooks(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba3", csv_file(HEAD, *ROWS))
    sqlite_store.people.raise_link("ilze-kalnina")
    married = ROWS[1].replace("Ilze Kalniņa", "Ilze Ozoliņa").replace("ilze@", "Ilze@")

    report = import_people(sqlite_store, library, "cba3", csv_file(HEAD, ROWS[0], married, ROWS[2]))

    changed = ILZE.model_copy(update={"name": "Ilze Ozoliņa", "link": 2})
    assert (report.added, report.updated, report.unchanged) == ((), (changed,), (ANNELI, ELENI))
    assert sqlite_store.people.person("ilze-kalnina") == changed


def test_import_changes_nothing_that_the_file_has_no_column_for(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba3", csv_file(HEAD, *ROWS))

    report = import_people(
        sqlite_store,
        library,
        "cba3",
        csv_file("Name;E-mail;Organisation;Country", "Ilze Kalniņa;ilze@btwic.example;Baltic Timber;Latvia"),
    )

    assert report.unchanged == (ILZE,)
    assert report.notes == (
        "2 of the edition’s people are not in the file and stay as they are: "
        "Anneli Saarinen, Ελένη Παπαδάκη.",
    )


def test_import_finds_coaches_who_are_in_the_edition_already(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba3", csv_file(HEAD, ROWS[0]))

    report = import_people(sqlite_store, library, "cba3", csv_file(HEAD, ROWS[1]))

    assert report.added == (ILZE,)


def test_import_numbers_the_id_of_a_name_that_is_taken_in_another_edition(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba2", csv_file(HEAD, ROWS[0]))

    report = import_people(sqlite_store, library, "cba3", csv_file(HEAD, ROWS[0]))

    assert [person.id for person in report.added] == ["anneli-saarinen-2"]


def test_import_numbers_the_id_of_another_cluster_that_would_get_the_same(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba2", csv_file(HEAD, "Ana;a@a.example;Łódź Cluster;PL;;;"))

    (added,) = import_people(
        sqlite_store, library, "cba3", csv_file(HEAD, "Bo;b@b.example;Lo.dz Cluster;PL;;;")
    ).added

    assert added.cluster == Cluster(id="lo-dz-cluster", name="Lo.dz Cluster", country="PL")
    (other,) = import_people(
        sqlite_store, library, "cba3", csv_file(HEAD, "Cy;c@c.example;Lodz: Cluster!;PL;;;")
    ).added
    assert other.cluster == Cluster(id="lodz-cluster-2", name="Lodz: Cluster!", country="PL")


def test_import_with_one_wrong_row_takes_over_nobody(
    store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(store, library, "cba3", csv_file(HEAD, ROWS[0]))
    before = store.people.of("cba3")
    wrong = "Nobody;not-a-mail;X;LV;;;"

    with pytest.raises(ImportFileError) as caught:
        import_people(
            store, library, "cba3", csv_file(HEAD, ROWS[0].replace("Saarinen", "Virta"), ROWS[2], wrong)
        )

    assert store.people.of("cba3") == before
    assert str(caught.value) == (
        "people.csv: 1 problem in the file; nobody was taken over. "
        "Correct the rows and import the file again."
    )


def test_import_knows_the_cluster_of_somebody_who_is_there(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    import_people(sqlite_store, library, "cba3", csv_file(HEAD, *ROWS))
    path = csv_file("Name;E-mail;Cluster;Country", "Jānis Bērzs;janis@btwic.example;baltic timber;LV")

    with pytest.raises(ImportFileError) as caught:
        import_people(sqlite_store, library, "cba3", path)
    report = import_people(sqlite_store, library, "cba3", path, allow_same_cluster=True)

    assert caught.value.problems == (
        "Row 2, column C (Cluster): “baltic timber” has a participant already: "
        "Ilze Kalniņa is in the edition already. "
        "Keep one of the two, or import with --allow-same-cluster if this edition takes several.",
    )
    assert report.added[0].cluster == Cluster(id="baltic-timber", name="baltic timber", country="LV")
    assert report.notes[0] == (
        "Row 2, column C (Cluster): “baltic timber” has a participant already: "
        "Ilze Kalniņa is in the edition already."
    )


def test_import_into_an_edition_that_does_not_exist_names_those_that_do(
    sqlite_store: Store, library: Library, csv_file: CsvFile
) -> None:
    with pytest.raises(NotFoundError, match=r"There is no edition “cba9”\. Known: cba1, cba2, cba3, cba4"):
        import_people(sqlite_store, library, "cba9", csv_file(HEAD, *ROWS))
