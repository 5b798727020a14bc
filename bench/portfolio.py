"""A whole portfolio of packs, drawn by one worker and by two, and the memory that each holds.

Both workers run all the time, as ``manage.py db_worker``; while one draws alone the other is stopped for that long,
while it has nothing to do. So a slow minute of the machine hits both alike, and each worker draws half of the packs.

Two cores are often two threads of one, and then nothing that computes goes twice as fast on both. So in each turn two
processes that share nothing draw by WeasyPrint alone, first one and then both: no workers can gain more than they.
"""

import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.cores import pair
from bench.databases import SQLITE, Base
from bench.measure import Ratio
from bench.site import ROOT, Filled, filled_site
from core.serve import WORKER

PACKS, AT_ONCE, RAW = 1_000, 50, 6
AT_LEAST = 1.7
OF_THE_MACHINE = (
    AT_LEAST / 2
)  # of what two that share nothing gain: the same where that is twice the rate
WARM, FLAT = 300, 20  # packs that a worker has drawn, and MB from the least to the most after that


class Sample(NamedTuple):
    """About how many packs a worker had drawn, and the MB that it held then."""

    packs: float
    memory: float


class Worker:
    """A worker that runs, and what was seen of its memory."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.packs, self.samples = 0.0, list[Sample]()
        self.busy = list[float]()  # the share of each turn together that it computed

    def drew(self, packs: float) -> None:
        """Note how many more packs it drew, and look at its memory."""
        self.packs += packs
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        self.samples.append(Sample(self.packs, pages * os.sysconf("SC_PAGE_SIZE") / 1e6))

    def computed(self) -> float:
        """Return the seconds that it has computed so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")  # for itself, for the system


def portfolio(
    on: Base = SQLITE, packs: int = PACKS, alone: int | None = None
) -> Iterator[Ratio | str]:
    """Draw a portfolio by one worker and by two in turn; a line on the rate, and one on the memory of each.

    Every pack is a whole one: from a decision's record, with the report, what is exempt, and what is embedded.
    ``alone``: how many of the packs one worker draws, half of them where it is not said and at most; with none of
    them the memory is all that is measured, in half the time.
    """
    size = max(1, min(AT_ONCE, packs // 4))
    by_one = packs // 2 if alone is None else min(alone, packs // 2)
    turns = by_one // size if alone is not None else max(1, by_one // size)
    with (
        filled_site(on, "bench.route_fill") as made,
        _worker(made) as first,
        _worker(made) as second,
        pair(made) as raws,
    ):
        made.run("-m", "bench.portfolio_fill", "add", str(packs + size + 2))
        made.run("-m", "bench.portfolio_fill", "order", "2")  # so that both are warm, or nearly
        pairs, gains = [], []
        for turn in range(turns):
            lone, other = (first, second) if turn % 2 == 0 else (second, first)
            with _stopped(other):
                one = _draw(made, size)
            lone.drew(size)
            pairs.append((one / size, _draw_both(made, size, first, second) / size))
            gains.append(raws.gain(RAW, turn))
        for _ in range(max(0, packs - 2 * turns * size) // size):
            _draw_both(made, size, first, second)
    if pairs:
        yield from _rates(on, pairs, gains)
    busy = statistics.median(share for worker in (first, second) for share in worker.busy)
    yield (
        f"{f'portfolio on {on.name}: both at work':<44} {busy:8.2f} of the time each computes "
        "(for information: the rest is waiting for the other, or the machine is taken away)"
    )
    for number, worker in enumerate((first, second), start=1):
        yield _memory(f"portfolio on {on.name}: worker {number}", worker.samples)


def _draw_both(made: Filled, size: int, *workers: Worker) -> float:
    """Have packs drawn by all workers, each its share or nearly; return the seconds, and say how far it is."""
    before = [worker.computed() for worker in workers]
    seconds = _draw(made, size)
    for worker, computed in zip(workers, before, strict=True):
        worker.busy.append((worker.computed() - computed) / seconds)
        worker.drew(size / len(workers))
    said = ", ".join(
        f"{one.samples[-1].memory:.0f} MB after {one.samples[-1].packs:.0f}" for one in workers
    )
    print(f"  {size / seconds * 60:.1f} packs a minute; {said}", file=sys.stderr, flush=True)
    return seconds


def _rates(on: Base, pairs: list[tuple[float, float]], gains: list[float]) -> Iterator[Ratio | str]:
    """Yield what two workers gain, what the machine would let them gain, and how much of that they do."""
    one, two = (statistics.median(times) for times in zip(*pairs, strict=True))
    gained = statistics.median(one / two for one, two in pairs)
    possible = statistics.median(gains)
    name = f"portfolio on {on.name}: packs a minute, 2 workers"
    yield Ratio(name, "those of one worker", two, one, gained, AT_LEAST, at_least=True)
    yield (
        f"{'portfolio: reports by WeasyPrint alone, two':<44} {possible:8.2f} × those of one process "
        "(for information: what this machine has to give)"
    )
    of_it = statistics.median(
        one / two / gain for (one, two), gain in zip(pairs, gains, strict=True)
    )
    name, beside = (
        f"portfolio on {on.name}: what 2 workers gain",
        "what two gain that share nothing",
    )
    yield Ratio(name, beside, two, one, of_it, OF_THE_MACHINE, at_least=True)


def _memory(name: str, samples: list[Sample]) -> str:
    """Say what a worker held after each fifty packs or so, and whether that is flat once it is warm."""
    later = [one.memory for one in samples if one.packs >= WARM]
    said = ", ".join(f"{one.memory:.0f} after {one.packs:.0f}" for one in samples)
    if len(later) < 2:
        return f"{name:<44} {said} packs (MB; for information, for it is flat after {WARM} packs)"
    middle = (max(later) + min(later)) / 2
    kept = "kept" if max(later) - middle <= FLAT else "NOT KEPT"
    return f"{name:<44} {said} packs (MB; wanted: flat within ± {FLAT} after {WARM}; {kept})"


def _draw(made: Filled, packs: int) -> float:
    """Have packs drawn, and return the seconds that this took."""
    return float(made.run("-m", "bench.portfolio_fill", "order", str(packs)))


@contextmanager
def _worker(made: Filled) -> Iterator[Worker]:
    process = subprocess.Popen(
        # One that is stopped could not be told to end, so it is killed where this ends in the middle.
        [*("setpriv", "--pdeathsig", "KILL"), sys.executable, *WORKER],
        cwd=ROOT,
        env=dict(made.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Worker(process)
    finally:
        process.terminate()
        process.wait(timeout=120)


@contextmanager
def _stopped(worker: Worker) -> Iterator[None]:
    """Stop a worker that has nothing to do."""
    worker.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.process.send_signal(signal.SIGCONT)
