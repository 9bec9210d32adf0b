"""The only SQL: people, journal and ledger on SQLite or PostgreSQL."""

from cba_kit.store.journal import Receipt, Refusal
from cba_kit.store.store import Store, open_store

__all__ = ["Receipt", "Refusal", "Store", "open_store"]
