"""How long pages take, over HTTP, against the bare page of the same server."""

import re
import statistics
import time
from collections.abc import Callable, Iterator

from bench.measure import Ratio, interleaved
from bench.site import Answer, Page, Server, Site, site

BOUND, KITES_BOUND, KEPT_BOUND = 4, 1, 1.5
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


def kept() -> Iterator[Ratio]:
    """A kept pack, read whole by an officer, beside bare views of the same bytes.

    The first of them knows who is signed in, as whoever gives a file to some and not to others must; the second
    gives it to anybody.
    """
    with site(by="bench.route_fill") as served:
        said = served.made.said["kept"]

        def read(server: Server, path: str, session: str) -> Callable[[], None]:
            answer = server.get(path, session)
            assert len(answer.body) == said["size"], f"{path}: {answer.status}"
            return lambda: _check(server.get(path, session), path)

        ours = read(served.ours, said["path"], served.officer)
        for _ in range(12):  # until both workers have read what they keep
            ours()
        for name, bare, bound in (("own", "for who is signed in", KEPT_BOUND), ("open", "", None)):
            path = f"{served.bare_page}packs/{name}/{said['number']}.pdf"
            theirs = read(served.bare, path, served.made.cookie(said["bare"]))
            first, baseline, ratio = interleaved(ours, theirs, rounds=2 * ROUNDS)
            yield Ratio("kept pack", f"bare file {bare}".strip(), first, baseline, ratio, bound)


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
    _check(answer, path)
    return took


def _check(answer: Answer, path: str) -> None:
    assert answer.status == 200, f"{path}: {answer.status}"
