"""How often the same person, or the same computer, may do what others could suffer from."""

from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.http import HttpRequest

LIMITS: Mapping[str, str] = {
    "invite": "40/h/user",  # mails in somebody else's name
    "guess": "30/h/ip",  # links that there never were
    "upload": "200/h/user",  # each is looked through, byte by byte
    "message": "60/h/user",  # each tells several people by mail
    "enquiry": "60/h/user",  # as does each of these
    "verify": "60/h/ip",  # each is opened and worked out again
}


def within_limit(request: HttpRequest, action: str) -> bool:
    """Count a try, and say whether it is still one of those that are allowed."""
    config = dict(LIMITS)
    return bool(
        ratelimit.consume(request, app="core.limits", action=action, config=config, limit_get=True)
    )
