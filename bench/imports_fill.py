"""Makes the tables of a site with one council, for imports. Run by bench/site.py in place of bench/fill.py."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from core.models import Authority  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    Authority.objects.create(name="Council", slug="council")
    print("{}")
