"""What widget tests share."""

from __future__ import annotations

import pytest

from cba_kit.content import Library


@pytest.fixture
def texts() -> dict[str, str]:
    return Library().texts()
