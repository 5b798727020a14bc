"""How many submissions a second there are, against writing the same rows and doing nothing else."""

import json
import statistics
from collections.abc import Iterator

from bench.databases import SQLITE, Base
from bench.measure import Ratio
from bench.site import filled_site

BOUND = 0.4
ROUNDS = 61
BASELINES = ("Django's own inserts", "bare SQL")


def submissions(on: Base = SQLITE) -> Iterator[Ratio]:
    """Send drafts in by the action, in turn with inserts of the rows that this writes, one after another.

    A submission also holds the proposal, asks who may, reads all answers, looks that nothing is missing,
    appraises, and hashes what it freezes. Each is one transaction, and a commit of the worker's task.
    """
    with filled_site(on) as made:
        rounds = json.loads(made.run("-m", "bench.sending", str(ROUNDS)))
    for baseline in BASELINES:
        yield Ratio(
            f"submissions a second on {on.name}",
            f"those of {baseline}",
            statistics.median(one["ours"] for one in rounds),
            statistics.median(one[baseline] for one in rounds),
            statistics.median(one[baseline] / one["ours"] for one in rounds),
            BOUND,
            at_least=True,
        )
