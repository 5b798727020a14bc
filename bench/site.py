"""A site of its own for a bench: filled, served by bin/serve as in production, and gone afterwards."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lxml import html

from bench.databases import FILE, SQLITE, Base
from core.serve import SITE

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    head: str
    body: bytes

    def form(self) -> dict[str, str]:
        """Return the fields of the page's own form as a browser would send them, without its buttons."""
        forms = html.document_fromstring(self.body.decode()).xpath("//main//form")
        return {str(name): str(value) for name, value in forms[0].form_values()}

    def header(self, name: str) -> str:
        """Return the last header of this name, or nothing."""
        lines = (line.partition(":") for line in self.head.split("\r\n")[1:])
        found = [value.strip() for key, _, value in lines if key.lower() == name.lower()]
        return found[-1] if found else ""


class Server(NamedTuple):
    """A server that runs."""

    port: int
    pid: int

    def get(self, path: str, session: str = "") -> Answer:
        """Ask for a page over a connection of its own."""
        return self.ask(path, {"Cookie": session} if session else {})

    def post(self, path: str, session: str, fields: Mapping[str, str]) -> Answer:
        """Send a form as it came, with the token in it that tells it from a forged one."""
        body = urlencode(fields).encode()
        sent = {
            "Cookie": session,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "Referer": "https://127.0.0.1/",
        }
        return self.ask(path, sent, body)

    def ask(self, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Send a request as a proxy in front of the site would, and wait for all of the answer."""
        asked = {
            "Host": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            **headers,
            "Connection": "close",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n{lines}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(head.encode() + (body or b""))
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        above, _, below = b"".join(parts).partition(b"\r\n\r\n")
        status = above.split(b" ", 2)[1] if above else b"0"
        return Answer(int(status), above.decode("latin-1"), below)

    def memory(self) -> int:
        """Return the bytes that those who serve hold together, without the worker that runs tasks."""
        site = next(one for one in (self.pid, *children(self.pid)) if _is_gunicorn(one))
        pages = (int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in children(site))
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that run still."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_gunicorn(pid: int) -> bool:
    return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()


class Page(NamedTuple):
    """A page, and as whom it is asked for."""

    name: str
    path: str
    session: str


class Filled(NamedTuple):
    """A site that nobody serves yet: its environment, and what ``bench/fill.py`` says of it."""

    folder: Path
    environment: Mapping[str, str]
    said: Mapping[str, Any]

    def run(self, *arguments: str) -> str:
        """Let Python run something in the site's environment, and return what it printed."""
        return _run(self.environment, sys.executable, *arguments)

    def cookie(self, key: str) -> str:
        """Return what a browser sends that is signed in, and has seen a page of ours before."""
        return f"{self.said['cookie']}={key}; csrftoken={secrets.token_hex(16)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The servers of one site, its proposals, and the cookies of who is signed in."""

    made: Filled
    ours: Server
    bare: Server
    database: Path  # where it is on SQLite
    council: str
    proposal: str  # with all answers of the hall file
    group: str
    officer: str
    savers: tuple[str, ...]
    pages: tuple[Page, ...]  # that whoever filled it named

    def page(self, path: str = "") -> str:
        """Return the address of a page of the proposal."""
        return f"/{self.council}/proposals/{self.proposal}/{path}"

    @property
    def bare_page(self) -> str:
        """Return the address of the bare page."""
        return f"/bare/{self.council}/"


@contextmanager
def filled_site(on: Base = SQLITE, by: str = "bench.fill") -> Iterator[Filled]:
    """Fill a site in a folder and a database of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory() as name, on.made(Path(name)) as address:
        folder = Path(name)
        environment = _environment(folder, address)
        said = json.loads(_run(environment, sys.executable, "-m", by))
        yield Filled(folder, environment, said)


@contextmanager
def site(*more: tuple[str, ...], on: Base = SQLITE, by: str = "bench.fill") -> Iterator[Site]:
    """Fill a site, and serve it and the bare page.

    ``by`` fills it; ``more``: what Python runs to fill it further, such as ``("-m", "bench.many", "10000")``.
    """
    with ExitStack() as stack:
        made = stack.enter_context(filled_site(on, by))
        environment, filled, cookie = made.environment, made.said, made.cookie
        for arguments in more:
            made.run(*arguments)
        ours = stack.enter_context(_served(environment, "core.settings", _OURS))
        bare = stack.enter_context(_served(environment, "bench.bare_settings", _BARE))
        yield Site(
            made=made,
            ours=ours,
            bare=bare,
            database=made.folder / FILE,
            council=filled["council"],
            proposal=filled["proposal"],
            group=cookie(filled["group"]),
            officer=cookie(filled["officer"]),
            savers=tuple(cookie(key) for key in filled["savers"]),
            pages=tuple(
                Page(name, path, cookie(key)) for name, path, key in filled.get("pages", ())
            ),
        )


# The bare page has no static files to gather, so it goes without bin/serve; the server is the same.
_OURS = ("bin/serve",)
_BARE = (sys.executable, *SITE)


def _environment(folder: Path, database: str) -> dict[str, str]:
    """Return the environment of a site that serves others: no debugging, behind a proxy with TLS."""
    return {
        **os.environ,
        "VW_DEBUG": "0",
        "VW_SECRET_KEY": secrets.token_urlsafe(50),
        "VW_HOSTS": "127.0.0.1",
        "VW_PROXIES": "1",
        "VW_EMAIL_URL": f"file://{folder}/mail",
        "VW_EMAIL_FROM": "bench@example.org",
        "DATABASE_URL": database,
        "VW_FILES": str(folder / "files"),
        "WEB_CONCURRENCY": str(WORKERS),
        "BENCH_ROWS": str(folder / "rows.json"),  # what a bare view writes: bench/sent_fill.py
        "PYTHONPATH": str(ROOT),
    }


def _run(environment: Mapping[str, str], *command: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


@contextmanager
def _served(
    environment: Mapping[str, str], settings: str, command: tuple[str, ...]
) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*command, f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _awaited(Server(port, server.pid), server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _awaited(found: Server, process: "subprocess.Popen[bytes]") -> Server:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode}")
        try:
            found.get("/")
        except OSError:
            time.sleep(0.1)
        else:
            return found
    raise RuntimeError("bin/serve does not answer")
