"""Carries a database with rows of long ago to the newest migrations, and prints what they are found by.

``python -m tests.appraisal.old_rows`` with the environment of an empty database; test_old_rows.py runs it.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

BEFORE = "0016_agreements_name_nobody"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fill(apps: Any) -> None:
    """Add two proposals, one with a building, and a published decision, as they were then."""
    user = apps.get_model("core", "User").objects.create(email="o@example.org")
    council = apps.get_model("core", "Authority").objects.create(slug="brum", name="Brum")
    group = apps.get_model("core", "Organisation").objects.create(authority=council, name="STRAẞE")
    scheme = apps.get_model("appraisal", "SchemeVersion").objects.create(
        key="x", version="1", kind="asset-transfer", title="X", maximum=100, loaded_at=AT
    )
    usual = {
        "authority": council,
        "organisation": group,
        "scheme": scheme,
        "kind": "asset-transfer",
        "valuation_date": AT.date(),
        "state": "published",
        "state_since": AT,
        "started_by": user,
        "started_at": AT,
        "changed_at": AT,
    }
    proposals = apps.get_model("appraisal", "Proposal").objects
    school = proposals.create(title="ÉCOLE", reference="CAT/7", **usual)
    proposals.create(title="Mill", **usual)
    apps.get_model("appraisal", "Asset").objects.create(proposal=school, name="ŶSTRAD Rooms")
    decision = apps.get_model("appraisal", "Decision").objects.create(
        proposal=school,
        number=1,
        maker="panel",
        outcome="approved",
        decided_on=AT.date(),
        minute_reference="M1",
        reasons="It serves.",
        recorded_at=AT,
        recorded_by=user,
        record_sha256="0" * 64,
    )
    apps.get_model("appraisal", "Publication").objects.create(
        decision=decision,
        authority=council,
        kind="asset-transfer",
        outcome="approved",
        maker="panel",
        title="Straße",
        group="Group",
        decided_on=AT.date(),
        minute_reference="M1",
        reasons="It serves.",
        found_by="straße\ngroup",
        written_at=AT,
        written_by=user,
        published_at=AT,
        published_by=user,
    )


def main() -> None:
    """Migrate there, fill, migrate on, and print it."""
    executor = MigrationExecutor(connection)
    fill(executor.migrate([("appraisal", BEFORE)]).apps)
    call_command("migrate", verbosity=0)
    from appraisal.models import Proposal, Publication

    print(
        json.dumps(
            [
                list(model._default_manager.order_by("found_by").values_list("found_by", flat=True))
                for model in (Proposal, Publication)
            ]
        )
    )


if __name__ == "__main__":
    main()
