"""Words are looked for folded, on PostgreSQL by an index of letters, and a kind of proposal has its own order."""

import sys
import unicodedata

from django.conf import settings
from django.db import DatabaseError, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_A_BATCH = 1_000
_INDEXES = {
    "proposal_letters": "appraisal_proposal",
    "register_letters": "appraisal_publication",
}


def fold(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fold what the rows that there are are found by, as ``appraisal.queries.search`` does from now on."""
    for name in ("Proposal", "Publication"):
        rows = apps.get_model("appraisal", name).objects
        found, after = rows.order_by("pk").only("pk", "found_by"), None
        while batch := list((found.filter(pk__gt=after) if after else found)[:_A_BATCH]):
            changed = []
            for one in batch:
                text = unicodedata.normalize("NFC", one.found_by).casefold()
                text = text.encode()[:2_400].decode(errors="ignore")
                if text != one.found_by:
                    one.found_by = text
                    changed.append(one)
            rows.bulk_update(changed, ["found_by"], batch_size=200)
            after = batch[-1].pk


def index_letters(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the indexes where the database has, or lets us have, pg_trgm; else a search reads all texts.

    It is no part of the models' state, for SQLite has none and a PostgreSQL may have none.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for name, table in _INDEXES.items():
                schema_editor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (found_by gin_trgm_ops)"
                )
    except DatabaseError as error:
        print(
            f"Searches go on without an index of letters, and are slower in long lists: {error} "
            "docs/operating.md says how to add it later.",
            file=sys.stderr,
        )


def drop_letters(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the indexes; the extension stays, for it may be somebody else's."""
    if schema_editor.connection.vendor == "postgresql":
        for name in _INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0021_nobodys_proposals_stand_in_order"),
        ("core", "0012_the_chain_is_never_emptied"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["authority", "kind", "state_since", "id"], name="proposal_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["authority", "kind", "-decided_on", "-id"],
                name="register_kind",
            ),
        ),
        migrations.RunPython(index_letters, drop_letters),
    ]
