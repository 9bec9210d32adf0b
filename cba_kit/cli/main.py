"""The command `cba`: all commands in one place, and errors as one plain paragraph."""

from __future__ import annotations

import errno
import logging
import os
import sys

import typer

from cba_kit import __version__
from cba_kit.cli import (
    academy,
    certificate,
    edition,
    links,
    people,
    render,
    serve,
    templates,
    trends,
    workbook,
)
from cba_kit.cli.frame import errors
from cba_kit.errors import CbaError, ImportFileError

app = typer.Typer(
    name="cba",
    help="Coaching and action-plan workbooks for training programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(academy.demo)
app.command("init")(academy.init)
app.command("doctor")(academy.doctor)
app.command("backup")(academy.backup)
app.command("restore")(academy.restore)
app.command("serve")(serve.serve)
app.command("lab")(serve.lab)
app.command("render")(render.render)
app.command("links")(links.links)
app.add_typer(certificate.app, name="certificate")
app.add_typer(edition.app, name="edition")
app.add_typer(people.app, name="people")
app.add_typer(templates.app, name="templates")
app.add_typer(trends.app, name="trends")
app.add_typer(workbook.app, name="workbook")


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version.")) -> None:  # noqa: FBT001, FBT003, RUF100  # Typer's way
    """Coaching and action-plan workbooks for training programmes."""
    if show:
        typer.echo(f"cba_kit {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; say errors in one paragraph, without a traceback, and return its exit code."""
    os.umask(0o077)  # what people wrote is for this user's eyes: databases, reports, backups
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except ImportFileError as error:
        _say(f"{error.where}: {error.what}")
        for problem in error.problems:
            if not problem.startswith(error.what):  # the head says it already
                _say(f"  {problem}")
        _say(error.fix)
        sys.exit(error.exit_code)
    except CbaError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        _say(_os_words(error))
        sys.exit(2)
    except KeyboardInterrupt:
        errors.print("Stopped.")
        sys.exit(130)


def _say(words: str) -> None:
    """Print to the error stream, unbroken, so that a path can be copied."""
    errors.print(words, markup=False, highlight=False, soft_wrap=True)


_OS_WORDS = {
    errno.ENOSPC: "The disk is full. Free some space and try again.",
    errno.EROFS: "This folder cannot be written. Choose another one, or make it writable.",
    errno.EACCES: "You may not write or read here. Choose another folder, or change its permissions.",
    errno.EADDRINUSE: "The port is in use. Choose another one with --port.",
}


def _os_words(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return place + _OS_WORDS.get(error.errno or 0, f"The system refused: {error.strerror or error}.")
