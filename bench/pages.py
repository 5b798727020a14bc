"""How long pages take, over HTTP, against the bare page of the same server."""

import re
import statistics
import time
from collections.abc import Iterator

from bench.measure import Ratio
from bench.site import Page, Server, Site, site

BOUND, KITES_BOUND = 4, 1
ROUNDS = 41
REQUESTS = 2_000
WARM = 1_000  # requests after which a worker has read all that it keeps
LETTERS = "ABCDEFGHIJKLM"
FACTS = ("about", "group", "asset", "terms")


def _pages(site: Site) -> Iterator[Page]:
    for who, session in (("group", site.group), ("officer", site.officer)):
        yield Page(f"task list, {who}", site.page(), session)
        for facts in FACTS if who == "group" else ("council",):
            yield Page(f"facts: {facts}, {who}", site.page(f"facts/{facts}/"), session)
        for letter in LETTERS:
            yield Page(f"criterion {letter}, {who}", site.page(f"criteria/{letter}/"), session)
        yield Page(f"check answers, {who}", site.page("check/"), session)
        yield Page(f"result, {who}", site.page("result/"), session)
        yield Page(f"import, {who}", site.page("import/"), session)
        yield Page(f"proposals, {who}", f"/{site.council}/proposals/", session)
    yield Page("council's home", f"/{site.council}/", site.group)
    yield Page("enquiry", f"/{site.council}/start/", site.group)
    for name in ("known/", "messages/", "send/"):
        yield Page(f"{name[:-1]}, group", site.page(name), site.group)
    for name in ("eligibility/", "known/", "messages/", "officer/"):
        yield Page(f"{name[:-1]}, officer", site.page(name), site.officer)


def pages() -> Iterator[Ratio | str]:
    """Yield a line for every kind of page of a draft, and of proposals on their way; then the worst."""
    found = []
    with site() as served:
        found += _measured(served, list(_pages(served)))
        yield from found
    with site(by="bench.route_fill") as served:
        on_their_way = _measured(served, list(served.pages))
        yield from on_their_way
    worst = max([*found, *on_their_way], key=lambda one: one.ratio)
    yield worst._replace(name=f"pages: the worst ({worst.name})")


def _measured(served: Site, wanted: list[Page]) -> list[Ratio]:
    for page in wanted:
        for _ in range(6):  # until both workers have read their templates
            _seconds(served.ours, page.path, page.session)
    return _ratios(served, wanted, BOUND)


def kites() -> Ratio:
    """A kite that the worker has drawn before."""
    with site() as served:
        page = served.ours.get(served.page("result/"), served.group).body.decode()
        found = re.search(r'src="(/kites/[^"]+)"', page)
        assert found, "the result shows no kite"
        kite = Page("kites: from cache", found[1], served.group)
        for _ in range(12):
            _seconds(served.ours, kite.path, kite.session)
        return _ratios(served, [kite], KITES_BOUND)[0]


def steady() -> str:
    """The workers' memory over many requests of the result page: flat."""
    with site() as served:

        def ask(times: int) -> float:
            for _ in range(times):
                _seconds(served.ours, served.page("result/"), served.officer)
            return served.ours.memory() / 1e6

        warm, after = ask(WARM), ask(REQUESTS)
    kept = "kept" if after < warm * 1.03 else "NOT KEPT"
    name = f"steady: {REQUESTS:,} requests of the result"
    return (
        f"{name:<44} {warm:.1f} and {after:.1f} MB of two workers (wanted: flat within 3%; {kept})"
    )


def _ratios(site: Site, wanted: list[Page], bound: float) -> list[Ratio]:
    """Time each page and the bare one in turn."""
    times: dict[str, list[tuple[float, float]]] = {page.name: [] for page in wanted}
    for _ in range(ROUNDS):
        for page in wanted:
            bare = _seconds(site.bare, site.bare_page, page.session)
            times[page.name].append((_seconds(site.ours, page.path, page.session), bare))
    return [_ratio(page.name, times[page.name], bound) for page in wanted]


def _ratio(name: str, pairs: list[tuple[float, float]], bound: float) -> Ratio:
    ours = statistics.median(one for one, _ in pairs)
    bare = statistics.median(other for _, other in pairs)
    return Ratio(name, "bare page", ours, bare, statistics.median(a / b for a, b in pairs), bound)


def _seconds(server: Server, path: str, session: str) -> float:
    began = time.perf_counter()
    answer = server.get(path, session)
    took = time.perf_counter() - began
    assert answer.status == 200, f"{path}: {answer.status}"
    return took
