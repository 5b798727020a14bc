"""A proposal has a state and an officer; a record says where in the council's audit it is told of."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from core.append_only import append_only, append_only_lifted

_STATES = [
    ("enquiry", "Enquiry"),
    ("declined", "Declined"),
    ("invited", "Invited to apply"),
    ("draft", "Draft"),
    ("submitted", "Sent in"),
    ("returned", "Returned for more information"),
    ("resubmitted", "Sent in again"),
    ("assessment", "Being assessed"),
    ("checked", "Assessment checked"),
    ("panel", "With the panel"),
    ("approved", "Approved"),
    ("conditions", "Approved with conditions"),
    ("refused", "Refused"),
    ("deferred", "Deferred"),
    ("published", "Decision published"),
    ("reconsideration", "Asked to look again"),
    ("withdrawn", "Withdrawn"),
]


def since_the_start(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("appraisal", "Proposal")._default_manager.update(state_since=F("started_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0004_pages_and_aims"),
        ("core", "0007_the_chain_is_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="state",
            field=models.CharField(choices=_STATES, default="draft", max_length=20),
        ),
        migrations.AddField(
            model_name="proposal", name="state_since", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(since_the_start, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="proposal", name="state_since", field=models.DateTimeField()
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["authority", "state", "state_since", "id"], name="proposal_queue"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=[key for key, _ in _STATES]), name="proposal_state"
            ),
        ),
        # No record was made before this version, so none lacks its place in the audit.
        append_only_lifted("appraisal_record"),
        migrations.AddField(
            model_name="record",
            name="audit_hash",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="record",
            name="audit_sequence",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        append_only("appraisal_record"),
    ]
