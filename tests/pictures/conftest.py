"""Sheets to draw: the shipped ones."""

from __future__ import annotations

import pytest

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture(scope="session")
def trends(library: Library) -> Trends:
    found = library.sheet("megatrends")
    assert isinstance(found, Trends)
    return found


@pytest.fixture(scope="session")
def plan(library: Library) -> Plan:
    found = library.sheet("action_plan")
    assert isinstance(found, Plan)
    return found


@pytest.fixture(scope="session")
def canvas(library: Library) -> Canvas:
    found = library.sheet("business_model")
    assert isinstance(found, Canvas)
    return found
