"""Meetings of a panel, what its members declare and score, decisions, and what is published of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0011_proposals_stand_in_a_queue"),
        ("core", "0007_the_chain_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("off_at", models.DateTimeField(blank=True, null=True)),
                ("moderated_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="appraisal.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "maker",
                    models.CharField(
                        choices=[
                            ("panel", "The panel"),
                            ("delegated", "An officer under delegation"),
                            ("cabinet", "The cabinet, on recommendation"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditions", "Approved with conditions"),
                            ("refused", "Refused"),
                            ("deferred", "Deferred"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField()),
                ("minute_reference", models.CharField(max_length=100)),
                (
                    "discount_percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "discount_gbp",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="discount",
                    ),
                ),
                ("discount_of", models.CharField(blank=True, max_length=5)),
                ("discount_reason", models.TextField(blank=True)),
                ("conditions", models.TextField(blank=True)),
                ("reasons", models.TextField()),
                ("call_in_ends", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("record_sha256", models.CharField(max_length=64)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="appraisal.agendaitem",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="appraisal.proposal",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Interest",
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
                            ("none", "No interest"),
                            ("pecuniary", "A disclosable pecuniary interest"),
                            ("registrable", "Another registrable interest"),
                            ("other", "A non-registrable interest, or bias"),
                        ],
                        max_length=12,
                    ),
                ),
                ("nature", models.TextField(blank=True)),
                ("declared_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="appraisal.agendaitem",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MarkSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("saves", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="appraisal.agendaitem",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", models.CharField(max_length=1)),
                ("accepts", models.BooleanField(default=False)),
                ("points", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="appraisal.marksheet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("place", models.CharField(max_length=200)),
                ("quorum", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "Open"), ("closed", "Closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="core.authority",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="appraisal.meeting",
            ),
        ),
        migrations.CreateModel(
            name="Publication",
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
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditions", "Approved with conditions"),
                            ("refused", "Refused"),
                            ("deferred", "Deferred"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "maker",
                    models.CharField(
                        choices=[
                            ("panel", "The panel"),
                            ("delegated", "An officer under delegation"),
                            ("cabinet", "The cabinet, on recommendation"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("asset", models.CharField(blank=True, max_length=200)),
                ("group", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("minute_reference", models.CharField(max_length=100)),
                (
                    "discount_percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "discount_gbp",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="discount",
                    ),
                ),
                ("discount_of", models.CharField(blank=True, max_length=5)),
                ("reasons", models.TextField()),
                ("conditions", models.TextField(blank=True)),
                ("exempt_under", models.CharField(blank=True, max_length=2)),
                ("hides_discount", models.BooleanField(default=False)),
                ("hides_conditions", models.BooleanField(default=False)),
                ("found_by", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="core.authority",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="appraisal.decision",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reconsideration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("upheld", models.BooleanField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="appraisal.decision",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconsideration",
                        to="appraisal.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chair", models.BooleanField(default=False)),
                ("attended", models.BooleanField(default=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="appraisal.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agreed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", models.CharField(max_length=1)),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="appraisal.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "agreed",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "letter"), name="agreed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="agreed_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("proposal", "number"), name="decision_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("item__isnull", False)),
                fields=("item",),
                name="decision_of_an_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("maker__in", ["panel", "delegated", "cabinet"]),
                    ("outcome__in", ["approved", "conditions", "refused", "deferred"]),
                ),
                name="decision_maker_and_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "conditions"), _negated=True),
                    models.Q(("conditions", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_names_its_conditions",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "none")),
                fields=("item", "person"),
                name="interest_none_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "none"), _negated=True),
                fields=("item", "person"),
                name="interest_declared_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "none"), ("nature", "")),
                    models.Q(
                        ("kind__in", ("pecuniary", "registrable", "other")),
                        models.Q(("nature", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="interest_has_a_nature",
            ),
        ),
        migrations.AddConstraint(
            model_name="marksheet",
            constraint=models.UniqueConstraint(fields=("item", "person"), name="mark_sheet_once"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("sheet", "letter"), name="mark_once"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepts", False), ("points__isnull", True), _connector="OR"),
                name="mark_accepts_or_picks",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["authority", "-held_at"], name="meeting_newest"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__gte", 1)), name="meeting_quorum"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("planned", "open", "closed"))),
                name="meeting_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True), ("off_at__isnull", True)),
                fields=("proposal",),
                name="agenda_item_one_live",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["authority", "-decided_on", "-id"],
                name="register_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["authority", "-published_at", "-id"],
                name="register_last_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="publication_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hides_conditions", False), ("hides_discount", False)),
                    models.Q(("exempt_under", ""), _negated=True),
                    _connector="OR",
                ),
                name="publication_exempt_under_a_paragraph",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hides_discount", False),
                    models.Q(("discount_gbp__isnull", True), ("discount_percent__isnull", True)),
                    _connector="OR",
                ),
                name="publication_keeps_the_discount_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hides_conditions", False), ("conditions", ""), _connector="OR"
                ),
                name="publication_keeps_conditions_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("meeting", "person"), name="seat_once"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chair", True)), fields=("meeting",), name="seat_one_chair"
            ),
        ),
        append_only("appraisal_interest", never=("update",)),
        append_only("appraisal_decision"),
    ]
