"""How long the public register takes over 10,000 and 100,000 decisions, and moderation with nine members."""

from collections.abc import Iterator
from urllib.parse import urlencode

from bench.databases import SQLITE, Base
from bench.measure import Ratio, interleaved
from bench.site import Server, Site, site

SIZES = (10_000, 100_000)
REGISTER, MODERATION, LAST_TO_FIRST = 4, 6, 2
SEARCH = 10  # what stands anywhere in a text is looked for in all of an index
ROUNDS = 41
SEARCHES = {
    "many": "lodge",
    "one": "09999",
    "part of a word": "avil",
    "nothing": "nothing of the kind",
    "two letters": "qx",
}
# Before a place that nothing comes after lies the last page.
END = "0001-01-01.0"


def register(on: Base = SQLITE) -> Iterator[Ratio]:
    """First and last page against the bare page and each other, and a search."""
    for size in SIZES:
        with site(("-m", "bench.panel_fill", "register", str(size)), on=on) as served:
            place, named = f"/{served.council}/register/", f"register of {size:,} on {on.name}"
            pages = {"first": place, "last": f"{place}?before={END}"} | {
                f"search, {name}": f"{place}?{urlencode({'q': words})}"
                for name, words in SEARCHES.items()
            }
            for name, path in pages.items():
                bound = SEARCH if name.startswith("search") else REGISTER
                yield _to_bare(served, f"{named}: {name}", path, "", bound)
            ours, baseline, ratio = interleaved(
                lambda pages=pages: _ask(served.ours, pages["last"], ""),  # type: ignore[misc]
                lambda pages=pages: _ask(served.ours, pages["first"], ""),  # type: ignore[misc]
                rounds=ROUNDS,
            )
            yield Ratio(f"{named}: last", "its first page", ours, baseline, ratio, LAST_TO_FIRST)


def moderation(on: Base = SQLITE) -> Ratio:
    """The chair's page with the marks of nine members of every criterion."""
    with site(("-m", "bench.panel_fill", "panel"), on=on) as served:
        path = served.page("moderation/")
        return _to_bare(
            served, f"moderation on {on.name}: nine members", path, served.savers[0], MODERATION
        )


def _to_bare(served: Site, name: str, path: str, session: str, bound: float) -> Ratio:
    for _ in range(6):  # until both workers have read their templates
        _ask(served.ours, path, session)
    ours, baseline, ratio = interleaved(
        lambda: _ask(served.ours, path, session),
        lambda: _ask(served.bare, served.bare_page, served.officer),
        rounds=ROUNDS,
    )
    return Ratio(name, "bare page", ours, baseline, ratio, bound)


def _ask(server: Server, path: str, session: str) -> None:
    answer = server.get(path, session)
    assert answer.status == 200, f"{path}: {answer.status}"
