"""Executing: what a caller gives and gets."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell

from cba_kit.reports.engine import Limits, execute
from cba_kit.reports.nursery import parent
from tests.reports.engine.conftest import Spoor
from tests.reports.engine.gallery import notebook, tagged

pytestmark = pytest.mark.slow


def test_folder_and_environment_are_the_callers(tmp_path: Path) -> None:
    """And modules beside the notebook are found."""
    (tmp_path / "beside.py").write_text("WORDS = 'found'\n", encoding="utf-8")
    asked = notebook(
        "import os\n[os.getcwd()]", "os.environ['CBA_GIVEN']", "import beside\nbeside.WORDS", "%pwd"
    )

    execution = execute(asked, cwd=tmp_path, env={"CBA_GIVEN": "given"})

    assert [cell.outputs[0].data["text/plain"] for cell in execution.notebook.cells] == [
        f"['{tmp_path}']",
        "'given'",
        "'found'",
        f"'{tmp_path}'",
    ]


def test_notebook_that_is_given_stays_as_it_is() -> None:
    """It may be executed again, with other parameters."""
    given = notebook("1")
    before = copy.deepcopy(given)

    assert execute(given).notebook.cells[0].outputs
    assert given == before


def test_runs_know_nothing_of_each_other() -> None:
    """Names, modules, the working directory and the environment are fresh in each."""
    first = notebook(
        "import os, sys, json\nx = 1\nos.chdir('/')\nos.environ['X'] = '1'\njson.own = 2\nOut, x"
    )
    second = notebook(
        "import os, json\n'x' in globals(), 'X' in os.environ, hasattr(json, 'own'), os.getcwd() == '/', Out"
    )

    assert execute(first).status == "ok"
    assert (
        execute(second).notebook.cells[0].outputs[0].data["text/plain"] == "(False, False, False, False, {})"
    )


def test_cells_are_told_as_they_end() -> None:
    """In order, and each with its outputs; also the last one of a notebook that dies."""
    told: list[tuple[int, list[str]]] = []

    execution = execute(
        notebook("print('a')", new_markdown_cell("b"), "print('c')", "import os; os._exit(1)"),
        on_cell=lambda index, cell: told.append((index, [output.text for output in cell.outputs])),
    )

    assert told == [(0, ["a\n"]), (2, ["c\n"])]
    assert execution.status == "died"


def test_papermill_metadata_is_papermills() -> None:
    """Status, times and exceptions as papermill writes them; what did not run stays pending."""
    execution = execute(notebook("1", new_markdown_cell("words"), "1 / 0", "2"))

    papermill = [cell.metadata.papermill for cell in execution.notebook.cells]
    assert [(p.status, p.exception) for p in papermill] == [
        ("completed", False),
        ("completed", False),
        ("failed", True),
        ("pending", None),
    ]
    assert papermill[0].duration >= 0
    assert execution.notebook.metadata.papermill.exception is True


def test_language_of_a_finished_notebook_is_known() -> None:
    """As JupyterLab needs it to colour the cells."""
    assert execute(notebook("1")).notebook.metadata.language_info.file_extension == ".py"


def test_errors_name_the_cell_by_heading_or_number() -> None:
    """What a person finds in the notebook."""
    titled = notebook(new_markdown_cell("# Trends\n\ntext"), "x = 1", "1 / 0")

    assert execute(titled).error == (
        "The cell under “Trends” stopped with an error: ZeroDivisionError: division by zero"
    )
    assert execute(notebook("x = 1", "1 / 0")).error.startswith("Cell 2 stopped with an error: Zero")


def test_interrupted_cell_keeps_what_it_has_shown() -> None:
    """So that one sees where it stood."""
    execution = execute(notebook("print('so far')\nimport time\ntime.sleep(1000)"), limits=Limits(cell=2.0))

    assert execution.status == "timeout"
    shown = execution.notebook.cells[0].outputs
    assert [output.output_type for output in shown] == ["stream", "error"]
    assert (shown[0].text, shown[1].ename) == ("so far\n", "KeyboardInterrupt")


def test_cell_whose_process_ends_keeps_what_it_has_printed() -> None:
    """Its own words and those of what it has started; not those of the cell before."""
    source = "import os, sys\nprint('so')\nos.system('echo far')\nprint('é', file=sys.stderr)\nos._exit(1)"

    execution = execute(notebook("print('before')", source, "print('after')"))

    before, ended, after = execution.notebook.cells
    assert (execution.status, before.outputs[0].text, after.outputs) == ("died", "before\n", [])
    assert [(output.name, output.text) for output in ended.outputs] == [
        ("stdout", "so\nfar\n"),
        ("stderr", "é\n"),
    ]


def test_what_an_ended_cell_keeps_is_cut_as_well() -> None:
    """With the same note."""
    execution = execute(notebook("print('x' * 90)\nimport os\nos._exit(1)"), limits=Limits(output=20))

    note = "[The output was cut here: a cell may have 20 characters.]"
    assert execution.notebook.cells[0].outputs[0].text == f"{'x' * 20}\n{note}\n"


def test_output_is_cut_where_the_limit_is() -> None:
    """With a note, for prints and for displays; the next cell has its whole allowance."""
    execution = execute(
        notebook("print('x' * 30)", "display('y' * 30)", "print('z' * 19)"), limits=Limits(output=20)
    )

    note = "[The output was cut here: a cell may have 20 characters.]"
    printed, shown, whole = (cell.outputs[0] for cell in execution.notebook.cells)
    assert printed.text == f"{'x' * 20}\n{note}\n"
    assert shown.data == {"text/plain": note}
    assert whole.text == "z" * 19 + "\n"


def test_cleared_output_does_not_count() -> None:
    """A progress display may go on for ever."""
    loop = "for _ in range(9):\n    clear_output()\n    print('x' * 15)"
    source = f"from IPython.display import clear_output\n{loop}"

    execution = execute(notebook(source), limits=Limits(output=20))

    assert [output.text for output in execution.notebook.cells[0].outputs] == ["x" * 15 + "\n"]


def test_exit_in_the_last_cell_is_an_end() -> None:
    """Everything was run."""
    assert execute(notebook("1", "exit")).status == "ok"


def test_what_is_registered_for_the_end_is_done(tmp_path: Path) -> None:
    """Files that a library closes late are whole."""
    source = "import atexit, pathlib\natexit.register(pathlib.Path('late').write_text, 'done');"

    assert execute(notebook(source), cwd=tmp_path).status == "ok"
    assert (tmp_path / "late").read_text(encoding="utf-8") == "done"


def test_text_of_compiled_code_is_captured() -> None:
    """Also what the C library holds back."""
    source = "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.printf(b'from C\\n')"

    assert execute(notebook(source)).notebook.cells[0].outputs[0].text == "from C\n"


def test_descriptors_and_prints_keep_their_order() -> None:
    """What a process prints stands between what the cell printed before and after."""
    source = "import os\nprint('1')\nos.write(1, b'2\\n')\nprint('3')\nos.system('echo 4')\nprint('5');"

    assert execute(notebook(source)).notebook.cells[0].outputs[0].text == "1\n2\n3\n4\n5\n"


def test_several_threads_execute_at_once(spoor: Spoor) -> None:
    """Each gets its own."""
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda n: execute(notebook(f"print({n})"), env=spoor.env), range(8)))

    assert [m.notebook.cells[0].outputs[0].text for m in made] == [f"{n}\n" for n in range(8)]
    assert spoor.left() == []


def test_others_go_on_when_the_parent_dies() -> None:
    """A notebook that runs is not lost with it, and the next one gets a new parent."""
    assert execute(notebook("1")).status == "ok"
    pid = parent().pid
    source = f"import os, signal\nos.kill({pid}, signal.SIGKILL)\nprint('still here')"

    assert execute(notebook(source, "print('and now')")).status == "ok"
    assert execute(notebook("1")).status == "ok"
    assert parent().pid != pid


def test_callers_own_error_ends_the_process(spoor: Spoor) -> None:
    """What `on_cell` raises is the caller's, and nothing stays behind."""

    def fail(index: int, _cell: object) -> None:
        raise ValueError(index)

    with pytest.raises(ValueError, match="0"):
        execute(notebook("1", "import time\ntime.sleep(1000)"), env=spoor.env, on_cell=fail)

    assert spoor.left() == []


def test_environment_read_at_start_is_heeded() -> None:
    """What a fork could not give the notebook makes it start otherwise."""
    execution = execute(notebook("hash('a')"), env={"PYTHONHASHSEED": "7"})
    again = execute(notebook("hash('a')"), env={"PYTHONHASHSEED": "7"})

    assert execution.status == "ok"
    assert execution.notebook.cells[0].outputs == again.notebook.cells[0].outputs


def test_empty_notebook_is_ok() -> None:
    """There is nothing that could fail."""
    assert execute(notebook()).status == "ok"


def test_allowed_errors_do_not_end_the_notebook() -> None:
    """And the status is good."""
    execution = execute(notebook(tagged("1 / 0", "raises-exception"), "'after'"))

    assert (execution.status, execution.error) == ("ok", "")
    assert execution.notebook.cells[1].outputs


def test_what_is_left_running_would_be_seen(spoor: Spoor) -> None:
    """The other tests believe in this: what runs is found while it runs, forked or started."""
    seen: list[list[str]] = []
    source = "import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True);"

    execute(notebook(source), env=spoor.env, on_cell=lambda *_: seen.append(spoor.left()))

    assert [sum(word in found for found in seen[0]) for word in ("sleep',", "cba_kit.kernels.parent")] == [
        1,
        1,
    ]
    assert spoor.left() == []
