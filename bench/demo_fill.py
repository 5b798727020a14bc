"""Fills a site with the demo, and draws from it what an officer has issued of it.

Run by bench/site.py in place of bench/fill.py.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.demo import build_demo  # noqa: E402
from appraisal.models import Record  # noqa: E402
from appraisal.pack.codes import in_groups, new_code  # noqa: E402
from appraisal.pack.document import AppraisalDocument  # noqa: E402
from appraisal.queries.packs import DECIDED, issued_document  # noqa: E402

_DECIDED_ONE = "The scout"


def fill() -> None:
    """Build the demo."""
    call_command("migrate", verbosity=0)
    build_demo(at=timezone.now())


def decided() -> Record:
    """Return the record of a decision: the longest report that there is, with all its sections."""
    found = Record.objects.filter(proposal__title__startswith=_DECIDED_ONE, event__in=DECIDED)
    return found.select_related("proposal__authority").order_by("pk")[0]


def report_of(record: Record) -> AppraisalDocument:
    """Return the whole report of a record, as it is issued, under a code of its own."""
    base = f"https://127.0.0.1/{record.proposal.authority.slug}/packs/"
    return issued_document(
        record,
        exempt=True,
        code=new_code(),
        issued=timezone.now(),
        address=lambda code: f"{base}{in_groups(code)}/",
    )


if __name__ == "__main__":
    fill()
    print("{}")
