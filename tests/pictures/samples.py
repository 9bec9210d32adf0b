"""Samples of the pictures that are drawn from plain numbers."""

from __future__ import annotations

from cba_kit.pictures import Income, Need, Service, Shift, Stakeholder, Votes
from tests.pictures.catalogues import NAMES

PHASES = ("New", "Growing", "Mature", "Fading")
VOTES = (
    Votes(
        1,
        "Technological change and everything that follows from it",
        (0, 2, 6, 12, 10),
        1,
        1,
        4,
        (3, 5),
        "mixed",
    ),
    Votes(2, "Security paradigm", (3, 6, 3, 9, 8), 2, 1, 4, (2, 5), "divided", (17 / 29, "high")),
    Votes(3, "Climate change", (0, 1, 3, 8, 19), 0, 1, 5, (4, 5), "agree"),
    Votes(4, "Water", (1, 1, 1, 1, 0), 9),
)
SHIFTS = tuple(
    Shift(i + 1, name, (3.0, None, 2.0, 4.5)[i % 4], (4.5, 4.0, 2.0, None)[i % 4] if i != 6 else 1.0)
    for i, name in enumerate(NAMES)
)
INCOMES = (
    Income("Region", "public", 40_000),
    Income("Ministry of Economy, basic grant", "public", 120_000),
    Income("Horizon Europe, with nine partners in five countries", "project", 90_000),
    Income("Membership fees", "private", 65_000),
    Income("Events", "private", 900),
    Income("A loss", "private", -50),
)
SERVICES = (
    Service(1, "Trade fairs", 2, 85, 40),
    Service(2, "Trainings", 1, 110, 25),
    Service(3, "Matchmaking", 0, 10, 8),
    Service(4, "Newsletter", 3, 0, 120),
    Service(5, "Test lab access", 1, 60, 6),
    Service(6, "Study visits", 2, 85, 12),
    Service(7, "Grant writing", 2, 130, None),
    Service(8, "Job board", 0, None, 4),
)
NEEDS = tuple(Need(i + 1, name, 1 + i % 5, 1 + (2 * i) % 5) for i, name in enumerate(NAMES[:9]))
STAKEHOLDERS = tuple(
    Stakeholder(i + 1, name, 1 + (3 * i) % 5, 1 + i % 5, "neutral", "for us" if i % 2 else "neutral")
    for i, name in enumerate(NAMES[:9])
)
