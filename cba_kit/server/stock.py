"""Stock: the parts of Voilà that ours are made of, named in one place because they have no types."""

from voila.app import Voila  # type: ignore[import-untyped]  # no types
from voila.configuration import VoilaConfiguration  # type: ignore[import-untyped]  # no types
from voila.exporter import VoilaExporter  # type: ignore[import-untyped]  # no types
from voila.paths import (  # type: ignore[import-untyped]  # no types
    collect_static_paths,
    collect_template_paths,
)
from voila.utils import (  # type: ignore[import-untyped]  # no types
    get_page_config,
    get_voila_labextensions_path,
)

__all__ = [
    "Voila",
    "VoilaConfiguration",
    "VoilaExporter",
    "collect_static_paths",
    "collect_template_paths",
    "get_page_config",
    "get_voila_labextensions_path",
]
