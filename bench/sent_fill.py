"""Fills a site with drafts that can be sent in: ``python -m bench.sent_fill`` prints JSON, as bench/fill.py.

One is sent in at once by the action, and the rows that this wrote are written down for the bare view.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from bench.bare_settings import AUTHENTICATION_BACKENDS  # noqa: E402
from bench.drafts import drafts  # noqa: E402
from bench.fill import fill, session_of, settle  # noqa: E402
from bench.inserts import counted, left_by, written_down  # noqa: E402
from bench.sending import LEAD, sender  # noqa: E402
from core.models import User  # noqa: E402

DRAFTS = 200


def sent_fill() -> dict[str, object]:
    """Fill the site, and say beside the rest which drafts there are and how many rows a submission writes."""
    filled = fill()
    first, *ready = drafts(DRAFTS + 1)
    left = left_by(sender(first), first)
    Path(os.environ["BENCH_ROWS"]).write_text(written_down(left))
    settle()
    return filled | {
        "drafts": [str(one) for one in ready],
        "rows": {table: len(rows) for table, rows in left.items()},
        "bare": session_of(User.objects.get(email=LEAD), by=AUTHENTICATION_BACKENDS[0]),
    }


if __name__ == "__main__":
    print(json.dumps(counted() if "count" in sys.argv else sent_fill()))
