"""The chain is only ever added to; details go when their time is over, but never change."""

from django.db import migrations, models

from core.append_only import append_only

_GROUP = ("group-lead", "group-member")
_COUNCIL = (
    "asset-officer",
    "second-officer",
    "panel-chair",
    "panel-member",
    "scheme-manager",
    "auditor",
    "administrator",
)
_ROLES = [
    ("group-lead", "Lead of the group"),
    ("group-member", "Group member"),
    ("asset-officer", "Asset officer"),
    ("second-officer", "Second officer"),
    ("panel-chair", "Panel chair"),
    ("panel-member", "Panel member"),
    ("scheme-manager", "Scheme manager"),
    ("auditor", "Auditor"),
    ("administrator", "Administrator"),
]


class Migration(migrations.Migration):
    dependencies = [("core", "0006_chain_what_there_is")]

    operations = [
        migrations.RemoveField(model_name="auditentry", name="detail"),
        migrations.RemoveConstraint(model_name="membership", name="membership_of_a_group_once"),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(choices=_ROLES, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.UniqueConstraint(
                fields=("authority", "sequence"), name="audit_sequence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, role__in=_GROUP)
                | models.Q(organisation__isnull=True, role__in=_COUNCIL),
                name="membership_of_a_group_or_of_the_council",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(organisation__isnull=False),
                fields=("user", "organisation"),
                name="membership_of_a_group_once",
            ),
        ),
        append_only("core_auditentry"),
        append_only("core_auditdetail", never=("update",)),
    ]
