from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OFFICE = "an asset officer of "


def name_the_office(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the office in the place of whoever was named as having agreed, as new agreements have it.

    What was frozen before, in records and in the audit, cannot be changed: there the name stays until its time
    is over.
    """
    entries = apps.get_model("appraisal", "CriterionEntry").objects.exclude(agreed_by="")
    named = entries.exclude(agreed_by__startswith=OFFICE).select_related(
        "assessment__proposal__authority"
    )
    for entry in named.iterator(chunk_size=500):
        entry.agreed_by = f"{OFFICE}{entry.assessment.proposal.authority.name}"[:200]
        entry.save(update_fields=["agreed_by"])


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0015_a_search_reads_an_index")]

    operations = [migrations.RunPython(name_the_office, migrations.RunPython.noop)]
