"""What the trials share."""

from __future__ import annotations

import pytest

from tests.browser.conftest import chromium

__all__ = ["chromium"]

pytest.register_assert_rewrite("tests.trials.books")
