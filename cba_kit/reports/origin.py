"""Origin: what nbconvert knows of the notebook that it exports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.exporters.base import Exporter

from cba_kit.reports.composition import Origin


def origin_of(exporter: Exporter, resources: Mapping[str, Any]) -> Origin:
    """Return the notebook's folder and name, and whether its code is wanted (`--no-input` says no)."""
    about = resources.get("metadata", {})
    # nbconvert tells this to its own template exporter only; given in words, it is still to be read
    wanted = exporter.config.get("TemplateExporter", {}).get("exclude_input", False)
    hidden = str(wanted).lower() in ("true", "1")
    folder = Path(about["path"] or ".") if "path" in about else None
    return Origin(folder, str(about.get("name") or ""), code=not hidden)
