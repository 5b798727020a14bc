"""Councils that stood before there were standard conditions get the product's, as new ones do."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from appraisal.standard import CONDITIONS


def give_conditions(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    authorities = apps.get_model("core", "Authority")._default_manager.filter(conditions=None)
    standard = apps.get_model("appraisal", "StandardCondition")
    standard._default_manager.bulk_create(
        standard(authority=council, key=one.key, order=order, words=one.words)
        for council in authorities
        for order, one in enumerate(CONDITIONS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0007_officers_assess")]

    operations = [migrations.RunPython(give_conditions, migrations.RunPython.noop)]
