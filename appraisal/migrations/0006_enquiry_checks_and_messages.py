"""What the council says of an enquiry, its checklist, and the messages on a proposal."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from appraisal.checklist import DEFAULTS
from core.append_only import append_only


def give_items(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give the councils that there are what a new one begins with."""
    item_model: Any = apps.get_model("appraisal", "ChecklistItem")
    item_model._default_manager.bulk_create(
        item_model(authority=council, kind=kind, order=order, **item._asdict())
        for council in apps.get_model("core", "Authority")._default_manager.all()
        for kind, items in DEFAULTS.items()
        for order, item in enumerate(items)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0005_proposals_have_a_state"),
        ("core", "0007_the_chain_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[
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
                ],
                default="enquiry",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("hint", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Not checked yet"),
                            ("passed", "Passed"),
                            ("failed", "Failed"),
                            ("waived", "Waived"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="appraisal.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "key"), name="check_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "open"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="check_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset-transfer", "Take over a building or land"),
                            ("coproduction", "Help to run a service"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("hint", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist",
                        to="core.authority",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "kind", "key"), name="checklist_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "condition_known",
                    models.CharField(choices=[("yes", "Known"), ("no", "Not known")], max_length=3),
                ),
                ("condition", models.TextField(blank=True)),
                ("surveyed_on", models.DateField(blank=True, null=True)),
                (
                    "costs_known",
                    models.CharField(choices=[("yes", "Known"), ("no", "Not known")], max_length=3),
                ),
                (
                    "running_costs_gbp_pa",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="running costs a year",
                    ),
                ),
                ("costs_made_of", models.TextField(blank=True)),
                (
                    "title",
                    models.CharField(
                        choices=[
                            ("freehold", "Freehold"),
                            ("leasehold", "Leasehold"),
                            ("not-known", "Not known"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "restricted",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not-known", "Not known")],
                        max_length=10,
                    ),
                ),
                ("restrictions", models.TextField(blank=True)),
                (
                    "open_space",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not-known", "Not known")],
                        max_length=10,
                    ),
                ),
                ("saves", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disclosure",
                        to="appraisal.proposal",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("condition_known", "no"),
                            models.Q(("condition", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disclosure_says_the_condition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("costs_known", "no"),
                            models.Q(
                                ("running_costs_gbp_pa__isnull", False),
                                models.Q(("costs_made_of", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_says_the_costs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("restricted", "yes"), _negated=True),
                            models.Q(("restrictions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disclosure_says_the_restrictions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Eligibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("met", models.BooleanField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibility",
                        to="appraisal.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "eligibility",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "key"), name="eligibility_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="eligibility_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.UUIDField()),
                (
                    "side",
                    models.CharField(
                        choices=[("group", "The group"), ("council", "The council")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="appraisal.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "form"), name="message_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="message_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadUpTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.BigIntegerField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="appraisal.proposal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "user"), name="read_up_to_once")
                ],
            },
        ),
        migrations.RunPython(give_items, migrations.RunPython.noop),
        # What somebody wrote is never reworded; it may go when its time is over.
        append_only("appraisal_message", never=("update",)),
    ]
