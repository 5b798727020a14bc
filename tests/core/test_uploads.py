"""What a file is, is told from its content; what it is called, is only shown; a scanner's word counts."""

from __future__ import annotations

import io
import resource
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.uploads.clamd import CannotScan, Scanner, scan
from core.uploads.kinds import KINDS, NotTaken, kind_of
from core.uploads.names import MOST_CHARACTERS, clean_name
from tests.core.sent_files import BAD, GOOD, word

ODT = (".odt",)


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_is_told_by_its_content(kind: str) -> None:
    assert kind_of(io.BytesIO(GOOD[kind])) == kind
    assert GOOD.keys() == KINDS.keys()


def test_what_word_itself_would_save_is_taken(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Our accounts")
    document.save(str(tmp_path / "a.docx"))
    with (tmp_path / "a.docx").open("rb") as file:
        assert kind_of(file) == "docx"


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_evidence_is_refused_with_a_reason(name: str) -> None:
    content, reason = BAD[name]
    with pytest.raises(NotTaken) as refusal:
        kind_of(io.BytesIO(content))
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_bomb_is_not_unpacked_into_memory() -> None:
    content = BAD["a bomb"][0]
    assert len(content) < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(NotTaken):
        kind_of(io.BytesIO(content))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_file_just_small_enough_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    file = word(x=b"\0" * 1_000)
    total = 1_000 + len("<x/>") + len(_types())
    monkeypatch.setattr("core.uploads.zips.MOST_INFLATED", total)
    assert kind_of(io.BytesIO(file)) == "docx"
    monkeypatch.setattr("core.uploads.zips.MOST_INFLATED", total - 1)
    with pytest.raises(NotTaken, match="unpacks to far more"):
        kind_of(io.BytesIO(file))


def _types() -> str:
    from tests.core.sent_files import TYPES, WORD

    return TYPES.format(part="word/document.xml", kind=WORD)


@given(st.binary(max_size=300), st.sampled_from([b"", *(one[:40] for one in GOOD.values())]))
def test_any_bytes_are_a_kind_or_are_refused(rest: bytes, start: bytes) -> None:
    try:
        kind = kind_of(io.BytesIO(start + rest))
    except NotTaken as refusal:
        kind = str(refusal)
    assert kind in KINDS or kind.endswith(".")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Letter.odt", "Letter.odt"),
        ("LETTER.ODT", "LETTER.ODT"),
        ("../../etc/passwd", "passwd.odt"),
        ("..\\..\\windows\\a.odt", "a.odt"),
        ("C:\\Users\\mair\\cyfrif.odt", "cyfrif.odt"),
        ("photo\u202etxt.exe", "photo txt.exe.odt"),
        ("a\0b\r\nSet-Cookie: x.odt", "a b Set-Cookie x.odt"),
        ("", "file.odt"),
        ("...", "file.odt"),
        (".odt", "odt.odt"),
        ("a.exe", "a.exe.odt"),
        ('say "hi".odt', "say hi.odt"),
        ("Ŵyn’s café.odt", "Ŵyn’s café.odt"),
    ],
)
def test_a_name_is_only_shown(given_name: str, shown: str) -> None:
    assert clean_name(given_name, ODT) == shown


@given(st.text(max_size=400))
def test_any_name_ends_as_its_kind_and_is_no_place(name: str) -> None:
    clean = clean_name(name, ODT)
    assert clean.lower().endswith(".odt")
    assert len(clean) <= MOST_CHARACTERS
    assert not set(clean) & set('/\\"\r\n\0\u202e')
    assert clean == clean.strip()


class Daemon:
    """A scanner that answers as clamd does: it finds what holds “EICAR”."""

    def __init__(self, path: Path, reply: bytes | None = None) -> None:
        self.reply = reply
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()
        self.received = b""
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line:
                self.answer(line)

    def answer(self, line: socket.socket) -> None:
        file = line.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(file.read(4), "big"):
            content += file.read(length)
        self.received = content
        found = b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0"
        line.sendall(found if self.reply is None else self.reply)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    made = Daemon(tmp_path / "clamd")
    yield made
    made.close()


def test_a_scanner_is_sent_every_byte(daemon: Daemon, tmp_path: Path) -> None:
    content = b"x" * 200_000 + b"y"
    assert scan(io.BytesIO(content), Scanner(path=str(tmp_path / "clamd"))) == ""
    assert daemon.received == content


def test_a_scanner_says_what_it_found(daemon: Daemon, tmp_path: Path) -> None:
    assert scan(io.BytesIO(b"an EICAR"), Scanner(path=str(tmp_path / "clamd"))) == "Eicar-Test"


@pytest.mark.parametrize(
    "reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0"]
)
def test_no_verdict_is_no_pass(tmp_path: Path, reply: bytes) -> None:
    daemon = Daemon(tmp_path / "clamd", reply)
    with pytest.raises(CannotScan):
        scan(io.BytesIO(b"x"), Scanner(path=str(tmp_path / "clamd")))
    daemon.close()


def test_a_scanner_that_is_down_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(CannotScan):
        scan(io.BytesIO(b"x"), Scanner(path=str(tmp_path / "nobody")))
    with pytest.raises(CannotScan):
        scan(io.BytesIO(b"x"), Scanner(host="127.0.0.1", port=1))
