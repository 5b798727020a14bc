from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _each(change: Callable[[str], str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        kept = apps.get_model("mfa", "Authenticator").objects.filter(
            type__in=("totp", "recovery_codes")
        )
        for one in kept.iterator(chunk_size=500):
            for key in ("secret", "seed"):
                if key in one.data:
                    one.data[key] = change(one.data[key])
            one.save(update_fields=["data"])

    return run


def _encrypted(text: str) -> str:
    from core.accounts.second_step import Adapter

    return Adapter().encrypt(Adapter().decrypt(text))


def _plain(text: str) -> str:
    from core.accounts.second_step import Adapter

    return Adapter().decrypt(text)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_logos_and_contacts"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(_each(_encrypted), _each(_plain))]
