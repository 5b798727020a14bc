"""Chain the entries that there are; let the first member of each group lead it."""

import secrets

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.audit import detail_hash, entry_hash


def chain(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("core", "AuditEntry")._default_manager
    details = apps.get_model("core", "AuditDetail")._default_manager
    heads = apps.get_model("core", "AuditHead")._default_manager
    for authority in apps.get_model("core", "Authority")._default_manager.all():
        number, last = 0, ""
        for entry in entries.filter(authority_id=authority.pk).order_by("pk").iterator():
            number += 1
            salt = secrets.token_hex(16)
            entry.sequence, entry.previous = number, last
            entry.detail_sha256 = detail_hash(salt, entry.detail)
            entry.hash = last = entry_hash(entry)
            entry.save(update_fields=["sequence", "previous", "detail_sha256", "hash"])
            details.create(entry_id=entry.pk, salt=salt, text=entry.detail)
        heads.create(authority_id=authority.pk, sequence=number, hash=last)


def lead(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    memberships = apps.get_model("core", "Membership")._default_manager
    for group in apps.get_model("core", "Organisation")._default_manager.all():
        first = memberships.filter(organisation_id=group.pk).order_by("since", "pk").first()
        if first is not None:
            memberships.filter(pk=first.pk).update(role="group-lead")


class Migration(migrations.Migration):
    dependencies = [("core", "0005_audit_has_a_chain")]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership", name="membership_of_a_group_or_of_the_council"
        ),
        migrations.RunPython(chain),
        migrations.RunPython(lead),
    ]
