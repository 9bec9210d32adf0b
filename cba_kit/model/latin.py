"""Latin: words of any European script in plain lower-case ASCII, for ids and keys."""

from __future__ import annotations

import unicodedata

_PAIRS = """
α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o
а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh
щ sht ъ a ы y э e ю yu я ya ё e є ye і i ї i ґ g ђ dj ј j љ lj њ nj ћ c џ dz ѓ gj ќ kj ѕ dz ў u
ß ss æ ae œ oe ø o đ d ð d þ th ł l ħ h ı i
"""
_LETTERS = dict(zip(_PAIRS.split()[::2], _PAIRS.split()[1::2], strict=True)) | {"ь": ""}


def latin(text: str) -> str:
    """Write `text` in lower case with the letters a to z; signs, and letters of other scripts, stay.

    Letters are written one by one, so the same text gives the same on every machine.
    """
    lower = unicodedata.normalize("NFC", text).casefold().replace("ου", "ou").replace("ού", "ou")
    return "".join(_ascii(letter) for letter in lower)


def _ascii(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    bare = unicodedata.normalize("NFKD", letter)
    # й, ї and ў have a mark as é has: the table above knows them before their mark is taken off
    return "".join(_LETTERS.get(part, part) for part in bare if not unicodedata.combining(part))
