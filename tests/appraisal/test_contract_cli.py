"""The command line as the file contract describes it, run for real in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.appraisal.bad import full, good, written
from tests.engine.changes import changed
from tests.engine.golden import Json, whole

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = ("-m", "appraisal")
MANAGE = (str(ROOT / "manage.py"), "appraise")

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a way to run the command from another folder, with nothing set that helps it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VW_", "DJANGO", "DATABASE", "PYTHON", "LC_", "LANG", "COV_"))
    }
    environment |= {"PYTHONPATH": str(ROOT), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}

    def started(
        *arguments: object, door: tuple[str, ...] = MODULE
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, *door, *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=120
        )

    return started


def line_of(given: Json) -> bytes:
    return written(given).encode()


def results(output: bytes) -> list[Json]:
    assert output.endswith(b"\n")
    return [json.loads(line) for line in output.decode("utf-8").removesuffix("\n").split("\n")]


# --- one file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("door", [MODULE, MANAGE], ids=["python -m appraisal", "manage.py"])
def test_a_good_file_gives_its_result_and_nothing_else(
    run: Run, tmp_path: Path, door: tuple[str, ...]
) -> None:
    file = tmp_path / "hall.json"
    file.write_bytes(line_of(whole("hall")))
    done = run(file, "--format", "json", door=door)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == good(whole("hall"))


def test_a_good_file_gives_a_readable_summary(run: Run, tmp_path: Path) -> None:
    # In the plainest of locales, and with every kind of letter.
    file = tmp_path / "hall.json"
    file.write_bytes(line_of(changed(full(), "title", "Neuadd y Dŵr £ – 公民館\x1b[31m\u2028")))
    done = run("hall.json")
    assert (done.returncode, done.stderr) == (0, b"")
    summary = done.stdout.decode("utf-8")
    result = good(full())
    assert "Neuadd y Dŵr £ – 公民館" in summary
    assert "\x1b" not in summary
    assert f"{result['percent']}%" in summary
    assert "£12,000.00" in summary


@pytest.mark.parametrize("door", [MODULE, MANAGE], ids=["python -m appraisal", "manage.py"])
@pytest.mark.parametrize("form", [(), ("--format", "json")], ids=["text", "json"])
def test_a_bad_file_has_a_line_for_each_fault(
    run: Run, tmp_path: Path, door: tuple[str, ...], form: tuple[str, ...]
) -> None:
    given = changed(full(), "answers.H.activities[1].participants", -1)
    given["a\nb\u2028\ud800"] = "Dŵr"
    changed(given, "terms.years", 0)
    (tmp_path / "bad.json").write_bytes(line_of(given))
    done = run("bad.json", *form, door=door)
    assert (done.returncode, done.stdout) == (2, b"")
    lines = done.stderr.decode("utf-8").splitlines()
    assert len(lines) == 3
    starts = ("answers.H.activities[1].participants: ", "terms.years: ", "a")
    assert [start for start in starts if sum(line.startswith(start) for line in lines) < 1] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.json", None),
        (".", None),
        ("empty.json", b""),
        ("binary.json", b"\xff\xfe\0"),
        ("list.json", b"[]"),
    ],
)
def test_what_cannot_be_read_has_one_fault_at_no_place(
    run: Run, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(name, "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert ": " not in line, "a place would end there"
    assert "Traceback" not in line


def test_a_file_whose_name_holds_a_line_end_is_told_on_one_line(run: Run) -> None:
    done = run("none\n\u2028.json")
    assert done.returncode == 2
    assert len(done.stderr.decode("utf-8").splitlines()) == 1


def test_a_file_that_is_too_large_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "large.json").write_bytes(line_of(whole("hall")).ljust(5_000_001))
    done = run("large.json", "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1


# --- many files, one a line ---------------------------------------------------------------------


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_every_line_gives_a_line_in_order(run: Run, tmp_path: Path, end: bytes) -> None:
    bad = changed(full(), "terms.years", 0)
    bad["colour"] = "Dŵr"
    lines = [
        b"\xef\xbb\xbf" + line_of(whole("hall")),  # 1
        b"",
        line_of(whole("garden")),  # 3
        line_of(bad),  # 4
        b" \t ",
        b"[]",  # 6
        b"not json",  # 7
        b"\xff",  # 8
        b"\xef\xbb\xbf" + line_of(whole("coproduction")),  # 9
        line_of(whole("edges")),  # 10, with no end
    ]
    (tmp_path / "many.jsonl").write_bytes(end.join(lines))
    done = run("many.jsonl", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (2, b"")
    told = results(done.stdout)
    assert len(told) == 8
    for result, name in zip(
        [told[0], told[1], told[6], told[7]],
        ["hall", "garden", "coproduction", "edges"],
        strict=True,
    ):
        assert result == good(whole(name))
    assert [set(one) for one in told[2:6]] == [{"line", "errors"}] * 4
    assert [one["line"] for one in told[2:6]] == [4, 6, 7, 8]
    assert {error["place"] for error in told[2]["errors"]} == {"terms.years", "colour"}
    assert [[error["place"] for error in one["errors"]] for one in told[3:6]] == [[""]] * 3
    assert all(set(error) == {"place", "message"} for one in told[2:6] for error in one["errors"])


def test_good_lines_alone_give_status_0(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_bytes(line_of(whole("hall")) + b"\n\n")
    done = run("good.jsonl", "--format", "jsonl", door=MANAGE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert results(done.stdout) == [good(whole("hall"))]


def test_a_file_of_no_lines_gives_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"\n \n")
    done = run("empty.jsonl", "--format", "jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_lines_end_at_line_feeds_only(run: Run, tmp_path: Path) -> None:
    given = changed(full(), "title", "a\u2028b\u0085c")
    text = json.dumps(given, ensure_ascii=False).encode()
    (tmp_path / "odd.jsonl").write_bytes(text + b"\n" + text + b"\n")
    done = run("odd.jsonl", "--format", "jsonl")
    assert (done.returncode, len(done.stdout.split(b"\n"))) == (0, 3)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(
    run: Run, tmp_path: Path, end: bytes
) -> None:
    hall = line_of(whole("hall"))
    lines = [
        hall.ljust(5_000_000),  # 1: as long as may be, without its end
        hall.ljust(5_000_001),  # 2: one byte too long
        hall.ljust(5_000_002),  # 3
        hall.ljust(11_000_000),  # 4: longer than what is read at once
        b" " * 6_000_000 + hall,  # 5: begins with blanks, but is not blank
        hall,  # 6
    ]
    (tmp_path / "long.jsonl").write_bytes(end.join(lines))
    done = run("long.jsonl", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (2, b"")
    told = results(done.stdout)
    assert [one.get("line") for one in told] == [None, 2, 3, 4, 5, None]
    assert [[error["place"] for error in one["errors"]] for one in told[1:5]] == [[""]] * 4
    assert told[0] == told[5] == good(whole("hall"))


# Not getrusage: its peak counts that of the process that started this one.
MEASURED = """
import sys
from pathlib import Path
from appraisal.cli import run
status = run([sys.argv[1], "--format", "jsonl"])
(peak,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
print(status, int(peak.split()[1]) // 1024, file=sys.stderr)
"""


def test_memory_stays_flat_over_many_lines(run: Run, tmp_path: Path) -> None:
    hall = line_of(whole("hall"))
    with (tmp_path / "many.jsonl").open("wb") as file:
        for number in range(20_000):
            # Every other line is bad, and no two lines are alike.
            title = f"Hall {number}" if number % 2 else " "
            file.write(hall.replace(b"Hall: every criterion answered", title.encode()) + b"\n")
    done = run("many.jsonl", door=("-c", MEASURED))
    status, megabytes = map(int, done.stderr.split())
    assert (status, done.stdout.count(b"\n")) == (2, 20_000)
    assert megabytes < 120


@pytest.mark.parametrize("door", [MODULE, MANAGE], ids=["python -m appraisal", "manage.py"])
def test_a_reader_that_leaves_early_leaves_no_traceback(
    run: Run, tmp_path: Path, door: tuple[str, ...]
) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes((line_of(whole("hall")) + b"\n") * 500)
    command = [sys.executable, *door, str(file), "--format", "jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["points"] == 123
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)


def test_results_come_while_later_lines_are_still_to_come(tmp_path: Path) -> None:
    """A line in, a line out: nothing waits for the end of the file."""
    pipe = tmp_path / "endless.jsonl"
    os.mkfifo(pipe)
    line = line_of(whole("hall")) + b"\n"
    with subprocess.Popen(
        [sys.executable, "-m", "appraisal", str(pipe), "--format", "jsonl"],
        cwd=ROOT, stdout=subprocess.PIPE,
    ) as process, pipe.open("wb") as file:  # fmt: skip
        assert process.stdout is not None
        file.write(line * 8)  # what both pipes can hold, whoever reads first
        file.flush()
        assert json.loads(process.stdout.readline())["points"] == 123
        file.close()
        rest = process.stdout.read()
        assert process.wait(timeout=60) == 0
    assert rest.count(b"\n") == 7


# --- what it needs ------------------------------------------------------------------------------

LOADED = """
import sys
from appraisal.cli import run
status = run(sys.argv[1:])
loaded = {name.partition(".")[0] for name in sys.modules}
print(status, *sorted(loaded & {"django", "core", "matplotlib", "weasyprint", "pikepdf", "numpy"}), file=sys.stderr)
"""


@pytest.mark.parametrize("form", ["json", "jsonl", "text"])
def test_nothing_heavy_is_loaded_without_a_pack(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "hall.json").write_bytes(line_of(whole("hall")))
    done = run("hall.json", "--format", form, door=("-c", LOADED))
    assert done.stderr.split() == [b"0"]


def test_manage_draws_nothing_without_a_pack(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hall.json").write_bytes(line_of(whole("hall")))
    code = (
        "import runpy, sys\n"
        "sys.argv = sys.argv[1:]\n"
        "try:\n"
        "    runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit:\n"
        "    pass\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(loaded & {'django', 'matplotlib', 'weasyprint', 'pikepdf'}), file=sys.stderr)\n"
    )
    done = run("hall.json", door=("-c", code, *MANAGE))
    assert done.stdout.startswith(b"Hall: every criterion answered")
    assert done.stderr.split() == [b"django"]


def test_no_database_is_opened(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hall.json").write_bytes(line_of(whole("hall")))
    before = sorted(ROOT.glob("*.sqlite3*"))
    done = run("hall.json", "--format", "json", door=MANAGE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hall.json"]
    assert sorted(ROOT.glob("*.sqlite3*")) == before
