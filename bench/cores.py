"""What a machine makes of two processes that share nothing: the most that any two workers can gain on it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from bench.measure import timed
from bench.site import ROOT, Filled

Process = subprocess.Popen[str]


class Pair(NamedTuple):
    """Two processes that draw the same report by WeasyPrint alone, whenever they are asked."""

    processes: Sequence[Process]

    def gain(self, reports: int, turn: int) -> float:
        """Return how many times the rate of one both have together; each draws so many reports, twice.

        In even turns the first draws alone, in odd ones the second.
        """
        alone = timed(lambda: _drawn(self.processes[turn % 2 : turn % 2 + 1], reports))
        return 2 * alone / timed(lambda: _drawn(self.processes, reports))


@contextmanager
def pair(made: Filled) -> Iterator[Pair]:
    """Start both, and wait until they are warm; they end with the block."""
    with ExitStack() as stack:
        both = [stack.enter_context(_process(made)) for _ in range(2)]
        for one in both:
            _line(one)
        yield Pair(both)


@contextmanager
def _process(made: Filled) -> Iterator[Process]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.raw_pack", "asked"],
        cwd=ROOT,
        env=dict(made.environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate(timeout=120)  # nothing more is asked, so it ends


def _drawn(processes: Sequence[Process], reports: int) -> None:
    for one in processes:
        assert one.stdin
        print(reports, file=one.stdin, flush=True)
    for one in processes:
        _line(one)


def _line(process: Process) -> str:
    assert process.stdout
    said = process.stdout.readline()
    if not said:
        raise RuntimeError("a process that draws by WeasyPrint alone has ended")
    return said
