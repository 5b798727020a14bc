"""How many submissions a second there are, against a bare view that writes the same rows and does nothing else."""

import json
import statistics
import time
from collections.abc import Iterator

from bench.databases import SQLITE, Base
from bench.measure import Ratio
from bench.site import Server, Site, filled_site, site

BOUND = 0.4
ROUNDS, WARM = 61, 8
BASELINES = ("Django's own inserts", "bare SQL")
# The worker that bin/serve starts puts its own tasks in the queue, so these rows are not counted.
_OF_THE_WORKER = "django_tasks_database_dbtaskresult"


def submissions(on: Base = SQLITE) -> Iterator[Ratio]:
    """Send drafts in, one after another, in turn with the same rows written for other drafts.

    First over HTTP: the form that a group's lead posts, against a form posted to a bare view on the same kind
    of server. Then, for information, the action alone against the inserts alone. Each is one transaction, and ours
    a commit of the worker's task besides. Ours also asks who may, holds the proposal, reads all answers,
    looks that nothing is missing, appraises, and hashes what it freezes.
    """
    yield _over_http(on)
    yield from _alone(on)


def _over_http(on: Base) -> Ratio:
    with site(on=on, by="bench.sent_fill") as served:
        said, pairs = served.made.said, []
        bare = served.made.cookie(said["bare"])
        before = _counted(served)
        drafts = iter(said["drafts"])
        for _ in range(WARM + ROUNDS):
            pairs.append(_round(served, bare, next(drafts), next(drafts)))
        _check(served, before)
    measured = pairs[WARM:]
    return Ratio(
        f"submissions a second on {on.name}",
        "bare views that write their rows",
        statistics.median(one for one, _ in measured),
        statistics.median(other for _, other in measured),
        statistics.median(other / one for one, other in measured),
        BOUND,
        at_least=True,
    )


def _round(served: Site, bare: str, own: str, other: str) -> tuple[float, float]:
    """Send one draft in, and write the rows for another; return the seconds of each."""
    path = f"/{served.council}/proposals/{own}/send/"
    page = served.ours.get(path, served.group)
    assert page.status == 200, f"{path}: {page.status}"
    fields = {**page.form(), "declared": "on"}
    ours = _seconds(served.ours, path, served.group, fields, f"proposals/{own}/")
    # The same form: its token is right for whoever has the cookie that it was made for.
    token = bare.rpartition("=")[2]
    fields = {**fields, "csrfmiddlewaretoken": token}
    path = f"{served.bare_page}submissions/{other}/"
    return ours, _seconds(served.bare, path, bare, fields, served.bare_page)


def _seconds(
    server: Server, path: str, session: str, fields: dict[str, str], leads_to: str
) -> float:
    began = time.perf_counter()
    answer = server.post(path, session, fields)
    took = time.perf_counter() - began
    to = answer.header("Location")
    assert answer.status == 302, f"{path}: {answer.status}"
    assert to.endswith(leads_to), f"{path}: leads to {to}"
    return took


def _counted(served: Site) -> dict[str, int]:
    found: dict[str, int] = json.loads(served.made.run("-m", "bench.sent_fill", "count"))
    return found


def _check(served: Site, before: dict[str, int]) -> None:
    """Raise RuntimeError where the two have not each written the rows of one submission every time."""
    many = 2 * (WARM + ROUNDS)
    expected = {table: many * rows for table, rows in served.made.said["rows"].items()}
    grown = {table: count - before[table] for table, count in _counted(served).items()}
    wrong = {
        table: count
        for table, count in grown.items()
        if table != _OF_THE_WORKER and count != expected.get(table, 0)
    }
    if wrong:
        raise RuntimeError(f"Other rows were written than {expected}: {wrong}")


def _alone(on: Base) -> Iterator[Ratio]:
    with filled_site(on) as made:
        rounds = json.loads(made.run("-m", "bench.sending", str(ROUNDS)))
    for baseline in BASELINES:
        yield Ratio(
            f"submissions a second on {on.name}: the action",
            f"{baseline} of its rows",
            statistics.median(one["ours"] for one in rounds),
            statistics.median(one[baseline] for one in rounds),
            statistics.median(one[baseline] / one["ours"] for one in rounds),
            None,
        )
