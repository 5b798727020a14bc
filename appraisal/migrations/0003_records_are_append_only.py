"""Records and scheme versions are only ever added, and never changed."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0002_initial"), ("core", "0002_audit_is_append_only")]
    operations = [append_only("appraisal_record"), append_only("appraisal_schemeversion")]
