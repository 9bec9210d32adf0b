"""The service portfolio: services by their phase of life, how much of their cost they bring in, and users."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.box import Box
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.ground import Ground
from cba_kit.pictures.letters import fit, width
from cba_kit.pictures.names import Name, names
from cba_kit.pictures.spread import Circle, Point, spread
from cba_kit.pictures.table import Column, Table, tabled

_FEW = 12
"""Up to so many services their names stand on the picture, where there is room for all."""
_CEILING = 300.0
"""Percent; a service that covers more stands at the edge, its figure in the table."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service that an organisation offers."""

    number: int
    name: str
    phase: int
    """Index of its phase of life, from 0."""
    cover: float | None
    """How much of its cost it brings in, in percent; None = not known, and it stands in the tray."""
    users: int | None = None
    """None = not known: a small dashed circle."""


@dataclass(frozen=True, slots=True)
class Phases(Ground):
    """The picture's ground, with a column for each phase."""

    phases: int
    most: float
    """Percent at the upper edge."""

    @property
    def edge(self) -> float:
        """Room above and below the scale, for the largest circle."""
        return min((self.right - self.left) / self.phases * 0.3, self.size * 2.6) + 2

    def column(self, phase: int) -> tuple[float, float]:
        """Return where a phase begins and ends."""
        step = (self.right - self.left) / self.phases
        return self.left + step * phase, self.left + step * (phase + 1)

    def y(self, cover: float) -> float:
        """Return where a percentage stands."""
        share = min(max(cover, 0.0), self.most) / self.most
        return self.bottom - self.edge - (self.bottom - self.top - 2 * self.edge) * share


def portfolio(
    services: Sequence[Service],
    phases: Sequence[str],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
) -> str:
    """Draw the services as SVG: phase to the right, cover upwards, area = users. `uid`: unique on the page.

    Raises ValueError when a service has a phase that does not exist.
    """
    wrong = next((service for service in services if not 0 <= service.phase < len(phases)), None)
    if wrong is not None:
        raise ValueError(f"service {wrong.number} is in phase {wrong.phase}; there are {len(phases)} phases")
    placed = [service for service in services if service.cover is not None]
    aside = [service for service in services if service.cover is None]
    ground = _ground(placed, len(phases), style)
    circles = _circles(placed, ground)
    told = _names(placed, circles, ground) if len(services) <= _FEW and not style.compact else None
    room = (ground.right - ground.left) / len(phases) - ground.size * 0.5
    return draw(
        "portfolio.svg.j2",
        style,
        uid=uid,
        title=title or style.word("portfolio"),
        desc=portfolio_text(services, phases, style),
        g=ground,
        height=ground.height + (ground.size * 2.6 if aside else 0),
        phases=[
            {"title": fit(clean(phase), ground.size, room), "from": a, "to": b}
            for i, phase in enumerate(phases)
            for a, b in [ground.column(i)]
        ],
        ticks=[
            (cover, ground.y(cover))
            for cover in range(0, int(ground.most) + 1, 50 if ground.most > 150 else 25)
        ],
        circles=[
            {
                "number": service.number,
                "x": circle.x,
                "y": circle.y,
                "r": circle.radius,
                "open": service.users is None,
                "size": min(ground.size, 1.7 * circle.radius / width(str(service.number), 1, bold=True)),
            }
            for service, circle in zip(placed, circles, strict=True)
        ],
        names=told or [],
        aside=[
            {
                "number": s.number,
                "x": width(style.word("no_cover"), ground.size) + ground.size * (1.6 + 2.2 * i),
            }
            for i, s in enumerate(aside[: int((ground.width - ground.size * 14) / (ground.size * 2.2))])
        ],
    )


def portfolio_table(services: Sequence[Service], phases: Sequence[str], style: Style = PLAIN) -> Table:
    """Return number, name, phase, cover in percent and users of each service."""
    columns = (
        Column("number", style.word("number"), number=True),
        Column("name", style.word("service")),
        Column("phase", style.word("phase")),
        Column("cover", style.word("cover"), number=True),
        Column("users", style.word("users"), number=True),
    )
    rows = [[s.number, s.name, phases[s.phase], s.cover, s.users] for s in services]
    return tabled(style.word("portfolio"), columns, rows)


def portfolio_text(services: Sequence[Service], phases: Sequence[str], style: Style = PLAIN) -> str:
    """Return each service in words."""
    told = "; ".join(
        f"{row['number']} {row['name']}: {row['phase']}, "
        f"{style.word('cover')} {'?' if row['cover'] is None else format(row['cover'], 'g')}, "
        f"{style.word('users')} {'?' if row['users'] is None else row['users']}"
        for row in portfolio_table(services, phases, style).records()
    )
    return f"{style.word('portfolio_help')} {told + '.' if told else style.word('portfolio_empty')}"


def _ground(placed: Sequence[Service], phases: int, style: Style) -> Phases:
    size = style.pick(15.0, 20.0, 20.0)
    wide, high = style.pick(860.0, 560.0, 1100.0), style.pick(520.0, 560.0, 600.0)
    top = max((service.cover or 0 for service in placed), default=0.0)
    return Phases(
        width=wide,
        height=high,
        size=size,
        left=size * 5.2,
        top=size * 1.2,
        right=wide - 2,
        bottom=high - size * 3.4,
        phases=phases,
        most=min(max(125.0, math.ceil(top / 50) * 50.0), _CEILING),
    )


def _circles(placed: Sequence[Service], ground: Phases) -> list[Circle]:
    most = max((service.users or 0 for service in placed), default=0) or 1
    large, small = ground.edge - 2, ground.size * 0.85
    wanted = [
        Circle(
            sum(ground.column(service.phase)) / 2,
            ground.y(service.cover or 0),
            max(small, large * math.sqrt((service.users or 0) / most)),
        )
        for service in placed
    ]

    def keep(index: int, point: Point, radius: float) -> Point:
        left, right = ground.column(placed[index].phase)
        # aside only: the height says how much of the cost is covered
        return min(max(point[0], left + radius + 2), right - radius - 2), wanted[index].y

    return spread(wanted, keep, gap=3.0, aside=True)[0]


def _names(placed: Sequence[Service], circles: Sequence[Circle], ground: Phases) -> list[Name] | None:
    def fits(box: Box) -> bool:
        above, below = box.y - box.height / 2, box.y + box.height / 2
        line = ground.y(100)
        # the line of 100 % is not written over
        return ground.holds(box) and ground.top < above and below < ground.bottom and not above < line < below

    return names(circles, [clean(service.name) for service in placed], ground.size * 0.95, fits=fits)
