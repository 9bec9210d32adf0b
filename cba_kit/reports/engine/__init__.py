"""The engine: executes a notebook in a process of its own, and tells truly what came of it.

execute ── Record   what came back, cell by cell              (caller's process)
   │
   └── watch ── Forked ──parent──fork── keeper ──fork── cells     one notebook, one process; the keeper
           └─── Spawned ──────────────────────────── cells       ends whatever that process started

Papermill knows it as the engine “cba”.
"""

from cba_kit.reports.engine.adapter import CbaEngine
from cba_kit.reports.engine.execution import Execution, execute
from cba_kit.reports.engine.limits import Limits
from cba_kit.reports.engine.parameters import parameterized

__all__ = ["CbaEngine", "Execution", "Limits", "execute", "parameterized"]
