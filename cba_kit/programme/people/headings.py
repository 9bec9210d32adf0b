"""Headings: which column holds what, in the words that organisers use, and in which row they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cba_kit.content.tables.grid import Grid


def plain(text: str) -> str:
    """Reduce a heading or a name to what counts: no case, no accents, no signs around it."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w'-]+", " ", letters).split())


SEARCHED = 40
"""Rows from the top in which the headings are looked for: titles and remarks often stand above them."""

_WORDS = """
full: full name | fullname | name of participant | participant name | name and surname | name surname |
    first and last name | first name and surname | nom complet | nom et prenom | nom prenom |
    vor- und nachname | nome completo | nome e cognome | nombre y apellidos | imie i nazwisko |
    jmeno a prijmeni | meno a priezvisko | nume si prenume | ime i prezime | ime in priimek |
    ονοματεπωνυμο | име и фамилия | трите имена | ім'я та прізвище | ad soyad | vardas pavarde |
    vards uzvards | nev | participant | contact person | person
name: name | nom | nome | nombre | naam | namn | navn | nimi | ime | име | ονομα | meno | jmeno | nume |
    vardas | vards | imie
first: first name | firstname | given name | given names | forename | vorname | prenom | nome proprio |
    nombre de pila | voornaam | fornamn | fornavn | etunimi | eesnimi | prenume | keresztnev
last: last name | lastname | surname | family name | nachname | familienname | nom de famille | cognome |
    apellido | apellidos | sobrenome | apelido | achternaam | efternamn | etternavn | efternavn |
    sukunimi | perekonnanimi | nazwisko | prijmeni | priezvisko | prezime | priimek | vezeteknev |
    pavarde | uzvards | επωνυμο | фамилия | прізвище | soyad | soyadi
email: e-mail | email | mail | e-mail address | email address | mail address | e-mail adresse |
    e-mailadresse | courriel | adresse e-mail | adresse mail | adresse email | correo |
    correo electronico | posta elettronica | indirizzo e-mail | ηλεκτρονικο ταχυδρομειο | имейл |
    електронна поща | електронна пошта | adres e-mail | e-posta | contact e-mail | contact email
cluster: cluster | cluster name | name of cluster | name of the cluster | cluster organisation |
    cluster organization | organisation | organization | organisation name | organization name |
    name of organisation | name of the organisation | organisme | entite | company | institution |
    organizzazione | organizacion | organizacja | organizace | organizatie | κλαστερ | οργανισμος |
    организация | клъстер | кластер | klaster | klastr | grappe | pole
country: country | country code | country of cluster | country of the cluster | pays | land | paese |
    pais | kraj | zeme | krajina | tara | drzava | χωρα | държава | страна | країна | держава | riik |
    maa | salis | valsts | orszag | ulke | pajjiz | shteti
ecosystems: ecosystem | ecosystems | industrial ecosystem | industrial ecosystems | ecosysteme |
    okosystem
website: website | web site | web | url | homepage | web page | site web | internet
role: role | roles | role in the academy | type of participant | rolle | ruolo | rol | rola | ρολος |
    роля | роль | uloga
coach: coach | coach name | name of coach | own coach | mentor | betreuer | tuteur
group: group | breakout group | working group | group number | groupe | gruppe | gruppo | grupo | grupa |
    skupina | ομαδα | група
"""
"""A field and the headings that mean it, separated by bars; a field may go over several lines."""


def _letters(heading: str) -> str:
    """“E-mail”, “e mail” and “E_MAIL” are one heading."""
    return re.sub(r"[\W_]", "", plain(heading))


def _fields() -> dict[str, str]:
    found: dict[str, str] = {}
    field = ""
    for line in _WORDS.strip().splitlines():
        if not line.startswith(" "):
            field, _, line = line.partition(":")
        found |= {_letters(word): field for word in line.split("|") if plain(word)}
    return found


FIELD_OF = _fields()


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings (as numbered in Excel), the column of each field, and the columns not used."""

    row: int
    columns: dict[str, int]
    titles: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Tell whether people can be read with them: a name and an e-mail address."""
        return "email" in self.columns and bool({"full", "first", "last"} & set(self.columns))

    @property
    def missing(self) -> str:
        """Name what is missing for `usable`."""
        named = {"full", "first", "last"} & set(self.columns)
        return " and ".join(["Name"] * (not named) + ["E-mail"] * ("email" not in self.columns))


def find_headings(grid: Grid) -> Headings | None:
    """Return the row that names most fields; None when no row names two of them."""
    best: Headings | None = None
    for number, cells in grid.rows[:SEARCHED]:
        found = _read(number, cells)
        if len(found.columns) >= 2 and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def _rank(headings: Headings) -> tuple[bool, int]:
    return headings.usable, len(headings.columns)


def _read(number: int, cells: tuple[str, ...]) -> Headings:
    columns: dict[str, int] = {}
    unused: list[str] = []
    for place, title in enumerate(cells):
        field = _field(title)
        if field and field not in columns:
            columns[field] = place
        elif title:
            unused.append(title)
    return Headings(number, _settle_name(columns), cells, tuple(unused))


def _field(title: str) -> str:
    """Find the field of a heading such as “E-mail *”, “Name (as in passport)” or “Organisation / Cluster”."""
    short = re.sub(r"\(.*?\)|\[.*?\]", " ", title)
    for candidate in (short, *re.split(r"[/\n|–:]", short)):
        field = FIELD_OF.get(_letters(candidate), "")
        if field:
            return field
    return ""


def _settle_name(columns: dict[str, int]) -> dict[str, int]:
    """Decide what “Name” means: a surname beside a first name, a first name beside a surname, or both."""
    if "name" not in columns:
        return columns
    rest = {field: place for field, place in columns.items() if field != "name"}
    if "full" in rest:
        return rest
    if "first" in rest and "last" not in rest:
        return rest | {"last": columns["name"]}
    if "last" in rest and "first" not in rest:
        return rest | {"first": columns["name"]}
    return rest | {"full": columns["name"]}
