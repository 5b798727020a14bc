"""Mails that go out after the page is done: written with what they tell of, sent by the worker.

A letter is a row that commits with its event, so that none is lost and none tells of what never was. It is
marked as being sent, and that is committed, before the mail server hears of it: whatever happens in between,
nobody gets it twice without a person having said so.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from core.audit import must_be_on_record, on_record, record
from core.models import Letter, Membership, User

log = logging.getLogger("mail")

# How long a letter waits after each try that the mail server refused; after the last it has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
# No sending takes as long: whoever began it was killed.
TOO_LONG = timedelta(minutes=10)
_FOR_EVER = range(500, 600)  # what a server says that will not take it tomorrow either


def post(letters: Iterable[Letter], *, then: Callable[[], object]) -> list[Letter]:
    """Write letters inside :func:`core.audit.on_record`; ``then`` is called once they are committed."""
    must_be_on_record("letters")
    written = Letter.objects.bulk_create(letters)
    if written:
        transaction.on_commit(then)
    return written


def send_due(*, clock: Callable[[], datetime], most: int = 200) -> int:
    """Send what is due, the oldest first, and return how many letters were sent.

    Where no mail server answers all stay as they are, and no try is counted. ``most`` keeps one call short.
    """
    _give_up_on_the_lost(clock())
    due = Letter.objects.filter(state=Letter.State.QUEUED, due_at__lte=clock())
    waiting = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        log.error(
            "%d letters wait: the mail server cannot be reached: %s", len(waiting), _said(error)
        )
        return 0
    sent = 0
    with closing(connection):
        for letter in _claimed(waiting, clock):
            state = _send(letter, connection, clock)
            sent += state == Letter.State.SENT
            if state == Letter.State.UNKNOWN:
                break  # the connection is gone, so the next one would only be lost on it as well
    return sent


def send_all(*, clock: Callable[[], datetime]) -> int:
    """Send what is due until nothing is, or nothing goes out any more; return how many letters were sent."""
    sent = 0
    while now_sent := send_due(clock=clock):
        sent += now_sent
    return sent


def next_due() -> datetime | None:
    """Return when the next letter is due; None: no letter waits."""
    waiting = Letter.objects.filter(state=Letter.State.QUEUED).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def send_again(
    *, letter: Letter, by: User, at: datetime, then: Callable[[], object] = lambda: None
) -> bool:
    """Have a letter sent that failed, or of which nobody knows; say whether it was one of these.

    Only a person may: of a letter whose outcome is unknown there may be two afterwards. ``then`` is called
    once that is committed.
    """
    again = (Letter.State.FAILED, Letter.State.UNKNOWN)
    with on_record():
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.state not in again:
            return False
        before = held.state
        held.state, held.due_at, held.tries = Letter.State.QUEUED, at, 0
        held.save(update_fields=["state", "due_at", "tries"])
        record(
            event="letter sent again",
            by=by,
            authority=held.authority,
            about=f"letter:{held.pk}",
            at=at,
            detail={"kind": held.kind, "before": before},
        )
        transaction.on_commit(then)
    return True


def hold_back(problem: str) -> int:
    """Take what waits as perhaps sent, for a person to decide: after a restore. Returns how many wait."""
    waiting = Letter.objects.filter(state__in=(Letter.State.QUEUED, Letter.State.SENDING))
    return waiting.update(state=Letter.State.UNKNOWN, problem=problem)


def _give_up_on_the_lost(at: datetime) -> None:
    lost = Letter.objects.filter(state=Letter.State.SENDING, tried_at__lt=at - TOO_LONG)
    found = lost.update(state=Letter.State.UNKNOWN, problem="The sending was broken off.")
    if found:
        log.error("%d letters were broken off in the middle: perhaps they were sent.", found)


def _claimed(waiting: Iterable[UUID], clock: Callable[[], datetime]) -> Iterator[Letter]:
    """Mark one letter after another as being sent; one that another worker has taken is passed over."""
    for key in waiting:
        at = clock()
        mine = Letter.objects.filter(pk=key, state=Letter.State.QUEUED, due_at__lte=at)
        if mine.update(state=Letter.State.SENDING, tried_at=at, tries=F("tries") + 1):
            yield Letter.objects.select_related("authority", "user").get(pk=key)


def _send(
    letter: Letter, connection: BaseEmailBackend, clock: Callable[[], datetime]
) -> Letter.State:
    address = _address(letter)
    if not address:
        return _ended(letter, Letter.State.DROPPED, address="")
    try:
        connection.send_messages([_mail(letter, address)])
    except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
        return _refused(letter, error, clock())  # the server, or our own library, has said no
    except (SMTPException, OSError) as error:
        log.error("letter %s: perhaps sent: %s", letter.pk, _said(error))
        return _ended(letter, Letter.State.UNKNOWN, problem=_said(error))
    # What led to an unknown person is not needed any more, and may be a secret.
    gone = {} if letter.user_id else {"address": "", "link": "", "text": ""}
    return _ended(letter, Letter.State.SENT, sent_at=clock(), problem="", **gone)


def _ended(letter: Letter, state: Letter.State, **more: object) -> Letter.State:
    """Say what came of a try, unless somebody has begun another one."""
    own = Letter.objects.filter(pk=letter.pk, tries=letter.tries)
    own.filter(state__in=(Letter.State.SENDING, Letter.State.UNKNOWN)).update(state=state, **more)
    return state


def _refused(letter: Letter, error: Exception, at: datetime) -> Letter.State:
    codes = _codes(error)
    hopeless = isinstance(error, ValueError) or all(code in _FOR_EVER for code in codes)
    if hopeless or letter.tries > len(PAUSES):
        log.error("letter %s failed: %s", letter.pk, _said(error))
        return _ended(letter, Letter.State.FAILED, problem=_said(error))
    due = at + PAUSES[letter.tries - 1]
    return _ended(letter, Letter.State.QUEUED, due_at=due, problem=_said(error))


def _codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def _said(error: Exception) -> str:
    """Return what went wrong without what the server said, for that names the address."""
    codes = ", ".join(str(code) for code in _codes(error))
    return f"{type(error).__name__} {codes}".strip()


def _address(letter: Letter) -> str:
    """Return where a letter goes now; nothing where the person has left since it was written."""
    if letter.user is None:
        return letter.address
    belongs = Membership.objects.filter(
        Q(organisation=letter.organisation_id) if letter.organisation_id else Q(),
        user=letter.user_id,
        authority=letter.authority_id,
    )
    return letter.user.email if letter.user.is_active and belongs.exists() else ""


def _mail(letter: Letter, address: str) -> EmailMultiAlternatives:
    context = {
        "letter": letter,
        "council": letter.authority,
        "paragraphs": letter.text.split("\n\n"),
        "link": f"{settings.ADDRESS}{letter.link}" if letter.link else "",
    }
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("core/letter.txt", context),
        from_email=formataddr((letter.authority.name, sender)),
        to=[address],
        # A second copy of a letter has the same number, so that programs for mail can tell.
        headers={
            "Message-ID": f"<{letter.pk}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("core/letter.html", context), "text/html")
    return mail
