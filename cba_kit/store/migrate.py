"""Migrate: bring a database's tables up to date. Slow to import, and seldom needed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from cba_kit.errors import StoreError
from cba_kit.store.database import committing


def scripts() -> Config:
    """Return alembic's configuration: where the migrations lie."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(engine: Engine, place: str) -> None:
    """Bring the tables up to date; StoreError where a newer version of the programme has made them."""
    config = scripts()
    directory = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == directory.get_current_head():
        return
    if current is not None and current not in {script.revision for script in directory.walk_revisions()}:
        raise StoreError(
            f"This database was made by a newer version of cba_kit (its state is “{current}”).",
            where=place,
            fix="Install that version or a later one; nothing was changed.",
        )
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7220233)")
        with committing(connection):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
