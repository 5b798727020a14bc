"""The letters of minimal financial assistance, as Word documents for an officer to finish and send."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.engine.faults import CannotRead
from appraisal.exports.word.letter_page import Sender
from appraisal.exports.word.letters import LETTERS, draw_letter, why_not
from appraisal.methods.subsidy import SUBSIDY, value
from appraisal.methods.subsidy_parts import Found, NoSubsidy
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.views.documents import WORD, as_file, name_of
from appraisal.views.doors import AtProposal, for_proposal, now
from core.logos import logo_of


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def subsidy_letter(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Write a letter of the subsidy ledger; say why where it cannot be made yet."""
    if letter not in LETTERS:
        raise Http404
    found = found_of(assessed_of(at.proposal))
    if why := why_not(letter, found):
        context = {"at": at, "title": LETTERS[letter].title, "why": why}
        return render(request, "appraisal/methods/no_letter.html", context, status=409)
    assert found is not None  # noqa: S101 (there is a reason above where it is)
    assert not isinstance(found, NoSubsidy)  # noqa: S101 (likewise)
    proposal, council = at.proposal, at.council
    sender = Sender(
        council=council.name,
        group=proposal.organisation.name,
        title=proposal.title,
        reference=proposal.reference,
        colour=council.colour,
        logo=logo_of(council),
        today=now().date(),
    )
    name = f"{name_of(at)}-subsidy-{letter}.docx"
    return as_file(draw_letter(letter, found, sender), WORD, name, "attachment")


def found_of(assessed: Assessed) -> Found | None:
    """Return what the subsidy ledger comes to; None where nobody filled it in, or it cannot be worked out yet."""
    try:
        officer = assessed.officer
        given = officer.file.methods.get(SUBSIDY.key)
        return None if given is None else value(given, officer.appraisal)
    except CannotRead:
        return None
