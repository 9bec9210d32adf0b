"""cba certificate: whose a code is, or that it is none of this academy."""

from __future__ import annotations

from pathlib import Path

from cba_kit.config import open_academy
from cba_kit.programme.certificates import certificate_code
from tests.cast import ILZE

from .conftest import Cba


def code(folder: Path) -> str:
    """The code on Ilze's certificate."""
    return certificate_code(open_academy(folder).secret(), ILZE.model_copy(update={"edition": "spring"}))


def test_verify_says_whose_certificate_it_is(cba: Cba, manned: Path) -> None:
    ran = cba("certificate", "verify", code(manned).lower(), "--academy", manned)

    assert (ran.code, ran.err) == (0, "")
    days = "2024-01-23 to 2024-03-12"
    assert ran.out == (f"A certificate of this academy: Ilze Kalniņa, 3rd Cluster Booster Academy, {days}.\n")


def test_verify_prints_json(cba: Cba, manned: Path) -> None:
    assert cba("certificate", "verify", code(manned), "--json", "--academy", manned).json == {
        "name": "Ilze Kalniņa",
        "cluster": "Baltic Timber & Wood Innovation Cluster",
        "edition": "3rd Cluster Booster Academy",
        "code": "spring",
        "start": "2024-01-23",
        "end": "2024-03-12",
        "ended": True,
    }


def test_verify_refuses_another_code(cba: Cba, manned: Path) -> None:
    ran = cba("certificate", "verify", "0000-0000-0000", "--academy", manned)

    assert ran.refusal == (
        "This is not the code of a certificate of this academy. "
        "Compare it with the certificate sign by sign; it has three parts of four signs."
    )
