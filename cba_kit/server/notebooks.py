"""Notebooks: which one is whose page, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cba_kit.config import Academy, shipped
from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.server.site import Site


@dataclass(frozen=True, slots=True)
class Kind:
    """What pages can stand in for each other: the same notebook in the same language."""

    notebook: Path
    language: str


def kind_of(site: Site, person: Person, name: str) -> Kind:
    """Return the kind of page that `person` gets of the notebook `name`."""
    return Kind(notebook(site.academy, name), site.language(person))


def notebook(academy: Academy, name: str) -> Path:
    """Return a page's notebook, the academy's own first; NotFoundError when there is none."""
    for folder in (academy.folder / "workbooks", shipped("workbooks")):
        path = folder / name
        if path.is_file():
            return path
    raise NotFoundError(f"There is no page “{name}”.", fix="Put it into the academy's folder workbooks.")


def home_of(person: Person) -> str:
    """Return the notebook that a person's personal link leads to."""
    return "participant.ipynb" if person.is_a("participant") else "coach.ipynb"


def pages_of(person: Person) -> tuple[str, ...]:
    """Return the notebooks that a person may open: their home, and the coach's page where that is another."""
    coaching = set(person.roles) & {"coach", "trainer", "organiser"}
    return (home_of(person), "coach.ipynb") if coaching else (home_of(person),)
