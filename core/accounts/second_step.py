"""The second step of signing in: who has one, who needs one, and what allauth asks of us about it.

A code from an app or a passkey counts; recovery codes are for whoever has lost these, and count for nothing
alone. Whoever has one is always asked for it when they sign in, so to have one is enough to be let in.
"""

import logging
import secrets
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from core.models import STAFF_ROLES, Authority, Membership, User

log = logging.getLogger("security")

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WANTED = "second_step_next"  # in the session: where somebody goes once they have a second step

MESSAGES: Mapping[str, str] = {
    "add_email_blocked": "You cannot add an address while this account has a second step.",
    "cannot_delete_authenticator": "You have a role at a council, so you need a second step. Set up another one "
    "before you remove this.",
    "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
    "incorrect_code": "This did not work. Try again, with the newest code that the app shows",
    "unverified_email": "Confirm your email address first.",
}


# Every page that somebody is signed in for asks this. It is written out, for Django takes ten times as long to
# make such SQL as a database to answer it.
_THEIRS = """
    SELECT own.*, EXISTS (
        SELECT 1 FROM mfa_authenticator AS step
        WHERE step.user_id = own.user_id AND step.type IN (%s, %s)
    ) AS has_second_step
    FROM core_membership AS own
    WHERE own.user_id = %s AND own.authority_id = %s
    ORDER BY own.id
"""


def memberships_at(user: User, authority: Authority) -> list[Membership]:
    """Return what a person is to a council; each knows whether they have a second step (``has_second_step``)."""
    given = [*map(str, STEPS), user.pk, authority.pk]
    return list(Membership.objects.raw(_THEIRS, given))


def lacks_second_step(request: HttpRequest, memberships: Iterable[Membership]) -> bool:
    """Say whether somebody must set up a second step before they see what their role shows them.

    ``memberships`` are theirs at one council, from :func:`memberships_at`. Members of groups need none.
    """
    staff = [one for one in memberships if one.role in STAFF_ROLES]
    if not staff or not settings.SECOND_STEP:
        return False
    if all(getattr(one, "has_second_step", False) for one in staff):
        return False
    return not _came_by_directory(request, staff[0].authority_id)


def has_second_step(user: User) -> bool:
    """Say whether somebody has a second step, or needs none on this machine."""
    own = Authenticator.objects.filter(user_id=user.pk, type__in=STEPS)
    return not settings.SECOND_STEP or bool(own.exists())


def address_to_set_up(wanted: str) -> str:
    """Return the page on which a second step is set up, and which leads on to what somebody wanted."""
    return f"{reverse('mfa_index')}?{urlencode({'next': wanted})}"


def _came_by_directory(request: HttpRequest, authority_id: int) -> bool:
    """Say whether somebody signed in through the council's directory, and that asks for a second step."""
    trusted = {slug for slug, one in settings.DIRECTORIES.items() if one.second_step}
    used = {
        str(record.get("provider"))
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "socialaccount"
    }
    found = trusted & used
    return bool(found) and Authority.objects.filter(pk=authority_id, slug__in=found).exists()


# Before what is encrypted. What has none was kept as it is: by an earlier version, or without a lasting key.
_SEALED = "fernet:"


def _box() -> MultiFernet | None:
    """Return what encrypts with the newest key and reads what any of them has encrypted; None without keys."""
    keys = [
        HKDF(SHA256(), 32, salt=None, info=b"valuing-worth second step").derive(one.encode())
        for one in settings.SECOND_STEP_KEYS
    ]
    return MultiFernet([Fernet(urlsafe_b64encode(one)) for one in keys]) if keys else None


class Adapter(DefaultMFAAdapter):
    """How allauth's second steps differ here."""

    error_messages = {**DefaultMFAAdapter.error_messages, **MESSAGES}

    def encrypt(self, text: str) -> str:
        """Return the secret of an app or of recovery codes as the database keeps it.

        Whoever has a copy of the database, but not of the key, learns no codes from it.
        """
        box = _box()
        return text if box is None else f"{_SEALED}{box.encrypt(text.encode()).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again; where the key is gone one that nobody knows, so that no code fits."""
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        box = _box()
        try:
            if box is None:
                raise InvalidToken
            return box.decrypt(encrypted_text.removeprefix(_SEALED).encode()).decode()
        except InvalidToken:
            log.error("The secret of a second step cannot be read: VW_SECRET_KEY is another one.")
            return b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        """Return what an app shows beside its code."""
        return "Valuing Worth"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse where somebody with a role at a council would be left without a second step."""
        if authenticator.type not in STEPS or not settings.SECOND_STEP:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        theirs = Membership.objects.filter(user_id=authenticator.user_id, role__in=STAFF_ROLES)
        return not theirs.exists() and not authenticator.user.is_staff

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return a name for a passkey that was given none."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"
