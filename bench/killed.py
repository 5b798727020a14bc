"""A worker that is killed again and again while it draws an order of packs: none may be lost, and none doubled.

The site runs as in production: ``bin/serve`` keeps a worker beside it, and starts another where one ends.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from zipfile import ZipFile

from bench.databases import SQLITE, Base
from bench.measure import Fault
from bench.site import Site, site

PACKS = 200


def killed(on: Base = SQLITE, packs: int = PACKS) -> Iterator[str]:
    """Order packs, kill the worker several times in the middle, and say what became of each of them."""
    with site(
        ("-m", "bench.portfolio_fill", "add", str(packs)), on=on, by="bench.route_fill"
    ) as served:
        asked = ("-m", "bench.killed_order", str(packs), str(served.ours.pid))
        said = json.loads(served.made.run(*asked))
        wrong = [*said["wrong"], *_wrong_in_zip(served, said["order"], packs)]
    yield (
        f"{f'killed on {on.name}: {packs} summaries':<44} worker killed {len(said['killed'])} times, after "
        f"{', '.join(str(one) for one in said['killed'])} packs; drawn in {said['seconds']:.0f} seconds, "
        f"{said['again']} begun again, {said['left']} files left behind (wanted: each pack once, each verifies, all "
        f"in the zip; {'NOT KEPT' if wrong else 'kept'})"
    )
    yield from (Fault(f"killed on {on.name}: {one}") for one in wrong)


def _wrong_in_zip(served: Site, order: int, packs: int) -> Iterator[str]:
    """Take the zip away as the officer does, and yield what is not in it as its own table says."""
    answer = served.ours.get(f"/{served.council}/pack-orders/{order}/packs.zip", served.officer)
    if answer.status != 200:
        yield f"the zip was answered with {answer.status}"
        return
    with ZipFile(BytesIO(answer.body)) as opened:
        names = opened.namelist()
        pdfs = {one for one in names if one.endswith(".pdf")}
        table = list(csv.DictReader(StringIO(opened.read("index.csv").decode("utf-8-sig"))))
        if (
            not len(names) - 1
            == len(pdfs)
            == len(table)
            == len({one["code"] for one in table})
            == packs
        ):
            yield f"the zip holds {len(pdfs)} packs under {len(names) - 1} names, and lists {len(table)}"
        for one in table:
            if hashlib.sha256(opened.read(one["file"])).hexdigest() != one["sha256"]:
                yield f"{one['file']} in the zip is not what was issued"
