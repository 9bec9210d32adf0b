"""Catalogues of any size for pictures: trends, sectors and rings, with ratings that differ."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Horizon, Sector, Trend, Trends

SECTORS = (
    "Social", "Technological", "Economic", "Environmental", "Political", "Legal and regulatory", "Health",
    "Mobility", "Energy", "Food", "Tourism", "Defence", "Textiles", "Construction", "Retail", "Creative",
    "Digital", "Electronics", "Space", "Raw materials", "Finance", "Education", "Culture", "Sport",
)  # fmt: skip
NAMES = (
    "Technological change", "Resource scarcity", "Nature of work", "Security paradigm", "Climate change",
    "Circular by default", "AI", "Carbon price", "Skills", "Batteries", "Water", "Ageing", "Reshoring",
    "Lieferkettengesetz", "Données partagées",
)  # fmt: skip
WORDS = ("now to 2 years", "2 to 5 years", "5 to 10 years", "later")


def catalogue(
    count: int, sectors: int, rings: int = 4, *, full: int | None = None, long: bool = False
) -> Trends:
    """Return a catalogue; `full` puts two thirds of the trends into one sector, `long` gives long names."""
    shipped = Library().sheet("megatrends")
    assert isinstance(shipped, Trends)
    labels = WORDS if rings == 4 else [f"{2 * i} to {2 * i + 2} years" for i in range(rings)]
    marks = ("2", "5", "10", "later") if rings == 4 else [str(2 * i + 2) for i in range(rings)]
    return Trends(
        **shipped.model_dump(exclude={"sectors", "horizons", "trends", "gone"}),
        sectors=tuple(
            Sector(key=f"s{i}", title=f"{SECTORS[i]}{' and everything that depends on it' if long else ''}")
            for i in range(sectors)
        ),
        horizons=tuple(Horizon(key=f"h{i}", label=labels[i], mark=marks[i]) for i in range(rings)),
        trends=tuple(trend(i, sectors, full=full, long=long) for i in range(count)),
    )


def trend(index: int, sectors: int, *, full: int | None = None, long: bool = False) -> Trend:
    """Return one trend of a catalogue."""
    sector = full if full is not None and index % 3 else (index * 7 + index // sectors) % sectors
    name = NAMES[index % len(NAMES)]
    return Trend(
        key=f"t{index}",
        number=index + 1,
        name=f"{name} {'in all regions and for every kind of member ' * 3 if long else ''}{index}",
        short=f"{name}{' in all regions and for every kind of member' if long else ''}",
        sector=f"s{sector}",
    )


def ratings(template: Trends, *, shift: int = 0) -> dict[str, Assessment]:
    """Return a rating for each trend; `shift` gives those of another round."""
    count = len(template.horizons)
    return {
        one.key: Assessment(
            relevance=1 + (one.number * 5 + one.number // 7 + shift * (one.number % 2)) % 9 / 2,
            direction=(None, -1, 0, 1, 2)[one.number % 5],
            knowledge=1 + (one.number * 3 + one.number // 5 + shift * (one.number % 3)) % 9 / 2,
            horizon=f"h{(one.number * 11 // 3 + (shift if one.number % 3 == 0 else 0)) % count}",
        )
        for one in template.trends
    }
