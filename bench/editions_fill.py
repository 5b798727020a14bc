"""Seeds the demo, issues every edition of every record in it, public and exempt, and looks each over.

Run by bench/site.py in place of bench/fill.py; prints what was found as JSON. The packs are issued by the
site's own action and read back from where it keeps them.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.packs import issue_pack  # noqa: E402
from appraisal.engine.faults import CannotRead  # noqa: E402
from appraisal.models import IssuedPack, Record  # noqa: E402
from appraisal.pack import TooLong  # noqa: E402
from appraisal.pack.codes import in_groups  # noqa: E402
from appraisal.pack.editions import Edition  # noqa: E402
from appraisal.queries.packs import version_of  # noqa: E402
from bench.demo_fill import fill as build  # noqa: E402
from bench.verdicts import wrong_with  # noqa: E402
from tests.pack.structure import failures, faults, pages_of  # noqa: E402

_DECISION = "The decision on a page"


def fill() -> dict[str, object]:
    """Build the demo, and say of each record what is wrong with each of its packs."""
    build()
    records = Record.objects.select_related("proposal__authority", "made_by").order_by("pk")
    return {"packs": [one for record in records for one in _looked_over(record)]}


def _looked_over(record: Record) -> Iterator[dict[str, object]]:
    said = f"{record.proposal.title}, {version_of(record)}"
    print(f"  {said}", file=sys.stderr, flush=True)
    for edition, exempt in product(Edition, (True, False)):
        try:
            wrong = [*_wrong(_issued(record, edition, exempt=exempt))]
        except (CannotRead, TooLong) as why_not:
            wrong = [f"not issued: {why_not}"]
        for one in wrong:
            print(f"    {edition}, exempt {exempt}: {one}", file=sys.stderr, flush=True)
        yield {"record": said, "edition": edition, "exempt": exempt, "wrong": wrong}


def _issued(record: Record, edition: Edition, *, exempt: bool) -> IssuedPack:
    base = f"https://127.0.0.1/{record.proposal.authority.slug}/packs/"
    return issue_pack(
        by=record.made_by,
        of=record,
        exempt=exempt,
        edition=edition,
        address=lambda code: f"{base}{in_groups(code)}/",
        at=timezone.now(),
    )


def _wrong(pack: IssuedPack) -> Iterator[str]:
    """Yield the rules that a kept pack breaks, and what our own checks find in it."""
    with default_storage.open(pack.stored) as kept:
        pdf = kept.read()
    yield from failures(pdf)
    yield from faults(pdf)
    if pack.edition == Edition.FULL and (pages := pages_of(pdf, _DECISION)) != 1:
        yield f"{_DECISION} takes {pages} pages"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pack.pdf"
        file.write_bytes(pdf)
        yield from wrong_with(file, pack)


if __name__ == "__main__":
    print(json.dumps(fill()))
