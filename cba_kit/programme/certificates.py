"""Certificates: the short code on a certificate of attendance, and whose it is."""

from __future__ import annotations

import hashlib
import hmac
import re

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.store import Store

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters without I, L, O and U, which are easily taken for others."""
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_LENGTH = 12
_PART = 4


def certificate_code(secret: str, person: Person) -> str:
    """Return the code of a person's certificate, such as “7K3M-9QXT-2B4F”.

    It is signed with the academy's secret over person and edition (HMAC-SHA256, 60 bits of it), so nobody
    else can make one, and it holds no word about the person.
    """
    key = hmac.new(secret.encode(), b"cba.certificate", hashlib.sha256).digest()
    said = f"{person.edition}\n{person.id}".encode()
    number = int.from_bytes(hmac.new(key, said, hashlib.sha256).digest())
    letters = "".join(_LETTERS[number >> (5 * i) & 31] for i in range(_LENGTH))
    return "-".join(letters[i : i + _PART] for i in range(0, _LENGTH, _PART))


def certified(store: Store, secret: str, code: str) -> Person:
    """Return the participant whose certificate has this code; case, spaces and dashes do not matter.

    Raises NotFoundError when no participant of this academy has it.
    """
    wanted = _plain(code)
    for edition in store.people.editions():
        for person in store.people.of(edition, "participant"):
            if hmac.compare_digest(_plain(certificate_code(secret, person)), wanted):
                return person
    raise NotFoundError(
        "This is not the code of a certificate of this academy.",
        fix="Compare it with the certificate sign by sign; it has three parts of four signs.",
    )


def _plain(code: str) -> str:
    letters = re.sub(r"[^0-9A-Z]", "", code.upper().translate(_LOOKS_LIKE))
    return letters.encode("ascii", "ignore").decode()
