from django.db import migrations

from core.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("core", "0011_secrets_of_apps_are_encrypted")]

    operations = [
        never_emptied("core_auditentry"),
        never_emptied("core_auditdetail"),
    ]
