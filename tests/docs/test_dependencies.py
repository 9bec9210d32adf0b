"""Dependencies: what is imported, declared, offered to conda and pinned says the same."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

from .repository import PYPROJECT, ROOT, imported

PROJECT = PYPROJECT["project"]
NOT_IMPORTED = {
    "ipywidgets": "anywidget is built on it, and trainers' own notebooks use it",
    "jupyterlab": "`cba lab` starts it as a programme",
}
NOT_DECLARED = {"pydantic-core": "a part of pydantic, which pins it to one version"}


def ranges(lines: list[str]) -> dict[str, str]:
    """Return each requirement's range by its normal name."""
    found = [Requirement(line) for line in lines]
    return {str(canonicalize_name(each.name)): str(each.specifier) for each in found}


def conda() -> tuple[dict[str, str], list[str]]:
    """Return conda's ranges, pip's among them, and what pip installs besides."""
    listed = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(item["pip"] for item in listed if isinstance(item, dict))
    plain = [item for item in [*listed, *pip] if isinstance(item, str) and not item.startswith("-e")]
    return ranges(plain), [item for item in pip if item.startswith("-e")]


DECLARED = ranges(PROJECT["dependencies"])
OPTIONAL = ("postgres", "hub", "maths", "dask")
EXTRAS = ranges([line for extra in OPTIONAL for line in PROJECT["optional-dependencies"][extra]])
"""What modules need that are loaded where an operator asked for them."""


def test_every_import_is_declared() -> None:
    """Nothing works only because another package happens to bring it along."""
    distributions = packages_distributions()
    third = imported() - sys.stdlib_module_names - {"cba_kit"}
    used = {str(canonicalize_name(name)) for module in third for name in distributions[module]}
    assert used - DECLARED.keys() - EXTRAS.keys() == NOT_DECLARED.keys()


def test_every_dependency_is_imported_or_has_its_reason() -> None:
    """Nobody installs what nothing uses; a reason that is no longer needed goes."""
    distributions = packages_distributions()
    used = {str(canonicalize_name(name)) for module in imported() for name in distributions.get(module, [])}
    assert DECLARED.keys() - used == NOT_IMPORTED.keys()


def test_conda_gets_the_same_ranges() -> None:
    """environment.yml has what pyproject.toml has, Python and pip, and the toolkit itself."""
    offered, own = conda()
    python, pip = Requirement(f"python{offered.pop('python')}"), offered.pop("pip")
    assert offered == DECLARED
    assert (pip, own) == ("", ["-e ."])
    assert str(PROJECT["requires-python"]) in str(python.specifier).split(",")


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {str(canonicalize_name(name)): version for name, version in (line.split("==") for line in lines)}


@pytest.mark.parametrize("extra", ["", *OPTIONAL, "dev"])
def test_the_tested_version_of_everything_is_inside_its_range(extra: str) -> None:
    """What `make` installs is pinned, and the pin is what pyproject.toml allows."""
    listed = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    asked = [Requirement(line) for line in listed if not line.startswith("cba-kit[")]
    pins = pinned()
    outside = [
        str(each)
        for each in asked
        if Version(pins.get(str(canonicalize_name(each.name)), "0")) not in each.specifier
    ]
    assert outside == []


def test_every_range_has_a_lower_end() -> None:
    """A version that is too old is refused at once, not when a page fails."""
    listed = [
        *PROJECT["dependencies"],
        *(line for lines in PROJECT["optional-dependencies"].values() for line in lines),
    ]
    loose = [line for line in listed if ">=" not in line and not line.startswith("cba-kit[")]
    assert loose == []


def test_the_lines_of_constraints_are_pins_and_nothing_else() -> None:
    """No address, no path, each package once."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.+!]+", line)] == []
    assert len(pinned()) == len(lines)
