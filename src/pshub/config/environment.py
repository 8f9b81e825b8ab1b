"""What the environment says: the data folder, keys kept in it, the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

from pshub.config import SAFE_SQLITE, SQLITE_VERSION


def last_address(path: Path) -> str:
    """Return the address that a demonstration left in a file, or nothing."""
    return path.read_text(encoding="ascii", errors="ignore").strip() if path.is_file() else ""


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Read a variable that holds words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Return the folder that holds everything this hub keeps, making it where it is missing."""
    folder = Path(os.environ.get("PSHUB_DATA", "data")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def stored_key(folder: Path, name: str) -> str:
    """Return a secret kept in a file that only its owner can read, making it the first time.

    Two processes may start at once: whoever creates the file first decides, the other one reads it.
    """
    path = folder / "keys" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def embedded() -> bool:
    """Return whether the hub keeps its rows in a SQLite file of its own."""
    return not os.environ.get("PSHUB_DATABASE_URL")


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings of the database: an embedded SQLite file unless PSHUB_DATABASE_URL names another."""
    address = os.environ.get("PSHUB_DATABASE_URL")
    if address:
        return dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    journal = "WAL" if SQLITE_VERSION >= SAFE_SQLITE else "DELETE"
    return {
        "ENGINE": "pshub.config.sqlite",
        "NAME": str(folder / "hub.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000"
            ),
        },
    }
