"""Typed readers of the environment: a setting that makes no sense stops the start, with a reason."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool = False) -> bool:
    """Read 1/0, true/false, yes/no or on/off."""
    given = os.environ.get(name, "").strip().lower()
    if not given:
        return default
    if given in ("1", "true", "yes", "on"):
        return True
    if given in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{given}”.")


def names(name: str, default: str = "") -> list[str]:
    """Read a list with commas between its entries."""
    return [one.strip() for one in os.environ.get(name, default).split(",") if one.strip()]


def secret(name: str) -> str:
    """Read a secret; where it is missing a random one serves this process alone."""
    return os.environ.get(name, "") or secrets.token_urlsafe(50)


def require(name: str, why: str) -> None:
    """Stop the start where a setting is missing that the site cannot do without."""
    if not os.environ.get(name):
        raise ImproperlyConfigured(f"{name} is not set. {why}")


def database(name: str, *, default: Path) -> dict[str, object]:
    """Read a database address: ``sqlite:///path`` or ``postgres://user:password@host:port/name``."""
    given = os.environ.get(name, "").strip()
    if not given:
        return _sqlite(default)
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    match parts.scheme:
        case "sqlite":
            return _sqlite(Path(unquote(parts.path.removeprefix("/"))))
        case "postgres" | "postgresql":
            query = parse_qs(parts.query)
            return _postgresql(
                name=unquote(parts.path.removeprefix("/")),
                user=unquote(parts.username or ""),
                password=unquote(parts.password or ""),
                host=query.get("host", [parts.hostname or ""])[0],
                port=str(port or ""),
            )
        case _:
            raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")


def _sqlite(path: Path) -> dict[str, object]:
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start of a
    # transaction, for a lock that is upgraded in the middle fails at once under load.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "TEST": {"NAME": f"{path}.test"},
    }


def _postgresql(*, name: str, user: str, password: str, host: str, port: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not the request
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}},
    }
