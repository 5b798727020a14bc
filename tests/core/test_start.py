"""The site starts for others only when it is safe and whole, and otherwise says why in a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "VW_SECRET_KEY": "b7Jq0xT9vLr2WmZp4KsYd8NfHc6GtAe1RuXi5OoQ3zVw",
    "VW_HOSTS": "worth.example.org",
    "VW_EMAIL_URL": "smtp://vw:secret@mail.example.org:587?tls=1",
    "VW_EMAIL_FROM": "Valuing Worth <worth@example.org>",
    "VW_PROXIES": "1",
}
GOOD["VW_SECRET_KEY"] *= 2


def run(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of ours in its environment but a production's, with some changes."""
    ours = ("VW_", "DJANGO_", "DATABASE_URL")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environment |= {key: value for key, value in {**GOOD, **changes}.items() if value}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def python(code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-c", code, **changes)


def test_a_production_has_nothing_that_django_warns_of() -> None:
    done = run(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ["VW_SECRET_KEY", "VW_EMAIL_URL", "VW_EMAIL_FROM"])
def test_what_is_missing_is_said_in_one_line_and_nothing_is_served(missing: str) -> None:
    done = run("bin/serve", "127.0.0.1:1", **{missing: ""})
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"The site cannot start: {missing} is not set. ")
    assert done.stdout == ""


@pytest.mark.parametrize(
    "wrong", [{"VW_PROXIES": "many"}, {"VW_EMAIL_URL": "mailto:x"}, {"VW_DEBUG": "perhaps"}]
)
def test_what_makes_no_sense_is_said_in_one_line(wrong: dict[str, str]) -> None:
    done = run(sys.executable, "-m", "core.start", **wrong)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"The site cannot start: {next(iter(wrong))} must be ")


def test_a_database_without_tables_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("bin/serve", "127.0.0.1:1", DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line == (
        "The site cannot start: The database is not ready for this version. "
        "Run .venv/bin/python manage.py migrate first."
    )


@pytest.mark.parametrize("missing", ["VW_SECRET_KEY", "VW_EMAIL_URL"])
def test_another_way_of_starting_is_refused_too(missing: str) -> None:
    done = python("import core.wsgi", **{missing: ""})
    assert f"{missing} is not set" in done.stderr
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("proxies", "believed"), [("0", "None"), ("1", "('HTTP_X_FORWARDED_PROTO', 'https')")]
)
def test_a_proxy_is_believed_only_if_there_is_one(proxies: str, believed: str) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'core.settings'\n"
        "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER)\n"
        "print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    assert python(code, VW_PROXIES=proxies).stdout.splitlines() == [
        believed,
        f"{proxies} True True",
    ]


def test_every_static_file_of_a_page_has_a_name_that_changes_with_it(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'core.settings'\n"
        "from django.conf import settings\n"
        f"settings.STATIC_ROOT = {str(tmp_path)!r}\n"
        # To compress them as well takes ten seconds, and changes no name.
        "settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ('css', 'js', 'svg', 'txt', 'woff2', 'mjs')\n"
        "from core.start import gather_static_files; gather_static_files()\n"
        "from django.templatetags.static import static\n"
        "print(static('assets/site.css'), static('js/site.js'))"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    named = [
        (file, part)
        for file in (tmp_path / address.removeprefix("/static/") for address in done.stdout.split())
        for part in [file.name, *re.findall(r'"(\.[./\w-]+)"', file.read_text())]
    ]
    names = [re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", Path(name).name) for _, name in named]
    assert sorted(names) == [
        "Inter-Regular.HASH.woff2",
        "Inter-SemiBold.HASH.woff2",
        "govuk-frontend.min.HASH.js",
        "rows.HASH.js",
        "site.HASH.css",
        "site.HASH.js",
    ]
    assert all((file.parent / name).resolve().is_file() for file, name in named)
