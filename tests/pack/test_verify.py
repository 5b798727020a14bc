"""Verifying a pack: every altered figure is told by its name, and no file keeps the verdict waiting."""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command

from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.library import parse_scheme_text
from appraisal.pack.inside import MOST_OF_PDF, look_inside
from appraisal.pack.seal import Seal
from appraisal.pack.verify import FILE, RESULT, SCHEME, Mark, mark_of, sums_of
from appraisal.result import result_of
from tests.pack.packed import attachment, hall, hall_pack, kept, spaces, swollen, with_files

Way = tuple[str | int, ...]


def leaves(given: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Yield every single value and the way to it."""
    if isinstance(given, dict | list):
        pairs = given.items() if isinstance(given, dict) else enumerate(given)
        for key, held in pairs:
            yield from leaves(held, (*way, key))
    else:
        yield way, given


def changed(given: Any, way: Way, to: Any) -> Any:
    """Return a copy in which one value is another."""
    made = copy.deepcopy(given)
    at = made
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = to
    return made


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "1.00"
    return re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), value) + "1"


def judged(**changes: bytes) -> Any:
    """Return the verdict on the hall’s files with some of them changed."""
    names = {"file": FILE, "result": RESULT, "scheme": SCHEME}
    return sums_of({**hall(), **{names[key]: one for key, one in changes.items()}})


# --- the sums ------------------------------------------------------------------------------------


def test_the_sums_of_a_pack_agree() -> None:
    found = judged()
    assert found.agree is True
    assert found.said == "The sums agree: every figure is what the file comes to."


RESULT_NOW = json.loads(hall()[RESULT])


def test_an_empty_result_does_not_agree() -> None:
    assert judged(result=b"{}").agree is False


def test_no_figure_of_the_result_can_be_another() -> None:
    figures = list(leaves(RESULT_NOW))
    assert len(figures) > 100
    for way, value in figures:
        tampered = changed(RESULT_NOW, way, other(value))
        found = judged(result=json.dumps(tampered).encode())
        assert found.agree is False, way
        if way[-1] not in ("letter", "key", "code", "area"):  # by which an entry is known
            assert len(found.differences) == 1, way


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (("points",), "All points"),
        (("criteria", 0, "points"), "Points of criterion A"),
        (("criteria", 7, "value_gbp_pa"), "Value in £ a year of criterion H"),
        (("headings", 1, "percent"), "Percentage of heading strategic"),
        (("discount", "amount_gbp"), "Amount in £ of discount"),
        (("undervalue", "amount_gbp"), "Amount in £ of undervalue"),
    ],
)
def test_the_figure_is_told_by_its_name_with_both_values(way: Way, name: str) -> None:
    value = dict(leaves(RESULT_NOW))[way]
    (one,) = judged(result=json.dumps(changed(RESULT_NOW, way, other(value))).encode()).differences
    assert one == (name, str(other(value)), str(value))


def test_what_is_added_or_taken_out_does_not_agree() -> None:
    more = {**RESULT_NOW, "bonus": 5}
    assert judged(result=json.dumps(more).encode()).differences == (("Bonus", "5", "not there"),)
    less = {key: one for key, one in RESULT_NOW.items() if key != "points"}
    assert judged(result=json.dumps(less).encode()).differences == (
        ("All points", "not there", "123"),
    )
    fewer = {**RESULT_NOW, "criteria": RESULT_NOW["criteria"][:-1]}
    assert judged(result=json.dumps(fewer).encode()).agree is False


FILE_NOW = json.loads(hall()[FILE])


def worked_out(source: bytes) -> Any:
    try:
        return result_of(read_file(source).appraise())
    except CannotRead:
        return "cannot be read"


def test_a_figure_of_the_file_that_changes_any_other_is_caught() -> None:
    caught = 0
    figures = [
        (way, one)
        for way, one in leaves(FILE_NOW)
        if isinstance(one, int) or way[-1] in ("tenure", "level")
    ]
    assert len(figures) > 30
    for way, value in figures:
        for to in (other(value), value * 100 if isinstance(value, int) else "none"):
            source = json.dumps(changed(FILE_NOW, way, to)).encode()
            comes_to = worked_out(source)
            found = judged(file=source)
            if comes_to == "cannot be read":
                assert found.agree is None, way
            else:
                assert found.agree is (comes_to == RESULT_NOW), way
            caught += found.agree is not True
    assert caught > 30


def test_every_figure_of_the_scheme_is_caught() -> None:
    text = hall()[SCHEME].decode()
    lines = text.splitlines()
    numbered = [at for at, line in enumerate(lines) if re.search(r"^[^#]*= *[\[{]?[^\"#]*\d", line)]
    assert len(numbered) > 50
    for at in numbered:
        before, _, _ = lines[at].partition("#")
        found = list(
            re.finditer(
                r"(?<![\w\"-])\d+(?![\w-])",
                re.sub(r'"[^"]*"', lambda one: "x" * len(one[0]), before),
            )
        )
        if not found:
            continue
        last = found[-1]
        line = before[: last.start()] + str(int(last[0]) + 1) + before[last.end() :]
        tampered = "\n".join([*lines[:at], line, *lines[at + 1 :]])
        assert judged(scheme=tampered.encode()).agree is not True, lines[at]


def test_a_council_s_own_scheme_is_taken_as_it_is() -> None:
    """A scheme that is not ours cannot be held against ours: the sums decide, and the hash of the pack."""
    text = hall()[SCHEME].decode().replace('version = "2026.1"', 'version = "2026.brum"')
    result = changed(RESULT_NOW, ("scheme", "version"), "2026.brum")
    assert parse_scheme_text(text).version == "2026.brum"
    assert judged(scheme=text.encode(), result=json.dumps(result).encode()).agree is True


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": b'{"format": "valuing-worth/9"}'}, "format: "),
        ({"file": b"\xff\xfe"}, "UTF-8"),
        ({"file": b"[" * 100_000}, "nested too deeply"),
        ({"result": b"[]"}, "JSON object"),
        ({"result": b'{"points": 1, "points": 2}'}, "given more than once"),
        ({"scheme": b"points = "}, "not TOML"),
        ({"scheme": b"\xff"}, "UTF-8"),
        ({"file": hall()[FILE].replace(b'"valuing-worth-am"', b'"another"')}, "pack holds"),
    ],
)
def test_what_cannot_be_worked_out_is_said(changes: dict[str, bytes], said: str) -> None:
    found = judged(**changes)
    assert found.agree is None
    assert said in found.said


def test_a_public_pack_may_leave_the_discount_out_and_an_exempt_one_may_not() -> None:
    files = {**hall(), RESULT: json.dumps({**RESULT_NOW, "discount": None}).encode()}
    assert sums_of(files, Mark("SC8KP3G5WC", "public")).agree is True
    assert sums_of(files, Mark("SC8KP3G5WC", "exempt")).agree is False


def test_the_mark_of_a_pack_is_read_as_it_is_written() -> None:
    from tests.appraisal.site.people import NOW

    seal = Seal(
        record_sha256="0" * 64,
        version="Sign-off 1",
        frozen=NOW,
        issued=NOW,
        short_code="SC8KP3G5WC",
        verify_address="",
        exempt=True,
    )
    assert mark_of(seal.keywords) == Mark("SC8KP3G5WC", "exempt")
    assert mark_of("Pack SC8KP-3G5WD exempt") == Mark("", "exempt")
    assert mark_of("x" * 10_000_000) == Mark()


# --- the file ------------------------------------------------------------------------------------


def seen(tmp_path: Path, content: bytes) -> Any:
    return look_inside(kept(tmp_path / "pack.pdf", content))


def test_a_whole_pack_is_opened_and_agrees(tmp_path: Path) -> None:
    assert seen(tmp_path, hall_pack()).agree is True


def test_a_changed_attachment_is_caught_in_the_pdf(tmp_path: Path) -> None:
    tampered = changed(RESULT_NOW, ("points",), 199)
    found = seen(tmp_path, with_files(hall_pack(), {RESULT: json.dumps(tampered).encode()}))
    assert found.differences == (("All points", "199", "123"),)


def test_an_attachment_that_was_taken_out_is_named(tmp_path: Path) -> None:
    found = seen(tmp_path, with_files(hall_pack(), {SCHEME: None}))
    assert found.agree is None
    assert "does not hold the scheme (scheme.toml)" in found.said


def encrypted(user: str) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(hall_pack())) as opened:
        opened.save(written, encryption=pikepdf.Encryption(owner="owner", user=user))
    return written.getvalue()


def twice(opened: pikepdf.Pdf) -> None:
    opened.attachments["again"] = attachment(opened, FILE, b"{}")


def deep() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n" + b"[" * 3_000_000 + b"\nendobj\nstartxref\n9\n%%EOF"


def endless_xref() -> bytes:
    """Return a PDF whose table of contents swells to gigabytes."""
    packed = spaces(1_000)
    head = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n"
    body = b"3 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n"
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF"
    return head + body % len(packed) + b"stream\n" + packed + tail % len(head)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no PDF"),
    "foreign": (lambda: b"PK\x03\x04 a Word file", "no PDF"),
    "another PDF": (lambda: with_files(hall_pack(), dict.fromkeys(hall())), "no pack"),
    "cut off": (lambda: hall_pack()[:-2_000], "damaged or cut off"),
    "half": (lambda: hall_pack()[: len(hall_pack()) // 2], "damaged or cut off"),
    "encrypted": (lambda: encrypted("secret"), "encrypted"),
    "encrypted, opens for all": (lambda: encrypted(""), "encrypted"),
    "swollen": (lambda: with_files(hall_pack(), {}, swollen(300)), "larger than in any pack"),
    "two of a name": (lambda: with_files(hall_pack(), {}, twice), "more than one appraisal.json"),
    "deep": (deep, "cannot be checked"),
    "endless": (endless_xref, "cannot be checked"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_sent_gets_a_clear_verdict_soon(tmp_path: Path, name: str) -> None:
    make, said = HOSTILE[name]
    content = make()
    begun = time.monotonic()
    found = seen(tmp_path, content)
    assert found.agree is None
    assert said in found.said
    assert time.monotonic() - begun < 45


def test_a_huge_file_is_not_looked_into(tmp_path: Path) -> None:
    path = kept(tmp_path / "huge.pdf", b"%PDF-1.7\n")
    with path.open("ab") as file:
        file.truncate(300 * 1024 * 1024)  # a hole: no disk is needed
    assert path.stat().st_size > MOST_OF_PDF
    assert look_inside(path).said.startswith("This file is larger than 20 MB")


# --- the command ---------------------------------------------------------------------------------


def commanded(path: Path) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_pack", str(path), "--offline", stdout=out, stderr=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    """Tests without the mark for it are refused a database."""
    status, said = commanded(kept(tmp_path / "pack.pdf", hall_pack()))
    assert (status, "The sums agree" in said) == (0, True)
    tampered = changed(RESULT_NOW, ("points",), 199)
    wrong = with_files(hall_pack(), {RESULT: json.dumps(tampered).encode()})
    status, said = commanded(kept(tmp_path / "wrong.pdf", wrong))
    assert status == 1
    assert "  All points: 199 in the pack, 123 worked out" in said
    assert commanded(tmp_path / "none.pdf")[0] == 2
