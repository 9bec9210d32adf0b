"""The funding mix: what an organisation lives on, as one bar of three kinds and a line for each source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import fit, width
from cba_kit.pictures.table import Column, Row, Table, tabled

Kind = Literal["public", "project", "private"]
KINDS: tuple[Kind, ...] = ("public", "project", "private")
"""In the order of the bar."""


@dataclass(frozen=True, slots=True)
class Income:
    """One source of income for a year."""

    name: str
    kind: Kind
    amount: float
    """In the currency of all; what is not above 0 is no income and left out."""


def funding(
    incomes: Sequence[Income], *, uid: str, unit: str = "", title: str = "", style: Style = PLAIN
) -> str:
    """Draw the shares of income as SVG. `uid` must be unique on the page: ids in the picture begin with it.

    `unit` is the currency, as the sheet's template says it; without one, amounts stand alone.

    Public is dark, project is striped, private is light with an edge; each kind is named with its sum.
    """
    size = style.pick(15.0, 20.0, 21.0)
    wide = style.pick(820.0, 560.0, 1100.0)
    rows = _rows(_given(incomes), unit, wide, size, style)
    bar = size * 2.8
    return draw(
        "funding.svg.j2",
        style,
        uid=uid,
        title=title or style.word("funding"),
        desc=funding_text(incomes, unit, style),
        width=wide,
        height=bar + size * 1.2 + sum(float(str(row["high"])) for row in rows) if rows else size * 3,
        size=size,
        bar=bar,
        parts=_parts(_given(incomes), wide, size),
        rows=rows,
    )


def funding_table(incomes: Sequence[Income], unit: str = "", style: Style = PLAIN) -> Table:
    """Return each source with its kind, its amount and its share in percent, by kind and size."""
    given = _given(incomes)
    total = sum(income.amount for income in given)
    columns = (
        Column("name", style.word("source")),
        Column("kind", style.word("kind")),
        Column("amount", f"{style.word('amount')}, {unit}" if unit else style.word("amount"), number=True),
        Column("share", style.word("share"), number=True),
    )
    rows: list[Row] = [
        [i.name, style.word(i.kind), i.amount, round(100 * i.amount / total, 1)] for i in given
    ]
    return tabled(style.word("funding"), columns, rows)


def funding_text(incomes: Sequence[Income], unit: str = "", style: Style = PLAIN) -> str:
    """Return the mix in words: each kind with its sum and share, then its sources."""
    given = _given(incomes)
    if not given:
        return style.word("funding_empty")
    total = sum(income.amount for income in given)
    told = []
    for kind in KINDS:
        here = [income for income in given if income.kind == kind]
        amount = sum(income.amount for income in here)
        named = ", ".join(f"{i.name} {_money(i.amount)}" for i in here)
        told.append(
            f"{style.word(kind)} {_sum(amount, unit)}, {_share(amount, total)}"
            + (f" ({named})" if here else "")
        )
    return f"{style.word('total')} {_sum(total, unit)}. {'; '.join(told)}."


def _given(incomes: Sequence[Income]) -> list[Income]:
    """Return what is income, kind by kind, the largest first."""
    given = [income for income in incomes if 0 < income.amount < float("inf")]
    return sorted(given, key=lambda income: (KINDS.index(income.kind), -income.amount, income.name))


def _parts(given: Sequence[Income], wide: float, size: float) -> list[dict[str, object]]:
    """Return the pieces of the bar, with their percentage where it fits."""
    total = sum(income.amount for income in given)
    found: list[dict[str, object]] = []
    x = 0.0
    for kind in KINDS:
        amount = sum(income.amount for income in given if income.kind == kind)
        if not amount:
            continue
        long = (wide - 2) * amount / total
        word = _share(amount, total)
        fits = width(word, size * 1.1, bold=True) + size < long
        found.append(
            {
                "kind": kind,
                "x": x + 1,
                "width": long,
                "middle": x + 1 + long / 2,
                "word": word if fits else "",
            }
        )
        x += long
    return found


def _rows(
    given: Sequence[Income], unit: str, wide: float, size: float, style: Style
) -> list[dict[str, object]]:
    """Return the lines below the bar: each kind with its sum, then its sources with a bar of their own."""
    if not given:
        return []
    total = sum(income.amount for income in given)
    most = max(income.amount for income in given)
    told = [(i.name, i.amount) for i in given] + [
        (style.word(kind), sum(i.amount for i in given if i.kind == kind)) for kind in KINDS
    ]
    figures = max(width(_figures(amount, total, unit), size, bold=True) for _, amount in told)
    left = size * 1.8
    # on a phone a source's bar stands below its name
    first = wide - figures - size if style.compact else wide * 0.42
    bars = (left, wide) if style.compact else (first, wide - figures - size * 1.2)
    found: list[dict[str, object]] = []
    y = size * 4.0
    for kind in KINDS:
        here = [income for income in given if income.kind == kind]
        amount = sum(income.amount for income in here)
        for name, value, head in [
            (style.word(kind), amount, True),
            *((clean(i.name), i.amount, False) for i in here),
        ]:
            below = size * 1.3 if style.compact and not head else 0.0
            high = size * (2.5 if head else 1.9) + below
            y += high
            found.append(
                {
                    "kind": kind,
                    "head": head,
                    "high": high,
                    "y": y - size * 0.75 - below,
                    "x": left,
                    "name": fit(name, size, first - left - size * 0.6, bold=head),
                    "bar": None
                    if head
                    else (bars[0], y - size * 1.53, max((bars[1] - bars[0]) * value / most, 2.0)),
                    "figures": _figures(value, total, unit),
                }
            )
    return found


def _figures(amount: float, total: float, unit: str) -> str:
    return f"{_sum(amount, unit)} · {_share(amount, total)}"


def _sum(amount: float, unit: str) -> str:
    return f"{_money(amount)} {unit}".strip()


def _money(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", "\u00a0")


def _share(amount: float, total: float) -> str:
    share = 100 * amount / total
    return "< 1 %" if 0 < share < 0.5 else f"{share:.0f} %"
