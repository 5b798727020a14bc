"""What a search of the queue looks through stands beside each proposal, in an index in the queue's order."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_A_BATCH = 1_000


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write it for the proposals that there are, as ``appraisal.actions.finding`` does from now on."""
    proposals = apps.get_model("appraisal", "Proposal").objects
    found = proposals.select_related("organisation", "asset").order_by("pk")
    after = None
    while batch := list((found.filter(pk__gt=after) if after else found)[:_A_BATCH]):
        for one in batch:
            asset = getattr(one, "asset", None)
            names = (one.title, one.reference, one.organisation.name, asset.name if asset else "")
            text = "\n".join(name for name in names if name).lower()
            one.found_by = text.encode()[:2_400].decode(errors="ignore")
        proposals.bulk_update(batch, ["found_by"], batch_size=200)
        after = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0016_agreements_name_nobody")]

    operations = [
        migrations.RemoveIndex(model_name="proposal", name="proposal_words"),
        migrations.AddField(
            model_name="proposal", name="found_by", field=models.TextField(blank=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["authority", "state_since", "id", "found_by"], name="proposal_found"
            ),
        ),
    ]
