"""Where a proposal was when a page was shown: what its button sends back, so that an old page moves nothing."""

from datetime import datetime

from django.http import HttpRequest

from appraisal.actions.moves import Seen, seen_of
from appraisal.models import Proposal

SINCE = "since"  # what the field is called


def token_of(proposal: Proposal) -> str:
    """Return what the form of a move holds, to tell later where the proposal was when it was shown."""
    seen = seen_of(proposal)
    return f"{seen.state} {seen.since.isoformat()}"


def seen_in(request: HttpRequest) -> Seen | None:
    """Return where a proposal was on the page whose button was pressed; None where it does not say."""
    state, _, since = request.POST.get(SINCE, "").partition(" ")
    try:
        seen = Seen(state, datetime.fromisoformat(since))
    except ValueError:
        return None
    return seen if seen.since.tzinfo else None
