"""What a group has still to do before it can send its proposal in. Pure: it asks no database and no clock."""

from collections.abc import Iterator
from typing import NamedTuple

from appraisal.chapters import chapters_for
from appraisal.engine.scheme import Criterion
from appraisal.queries.mapping import asset_of
from appraisal.queries.sheet import Sheet

# Whose questions a group answers.
_ASKED = ("group", "either")
_TITLES = {
    "about": "Title and summary",
    "group": "Your group and contact",
    "asset": "The building or land",
    "terms": "What you ask the council for",
}


class Gap(NamedTuple):
    """One thing that is still to be done: the page where, and a sentence that says what."""

    page: str  # a criterion's letter, or the name of a page of facts
    said: str


def gaps(sheet: Sheet) -> tuple[Gap, ...]:
    """Return what the group has still to do, page by page; nothing: it can send the proposal in.

    A criterion is done when it is answered, when the group says that it adds nothing, or that it does not
    apply. What only the council can answer, or what the council has given no list for, is not the group's
    to do. What was typed on a page and is not taken yet counts as not done, whatever was saved before.
    """
    return (*_facts(sheet), *_criteria(sheet), *_chapters(sheet))


def _chapters(sheet: Sheet) -> Iterator[Gap]:
    """Yield the chapters that were begun and are not taken yet: without one it can be sent in."""
    for one in chapters_for(sheet.proposal.kind, "group"):
        if sheet.unfinished(one.page):
            yield _unfinished(one.page, one.title)


def _facts(sheet: Sheet) -> Iterator[Gap]:
    for page, title in _TITLES.items():
        if sheet.unfinished(page):
            yield _unfinished(page, title)
        else:
            yield from (Gap(page, said) for said in _missing_fact(sheet, page))


def _missing_fact(sheet: Sheet, page: str) -> Iterator[str]:
    proposal = sheet.proposal
    if page == "about" and not proposal.summary:
        yield "Say in a few sentences what you want to do."
    if page == "group" and not proposal.contact_name:
        yield "Say whom the council may ask."
    if page == "asset" and not of_service(sheet):
        asset = asset_of(proposal)
        if asset is None:
            yield "Say which building or land it is about."
        elif not asset.address:
            yield "Say where the building or land is."
    if page == "terms" and not terms_given(sheet):
        yield (
            "Say how much you ask the council to put in each year."
            if of_service(sheet)
            else "Say what you ask the council for, and for how long."
        )


def of_service(sheet: Sheet) -> bool:
    """Say whether a service is proposed, not a transfer: it may do without a building."""
    return sheet.proposal.kind == "coproduction"


def terms_given(sheet: Sheet) -> bool:
    """Say whether a group has said what it asks for, as far as everything else depends on it."""
    terms = sheet.proposal.terms
    if of_service(sheet):
        return terms.annual_investment_gbp is not None
    return bool(terms.tenure) and (terms.tenure == "freehold" or terms.years is not None)


def _criteria(sheet: Sheet) -> Iterator[Gap]:
    for heading in sheet.scheme.headings:
        for criterion in sheet.scheme.under(heading):
            title = f"{criterion.letter} {criterion.title}"
            if not _is_the_groups(sheet, criterion):
                continue
            if sheet.unfinished(criterion.letter):
                yield _unfinished(criterion.letter, title)
            elif not _is_done(sheet, criterion):
                said = f"Answer “{title}”, or say on its page that you add nothing or that it does not apply."
                yield Gap(criterion.letter, said)


def _unfinished(page: str, title: str) -> Gap:
    return Gap(page, f"Finish “{title}”: something typed there is not taken yet.")


def _is_the_groups(sheet: Sheet, criterion: Criterion) -> bool:
    own = [one for one in criterion.questions if one.asked_of in _ASKED]
    without_list = any(one.kind == "ratings" for one in own) and not sheet.aims.get(
        criterion.letter
    )
    return bool(own) and not without_list


def _is_done(sheet: Sheet, criterion: Criterion) -> bool:
    """Say whether the group's part is done; what the council must add to it is not the group's."""
    entry = sheet.entry(criterion.letter)
    own = {one.key for one in criterion.questions if one.asked_of in _ASKED}
    return bool(entry.reason) or (
        entry.answered and (criterion.shape.required & own) <= entry.given.keys()
    )
