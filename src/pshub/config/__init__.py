"""How the areas are put together: settings, addresses, the database back-end.

SQLite before 3.51.3 can corrupt a write-ahead log that has several writers. Where a wheel of ``pysqlite3`` brings a
newer SQLite than Python's own, it takes the place of the ``sqlite3`` module here, before Django loads a back-end.
"""

from __future__ import annotations

import importlib
import sys

SAFE_SQLITE = (3, 51, 3)


def use_newer_sqlite() -> tuple[int, int, int]:
    """Put the newest SQLite at hand in place and return its version."""
    import sqlite3

    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return sqlite3.sqlite_version_info
    try:
        newer = importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3.sqlite_version_info
    if newer.sqlite_version_info <= sqlite3.sqlite_version_info:
        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = newer
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    version: tuple[int, int, int] = newer.sqlite_version_info
    return version


SQLITE_VERSION = use_newer_sqlite()
