"""Whether the site may start: ``python -m core.start`` says what is missing in one sentence.

core/wsgi.py asks the same, for those who start it in another way.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from core import environment

# What a site that serves others cannot do without, and why.
NEEDED = {
    "VW_SECRET_KEY": "Set it to a long random text, or set VW_DEBUG=1 on a machine that serves nobody else.",
    "VW_EMAIL_URL": "Nobody can sign up without mail. Set it to your mail server, such as "
    "smtp://user:password@mail.example.org:587?tls=1.",
    "VW_EMAIL_FROM": "Mail needs a sender. Set it to an address that people may answer.",
}


def require_settings() -> None:
    """Raise ImproperlyConfigured if this site serves others and something is missing for that."""
    if not environment.flag("VW_DEBUG"):
        for name, why in NEEDED.items():
            environment.require(name, why)
        if environment.flag("VW_WITHOUT_SECOND_STEP"):
            raise ImproperlyConfigured(
                "VW_WITHOUT_SECOND_STEP is for machines that serve nobody else, with VW_DEBUG=1."
            )


def main() -> int:
    """Say what is missing and return 2, or return 0."""
    try:
        require_settings()
        from core import settings  # what makes no sense stops here

        require_files_apart(settings.FILES)
        require_database()
        if not settings.DEBUG:
            gather_static_files()
    except ImproperlyConfigured as error:
        print(f"The site cannot start: {error}", file=sys.stderr)
        return 2
    return 0


def require_files_apart(folder: Path) -> None:
    """Raise ImproperlyConfigured where what people send would lie among what anybody may fetch, or cannot lie."""
    from core import settings

    served = [settings.STATIC_ROOT, *(settings.BASE_DIR / "static", settings.BUILD_DIR / "assets")]
    inside = [one for one in served if folder.resolve().is_relative_to(one.resolve())]
    if inside:
        raise ImproperlyConfigured(f"VW_FILES must not lie in {inside[0]}: anybody could read it.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"VW_FILES cannot be made: {error}.") from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"VW_FILES, {folder}, cannot be written to.")


def require_database() -> None:
    """Raise ImproperlyConfigured where the tables are not those that this version works with."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    import django

    django.setup()
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise ImproperlyConfigured(f"The database does not answer: {error}") from error
    if waiting:
        raise ImproperlyConfigured(
            "The database is not ready for this version. Run .venv/bin/python manage.py migrate first."
        )


def gather_static_files() -> None:
    """Put all static files in one folder, each under a name that changes with it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
