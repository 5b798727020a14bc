"""Fills a site for its benches and prints, as JSON, where to go and how to be signed in.

Run by bench/site.py with the environment of the server that it starts. All is built by the same actions
as on the pages; only the signing in of people is not gone through.
"""

import json
import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.councils import add_member  # noqa: E402
from appraisal.actions.demo import build_demo  # noqa: E402
from appraisal.models import Proposal  # noqa: E402
from core.accounts.people import add_person  # noqa: E402
from core.models import STAFF_ROLES, User  # noqa: E402

SAVERS = 8


def session_of(user: User, by: str = settings.AUTHENTICATION_BACKENDS[0]) -> str:
    """Sign somebody in, and return the key of their session; ``by``: the backend that knows them."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = by
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def savers(proposal: Proposal) -> Iterator[str]:
    """Add people to the group of a proposal, and yield the session of each."""
    for number in range(SAVERS):
        user = add_person(email=f"saver{number}@example.org", name=f"Saver {number}")
        add_member(user=user, organisation=proposal.organisation, at=timezone.now())
        yield session_of(user)


def second_steps() -> None:
    """Give whoever has a role at a council the second step that this needs."""
    officers = User.objects.filter(memberships__role__in=STAFF_ROLES).distinct()
    Authenticator.objects.bulk_create(
        Authenticator(user=one, type=Authenticator.Type.TOTP, data={"secret": ""})
        for one in officers
    )


def fill() -> dict[str, object]:
    """Build the demo and return the proposal with all of the hall's answers, and who may see it."""
    call_command("migrate", verbosity=0)
    build_demo(at=timezone.now(), drafts_only=True)
    second_steps()
    hall = Proposal.objects.get(reference="CAT-2026-014")
    return {
        "council": hall.authority.slug,
        "proposal": str(hall.pk),
        "group": session_of(User.objects.get(email="asha@example.org")),
        "officer": session_of(User.objects.get(email="officer@northfield.example")),
        "savers": list(savers(hall)),
        "cookie": settings.SESSION_COOKIE_NAME,
    }


def settle() -> None:
    """Let PostgreSQL look at what was added, as it does by itself within a minute of a running site."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    print(json.dumps(fill()))
