"""Writing to somebody by mail: the one way out for every mail that an action sends."""

import logging
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from allauth.core import context
from django.core.mail import send_mail
from django.db import transaction

from core.models import Authority

log = logging.getLogger("mail")


def write_to(
    address: str,
    *,
    kind: str,
    authority: Authority,
    subject: str,
    text: str,
    link: str = "",
    go: str = "",
    at: datetime,
) -> None:
    """Send a mail once the open transaction has ended; ``link`` is a path of this site.

    ``go`` is what the link is for, ``kind`` what kind of mail it is, in the log.
    """
    where = f"\n\n{go}:\n{_absolute(link)}" if link else ""
    body = f"Hello\n\n{text}{where}\n\n{authority.name}, through Valuing Worth\n"
    transaction.on_commit(partial(_send, kind, subject, body, address))


def _absolute(path: str) -> str:
    request = context.request
    return str(request.build_absolute_uri(path)) if request else path


def _send(kind: str, subject: str, body: str, address: str) -> None:
    try:
        send_mail(subject, body, None, [address])
    except (SMTPException, OSError) as error:
        log.error("%s was not sent: %s", kind, type(error).__name__)
