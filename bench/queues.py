"""How long a page of the officers' queue takes, over 10,000 and over 100,000 proposals."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from bench.databases import SQLITE, Base
from bench.measure import Ratio, interleaved
from bench.site import Page, Server, Site, site

SIZES = (10_000, 100_000)
TO_BARE, LAST_TO_FIRST = 4, 2
SEARCH_TO_BARE = 40  # words that stand anywhere are looked for in all of an index
ROUNDS = 41
# Before a place that nothing comes after lies the last page.
END = f"9999-01-01T00:00:00+00:00_{UUID(int=2**128 - 1)}"
# By the name of what they find; an eighth of the titles holds “Hall”, and one or ten “09999”.
SEARCHES = {
    "many": "Hall",
    "one": "09999",
    "two words": "pavilion 0099",
    "part of a word": "avil",
    "nothing": "nothing of the kind",
    "two letters": "qx",
}
VIEWS = ("all", "mine", "unassigned", "waiting", "panel")


def queue(on: Base = SQLITE) -> Iterator[Ratio]:
    """First and last pages of each part against the bare page and each other, and searches."""
    for size in SIZES:
        with site(("-m", "bench.many", str(size)), on=on) as served:
            named = f"queue of {size:,} on {on.name}"
            for view in VIEWS:
                yield from _part(served, named, view)
            for name, words in SEARCHES.items():
                page = Page(f"{named}: search, {name}", _path(served, view="all", words=words), "")
                yield _to_bare(served, page)._replace(bound=SEARCH_TO_BARE)


def _part(served: Site, named: str, view: str) -> Iterator[Ratio]:
    first = Page(f"{named}: {view}, first", _path(served, view=view), "")
    last = Page(f"{named}: {view}, last", _path(served, view=view, before=END), "")
    for page in (first, last):
        yield _to_bare(served, page)
    ours, baseline, ratio = interleaved(
        lambda: _ask(served.ours, last.path, served.officer),
        lambda: _ask(served.ours, first.path, served.officer),
        rounds=ROUNDS,
    )
    yield Ratio(last.name, "its first page", ours, baseline, ratio, LAST_TO_FIRST)


def _to_bare(served: Site, page: Page) -> Ratio:
    for _ in range(6):  # until both workers have read their templates
        _ask(served.ours, page.path, served.officer)
    ours, baseline, ratio = interleaved(
        lambda: _ask(served.ours, page.path, served.officer),
        lambda: _ask(served.bare, served.bare_page, served.officer),
        rounds=ROUNDS,
    )
    return Ratio(page.name, "bare page", ours, baseline, ratio, TO_BARE)


def _path(served: Site, **asked: str) -> str:
    return f"/{served.council}/queue/?{urlencode(asked)}"


def _ask(server: Server, path: str, session: str) -> None:
    answer = server.get(path, session)
    assert answer.status == 200, f"{path}: {answer.status}"
