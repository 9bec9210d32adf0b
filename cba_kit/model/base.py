"""Frozen: what all values of the model share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
"""A short name in lower case that other templates and stored entries refer to; never change one in use."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Frozen(BaseModel):
    """A value that never changes after it was made and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
