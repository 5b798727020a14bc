"""What mails say, in both forms that a mail has."""

from __future__ import annotations

from django.core.mail import EmailMessage, EmailMultiAlternatives


def plain(mail: EmailMessage) -> str:
    """Return a mail's plain text."""
    return str(mail.body)


def html(mail: EmailMessage) -> str:
    """Return a mail's HTML, of which it must have one."""
    assert isinstance(mail, EmailMultiAlternatives)
    ((content, kind),) = mail.alternatives
    assert kind == "text/html"
    return str(content)
