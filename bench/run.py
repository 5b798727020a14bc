"""Speed and memory, as ratios to stated baselines. Run through ``bin/bench [NAME …]``.

Each figure is the median of an interleaved run: ours, baseline, ours, baseline … so that it means
the same on a slow machine and on a fast one. Nothing here is asserted by a test.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from appraisal.file import read_file  # noqa: E402
from bench.databases import SQLITE, Base, postgresql  # noqa: E402
from bench.editions import editions  # noqa: E402
from bench.killed import killed  # noqa: E402
from bench.measure import Fault, Ratio, interleaved, timed  # noqa: E402
from bench.methods import methods  # noqa: E402
from bench.pages import kept, kites, pages, steady  # noqa: E402
from bench.panels import moderation, register  # noqa: E402
from bench.portfolio import PACKS, portfolio  # noqa: E402
from bench.prices import prices  # noqa: E402
from bench.printers import printers  # noqa: E402
from bench.queues import queue  # noqa: E402
from bench.savers import savers  # noqa: E402
from bench.site import filled_site  # noqa: E402
from bench.submissions import submissions  # noqa: E402

HALL = ROOT / "fixtures" / "golden" / "hall.json"
LINES = 100_000


def engine() -> Ratio:
    """A full appraisal of the hall file, from its bytes, against ``json.loads`` of the same bytes."""
    source = HALL.read_bytes()
    ours, baseline, ratio = interleaved(
        lambda: read_file(source).appraise(), lambda: json.loads(source), rounds=41, calls=200
    )
    return Ratio("engine: full appraisal", "json.loads", ours, baseline, ratio, 20)


def lines() -> Ratio:
    """Lines a second of ``appraise`` on 100,000 lines, against the engine's own rate."""
    source = json.dumps(json.loads(HALL.read_bytes())).encode()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.jsonl"
        file.write_bytes((source + b"\n") * LINES)
        engine_first = _engine_seconds(source)
        ours = timed(lambda: _appraise_lines(file, Path(folder) / "out")) / LINES
        baseline = (engine_first + _engine_seconds(source)) / 2
    return Ratio(
        "lines: appraise's rate",
        "the engine's rate",
        ours,
        baseline,
        baseline / ours,
        0.6,
        at_least=True,
    )


def _engine_seconds(source: bytes) -> float:
    def many() -> None:
        for _ in range(LINES // 5):
            read_file(source).appraise()

    return timed(many) / (LINES // 5)


def _appraise_lines(file: Path, out: Path) -> None:
    with out.open("wb") as stream:
        subprocess.run(
            [sys.executable, "manage.py", "appraise", str(file), "--format", "jsonl"],
            cwd=ROOT,
            check=True,
            stdout=stream,
        )


def memory() -> str:
    """The peak memory of ``appraise`` on 1,000 and on 100,000 lines: flat, and under 120 MB."""
    source = json.dumps(json.loads(HALL.read_bytes())).encode()
    peaks = [_peak(source, count) for count in (1_000, LINES)]
    kept = "kept" if peaks[1] < 120 and peaks[1] < peaks[0] * 1.1 else "NOT KEPT"
    name = "memory: 1,000 and 100,000 lines"
    return f"{name:<44} {peaks[0]:.1f} and {peaks[1]:.1f} MB (wanted: flat, under 120; {kept})"


def _peak(source: bytes, count: int) -> float:
    script = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.jsonl"
        with file.open("wb") as stream:
            for _ in range(count):
                stream.write(source + b"\n")
        command = [sys.executable, "manage.py", "appraise", str(file), "--format", "jsonl"]
        done = subprocess.run(
            [sys.executable, "-c", script, *command],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    return float(done.stdout)


def command() -> Ratio:
    """The whole process of ``manage.py appraise hall.json`` against ``manage.py version``."""

    def run(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    ours, baseline, ratio = interleaved(run("appraise", str(HALL)), run("version"), rounds=21)
    return Ratio("command: manage.py appraise", "manage.py version", ours, baseline, ratio, 1.5)


def pack() -> Ratio:
    """An issued report from its record, against raw WeasyPrint on the same HTML with charts drawn afresh."""
    with filled_site(by="bench.demo_fill") as made:
        ours, baseline, ratio = json.loads(made.run("-m", "bench.raw_pack"))
    name = "pack: an issued report, drawn warm"
    return Ratio(name, "raw WeasyPrint", ours, baseline, ratio, 1.35)


Line = Ratio | str
ONCE: dict[str, Callable[[], Line | Iterator[Line]]] = {
    one.__name__: one
    for one in (
        *(engine, lines, memory, command, pack, printers, editions),
        *(methods, prices, pages, kites, kept, savers, steady),
    )
}
# What is promised for both databases.
ON_EACH: dict[str, Callable[[Base], Line | Iterator[Line]]] = {
    one.__name__: one for one in (register, moderation, queue, submissions, portfolio, killed)
}


def main(arguments: list[str]) -> int:
    """Run the named benches, or all, and print a line for each; of pages and lists a line for each kind.

    With a PostgreSQL server those run on it that are promised for both databases, and no others. Returns 1
    where one could not be measured, or found a fault.
    """
    known = argparse.ArgumentParser(prog="bin/bench", description="Benches, as ratios.")
    known.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ONCE | ON_EACH))
    known.add_argument("--server", metavar="ADDRESS", help="of a database on a PostgreSQL server")
    known.add_argument(
        "--packs", type=int, default=PACKS, help="of a portfolio: fewer are sooner done"
    )
    known.add_argument(
        "--alone", type=int, help="of those, how many one worker draws alone; otherwise half"
    )
    given = known.parse_args(arguments)
    ON_EACH["portfolio"] = partial(portfolio, packs=given.packs, alone=given.alone)
    if unknown := [name for name in given.names if name not in ONCE | ON_EACH]:
        known.error(
            f"there is no bench {' or '.join(unknown)}; there are {', '.join(ONCE | ON_EACH)}"
        )
    on = postgresql(given.server) if given.server else SQLITE
    failed, faulty = [], []
    for name in given.names or ONCE | ON_EACH:
        if name in ONCE and given.server:
            continue
        try:
            if _print(name, on):
                faulty.append(name)
        except Exception:
            traceback.print_exc()
            failed.append(name)
    if failed:
        print(f"NOT MEASURED: {', '.join(failed)}", flush=True)
    if faulty:
        print(f"FAULTS FOUND: {', '.join(faulty)}", flush=True)
    return 1 if failed or faulty else 0


def _print(name: str, on: Base) -> int:
    """Run a bench, print each of its lines as soon as it is there, and return how many tell of a fault."""
    print(f"{name} …", file=sys.stderr, flush=True)  # to fill a site takes its time
    found = ONCE[name]() if name in ONCE else ON_EACH[name](on)
    faults = 0
    for line in found if isinstance(found, Iterator) else (found,):
        print(line, flush=True)
        faults += isinstance(line, Fault)
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
