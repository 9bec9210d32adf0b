"""Stock: the parts of Voilà that ours are made of, named in one place because they have no types."""

from voila.app import Voila  # type: ignore[import-untyped]  # no types
from voila.configuration import VoilaConfiguration  # type: ignore[import-untyped]  # no types
from voila.notebook_renderer import NotebookRenderer  # type: ignore[import-untyped]  # no types
from voila.paths import (  # type: ignore[import-untyped]  # no types
    collect_static_paths,
    collect_template_paths,
)
from voila.static_file_handler import (  # type: ignore[import-untyped]  # no types
    MultiStaticFileHandler,
)
from voila.tornado.kernel_websocket_handler import (  # type: ignore[import-untyped]  # no types
    VoilaKernelWebsocketHandler,
)
from voila.utils import get_page_config  # type: ignore[import-untyped]  # no types

__all__ = [
    "MultiStaticFileHandler",
    "NotebookRenderer",
    "Voila",
    "VoilaConfiguration",
    "VoilaKernelWebsocketHandler",
    "collect_static_paths",
    "collect_template_paths",
    "get_page_config",
]
