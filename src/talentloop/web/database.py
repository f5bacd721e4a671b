"""Where accounts, roles and sessions are kept: SQLite in the data folder, or a PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ..core.errors import CannotServe

KINDS = ("postgres", "postgresql")


def at(address: str, otherwise: Path) -> dict[str, Any]:
    """Django's settings for SQLite in the file `otherwise`, or for postgres://user:password@host:port/name?sslmode=require.

    What stands behind the question mark goes to the driver as it is. Raises CannotServe for any other kind of address."""
    if not address:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": otherwise,
                "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE"}}
    url = urlsplit(address)
    if url.scheme not in KINDS or not url.path.strip("/"):
        raise CannotServe("database_address", found=url.scheme or "-")
    return {"ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/"), "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""), "HOST": url.hostname or "", "PORT": url.port or "",
            "OPTIONS": dict(parse_qsl(url.query)), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def brought_up_to_date() -> None:
    """Tables as this version has them. Raises CannotServe when the database does not let us in, with its own reason."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise CannotServe("database_away", found=str(connection.settings_dict["NAME"]), why=_line(error)) from error


def set_up() -> None:
    """Django, ready. Raises CannotServe when the driver of PostgreSQL is not installed."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        if "psycopg" not in str(error):
            raise
        raise CannotServe("database_driver") from error


def _line(error: Exception) -> str:
    """The first line of what a driver says; what follows are its guesses."""
    return str(error).strip().splitlines()[0].rstrip(".")
