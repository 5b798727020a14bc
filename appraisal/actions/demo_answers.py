"""What is answered in the demo: worked examples, taken over as files are."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from appraisal.actions.answers import agreed_for
from appraisal.actions.chapters import save_chapter
from appraisal.actions.exempt import save_exempt
from appraisal.actions.imports import take_over
from appraisal.chapters import AskedOf, chapters_for, methods_for
from appraisal.exempt import Closed
from appraisal.imports.merge import Hands, merged, plain_layout
from appraisal.library import FIXTURES
from appraisal.models import Proposal
from appraisal.queries import sheet_of
from appraisal.queries.mapping import file_mapping
from appraisal.roles import WHEN, To
from core.models import User

GROUP = Hands(group=True, council=False, agree="")
OFFICER = Hands(group=False, council=True, agree="an asset officer")

_RENT = "{market rent}"


def example_layout(name: str) -> dict[str, Any]:
    """Return a worked example in the layout of an appraisal file."""
    path = FIXTURES / "golden" / f"{name}.json"
    layout = plain_layout(json.loads(path.read_text(encoding="utf-8"), parse_float=str))
    assert isinstance(layout, dict)  # noqa: S101 (an example is an object)
    return layout


def answer_from(
    sent: Mapping[str, object], *, by: User, proposal: Proposal, hands: Hands, at: datetime
) -> None:
    """Make a proposal say what ``sent`` says, as far as it is in these hands."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    sheet = sheet_of(fresh)
    before = file_mapping(sheet)
    if hands.agree:
        hands = hands._replace(agree=agreed_for(fresh.authority))
    if hands.council:  # the council's lists stay as they are
        sent = {**sent, "lists": before.get("lists", {})}
    after = merged(before, sent, sheet.scheme, hands)
    take_over(
        by=by,
        proposal=fresh,
        before=before,
        after=after,
        name="demo.json",
        reason="The figures are those of the day of the example",
        at=at,
    )


def chapters_from(
    plan: Mapping[str, Any], one: Mapping[str, Any], *, by: User, proposal: Proposal, at: datetime
) -> None:
    """Fill in what is the group's or the officer's to say for the committee's report, as the state has it.

    What is usual for the proposal's example, with its own answers in place of the usual ones.
    """
    usual, own = plan["chapters"][one["example"]], one.get("chapters", {})
    asked_of: AskedOf = "group" if proposal.state in WHEN[To.ANSWER] else "officer"
    for chapter in chapters_for(proposal.kind, asked_of):
        if given := {**usual.get(chapter.key, {}), **own.get(chapter.key, {})}:
            own_rent = _with_rent(given, str(one.get("market_rent", "")))
            save_chapter(by=by, proposal=proposal, chapter=chapter, given=own_rent, seen=0, at=at)


def _with_rent(given: Mapping[str, Any], rent: str) -> dict[str, Any]:
    """Put a proposal’s own market rent where what is usual leaves room for it."""

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(one) for one in value]
        if isinstance(value, dict):
            return {key: said(one) for key, one in value.items()}
        return rent if value == _RENT else value

    return {key: said(value) for key, value in given.items()}


def methods_from(
    plan: Mapping[str, Any], one: Mapping[str, Any], *, by: User, proposal: Proposal, at: datetime
) -> None:
    """Answer what the other ways to value ask, where the plan of a proposal says that an officer did."""
    said = plan["methods"].get(one.get("methods"), {})
    for chapter in methods_for(proposal.kind):
        if given := said.get(chapter.key):
            save_chapter(by=by, proposal=proposal, chapter=chapter, given=given, seen=0, at=at)


def close_as_planned(
    said: Mapping[str, Any], *, proposal: Proposal, by: User, at: datetime
) -> None:
    """Choose what the public may not read of the report, where the plan of an assessment says that somebody did."""
    if "closed" in said:
        closed = [Closed(**one) for one in said["closed"]]
        save_exempt(by=by, proposal=proposal, closed=closed, seen=0, at=at)


def word_file(heading: str, text: str) -> BytesIO:
    """Return a Word file with a heading and a paragraph, as a group would add it for evidence."""
    from docx import Document  # where it is needed: it takes a while to load

    document = Document()
    document.add_heading(heading)
    document.add_paragraph(text)
    content = BytesIO()
    document.save(content)
    content.seek(0)
    return content
