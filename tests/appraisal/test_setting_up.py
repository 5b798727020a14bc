"""Setting councils up by commands, as whoever runs the site does."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from appraisal.actions.schemes import load_scheme
from appraisal.library import scheme_paths
from appraisal.models import CouncilAim, Neighbourhood
from core.models import AuditEntry, Authority, Membership, Role, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def run(*arguments: str, **options: Any) -> tuple[int, str]:
    """Run a command; return its exit status and all that it said."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue()
    return 0, out.getvalue()


def brum() -> Authority:
    assert run("add_council", "brum", "Birmingham", "--region", "West Midlands")[0] == 0
    return Authority.objects.get(slug="brum")


def test_a_council_is_set_up_and_on_record() -> None:
    council = brum()
    assert (council.name, council.region, council.groups_see_discount) == (
        "Birmingham",
        "West Midlands",
        False,
    )
    assert AuditEntry.objects.get(authority=council).event == "council set up"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("leeds", "Leeds", "--region", "Yorkshire"), "The region must be one of"),
        (
            ("brum", "Again", "--region", "London"),
            "There is a council at /brum/ already: Birmingham.",
        ),
        (("admin", "Admin", "--region", "London"), "the site’s own"),
        (("kites", "Kites", "--region", "London"), "the site’s own"),
        (("no slug", "Leeds", "--region", "London"), "valid"),
        (("leeds", "Leeds", "--region", "London", "--colour", "#ffff00"), "too pale"),
    ],
)
def test_a_council_that_cannot_be_is_refused(arguments: tuple[str, ...], said: str) -> None:
    brum()
    status, words = run("add_council", *arguments)
    assert (status, Authority.objects.count()) == (2, 1)
    assert said in words


def test_the_discount_is_switched_on_for_groups_and_that_is_on_record() -> None:
    council = brum()
    assert run("change_council", "brum", "--groups-see-discount", "yes") == (
        0,
        "Birmingham is changed.\n",
    )
    council.refresh_from_db()
    assert council.groups_see_discount
    entry = AuditEntry.objects.get(event="council changed")
    assert (
        entry.detail
        == '{"after": {"groups_see_discount": true}, "before": {"groups_see_discount": false}}'
    )
    assert run("change_council", "brum", "--colour", "#eeeeee")[0] == 2
    assert run("change_council", "nowhere", "--name", "X") == (2, "There is no council nowhere.\n")


def test_an_officer_can_sign_in_once_they_have_set_a_password() -> None:
    brum()
    officer = ("--role", "asset-officer")
    for _ in range(2):  # twice is once
        assert run("add_staff", "olu@example.org", "Olu", *officer, "--council", "brum")[0] == 0
    olu = User.objects.get(email="olu@example.org")
    assert not olu.has_usable_password()
    assert EmailAddress.objects.get(user=olu).verified
    assert Membership.objects.get(user=olu).role == Role.ASSET_OFFICER
    assert run("add_staff", "olu@example.org", "Olu", *officer, "--council", "x") == (
        2,
        "There is no council x.\n",
    )


@pytest.mark.parametrize(
    ("email", "name", "said"),
    [
        ("olu at example.org", "Olu", "“olu at example.org” is no email address"),
        ("olu@example.org", " ", "Give the person’s name"),
        ("olu@example.org", os.fsdecode(b"Ren\xe9"), "Write the name in UTF-8"),
    ],
)
def test_nobody_is_added_who_could_never_sign_in(email: str, name: str, said: str) -> None:
    brum()
    status, words = run("add_staff", email, name, "--role", "asset-officer", "--council", "brum")
    assert (status, words.startswith(said)) == (2, True)
    assert not User.objects.exists()


LISTS = '[asset-transfer.E]\nbe-healthy = "Be healthy"\nstay-safe = "Stay safe"\n'


def test_lists_are_set_in_their_order(tmp_path: Path) -> None:
    brum()
    for path in scheme_paths():
        load_scheme(text=path.read_text("utf-8"), at=NOW)
    file = tmp_path / "lists.toml"
    file.write_text(LISTS)
    assert run("set_lists", str(file), "--council", "brum")[0] == 0
    assert [aim.key for aim in CouncilAim.objects.all()] == ["be-healthy", "stay-safe"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "is not TOML"),
        ('[asset-transfer.A]\nx = "X"\n', "A rates nothing"),
        ('[boats.E]\nx = "X"\n', "“boats” is no kind of proposal"),
        ("[asset-transfer.E]\nx = 1\n", "must hold a line"),
        ('[asset-transfer.E]\n"Big Key" = "X"\n', "must be a key"),
        ('[asset-transfer.E]\nx = " "\n', "must be a key"),
        ("asset-transfer = 3\n", "must hold a list"),
        (f'neighbourhoods = ["Here"]\n{LISTS}[boats.E]\nx = "X"\n', "Nothing was changed."),
        ("[asset-transfer.E]\n" + "\n".join(f'k{n} = "X"' for n in range(13)), "the most is 12"),
    ],
)
def test_lists_that_cannot_be_are_refused_and_change_nothing(
    tmp_path: Path, text: str, said: str
) -> None:
    brum()
    for path in scheme_paths():
        load_scheme(text=path.read_text("utf-8"), at=NOW)
    file = tmp_path / "lists.toml"
    file.write_text(text)
    status, words = run("set_lists", str(file), "--council", "brum")
    assert (status, CouncilAim.objects.count(), Neighbourhood.objects.count()) == (2, 0, 0)
    assert said in words
