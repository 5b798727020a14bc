"""Typed readers of the environment: a setting that makes no sense stops the start, with a reason."""

import os
import re
import secrets
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.uploads.clamd import Scanner

# How many people a process of the site serves at once; each of them may need a connection to the database.
THREADS = 8


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


def number(name: str, *, default: int, most: int) -> int:
    """Read a whole number from 0 to ``most``."""
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and int(given) <= most):
        raise ImproperlyConfigured(
            f"{name} must be a whole number from 0 to {most}, not “{given}”."
        )
    return int(given)


def text(name: str, *, default: str) -> str:
    """Read a line as it is."""
    return os.environ.get(name, "").strip() or default


def address(name: str, *, default: str) -> str:
    """Read where a site is found, such as ``https://worth.example.org``: without a path."""
    given = os.environ.get(name, "").strip() or default
    try:
        parts = urlsplit(given)
        bare = not (parts.path.strip("/") or parts.query or parts.fragment)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be an address: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not bare:
        raise ImproperlyConfigured(
            f"{name} must be the site’s address such as https://worth.example.org, not “{given}”."
        )
    return given.rstrip("/")


class Directory(NamedTuple):
    """A council's own directory of its people, which signs them in (OpenID Connect)."""

    url: str  # of the directory itself: what it says of itself lies below
    client: str
    secret: str
    second_step: bool  # it asks for a second step itself
    name: str = ""  # what the button says


_DIRECTORY = re.compile(r"VW_OIDC_([A-Z0-9_]+)_URL")


def directories() -> dict[str, Directory]:
    """Read the directories of councils, each under the first part of its council's addresses.

    ``VW_OIDC_BRUM_URL``, ``…_CLIENT``, ``…_SECRET`` and perhaps ``…_NAME`` and ``…_SECOND_STEP`` are those
    of the council at ``/brum/``; an underscore stands for a hyphen.
    """
    found = (match for match in map(_DIRECTORY.fullmatch, sorted(os.environ)) if match)
    return {
        match[1].lower().replace("_", "-"): _directory(f"VW_OIDC_{match[1]}") for match in found
    }


def _directory(prefix: str) -> Directory:
    given = {
        key: text(f"{prefix}_{key}", default="") for key in ("URL", "CLIENT", "SECRET", "NAME")
    }
    for key in ("URL", "CLIENT", "SECRET"):
        if not given[key]:
            raise ImproperlyConfigured(f"{prefix}_{key} is not set. A directory needs all three.")
    parts = urlsplit(given["URL"])
    here = parts.hostname in ("127.0.0.1", "localhost")
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and here)):
        raise ImproperlyConfigured(f"{prefix}_URL must begin with https://.")
    return Directory(
        url=given["URL"],
        client=given["CLIENT"],
        secret=given["SECRET"],
        second_step=flag(f"{prefix}_SECOND_STEP"),
        name=given["NAME"],
    )


def folder(name: str, *, default: Path) -> Path:
    """Read a folder's path, which must begin at the root: a service seldom starts where one thinks."""
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.startswith("/"):
        raise ImproperlyConfigured(f"{name} must be a path from the root, such as /var/lib/vw.")
    return Path(given)


def scanner(name: str) -> Scanner | None:
    """Read where the virus scanner clamd listens: a socket's path, or ``host:port``; None for no scanner."""
    given = os.environ.get(name, "").strip()
    if not given:
        return None
    if given.startswith("/"):
        return Scanner(path=given)
    host, _, port = given.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ImproperlyConfigured(
            f"{name} must be the path of a socket, such as /run/clamav/clamd.ctl, or host:port."
        )
    return Scanner(host=host, port=int(port))


class Mail(NamedTuple):
    """How mail leaves the site, in Django's own terms."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False
    folder: Path | None = None


def mail(name: str, *, default: Path | None) -> Mail:
    """Read where mail goes; without an address into a folder's files, or nowhere if there is none.

    ``smtp://user:password@host:587?tls=1`` asks for encryption after the greeting, ``smtps://`` from the
    first byte; ``file:///folder`` writes files and ``console:`` prints.
    """
    given = os.environ.get(name, "").strip()
    if not given:
        return _files(default) if default else Mail("django.core.mail.backends.dummy.EmailBackend")
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    match parts.scheme:
        case "smtp" | "smtps" if parts.hostname:
            return _smtp(parts, port)
        case "file" if parts.path.startswith("/") and not parts.netloc:
            return _files(Path(unquote(parts.path)))
        case "console":
            return Mail("django.core.mail.backends.console.EmailBackend")
        case _:
            raise ImproperlyConfigured(
                f"{name} must be smtp://host, smtps://host, file:///folder or console:"
            )


def _smtp(parts: SplitResult, port: int | None) -> Mail:
    encrypted = parts.scheme == "smtps"
    starts_tls = parse_qs(parts.query).get("tls", ["0"])[-1] in ("1", "true", "yes", "on")
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "",
        port=port or (465 if encrypted else 587 if starts_tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=starts_tls and not encrypted,
        is_tls=encrypted,
    )


def _files(folder: Path) -> Mail:
    return Mail("django.core.mail.backends.filebased.EmailBackend", folder=folder)


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
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": THREADS},
            # What a connection asks for the sixth time is planned no more: to plan the query with which
            # every page of a proposal begins takes four times as long as to answer it.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }
