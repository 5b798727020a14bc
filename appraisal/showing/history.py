"""What happened to a proposal, in words: each event of the audit as a person would tell it.

A group reads what it did itself and what the council told it; how the council assesses, checks and prepares
is the council's own.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, cast

from appraisal.changes import Change, answer_changes, chapter_changes
from appraisal.chapters import PREFIX as CHAPTER
from appraisal.chapters import Chapter, chapter_for
from appraisal.engine import words
from appraisal.engine.answers import Answer
from appraisal.engine.faults import Faults
from appraisal.engine.parse_answers import parse_answer
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.facts import TENURES
from appraisal.layout import LEGAL_TERMS
from appraisal.readers import Reader


class Event(NamedTuple):
    """One sort of event: what it is called, and what a group reads of it."""

    said: str
    group: bool = False  # whether a group reads of it at all
    reason: bool = False  # and of the reason as well


EVENTS: Mapping[str, Event] = {
    "proposal started": Event("The proposal was started", group=True),
    "proposal started from paper": Event("The proposal was typed in from a paper form", group=True),
    "paper form confirmed": Event("The group confirmed what was typed in from paper", group=True),
    "page saved": Event("Answers were saved", group=True, reason=True),
    "appraisal file taken over": Event("Answers were filled in from a file", group=True),
    "place found by the postcode": Event("The place was found by its postcode", group=True),
    "answered by the postcode": Event("The postcode answered how deprived the place is", group=True),
    "no longer answered by the postcode": Event(
        "The postcode no longer answers how deprived the place is", group=True
    ),
    "not applicable agreed": Event("The council agreed that this does not apply", group=True),
    "agreement withdrawn": Event("The council no longer agrees that this does not apply", group=True),
    "chapter saved": Event("A chapter for the committee’s report was saved", group=True),
    "council chapter saved": Event("A chapter for the committee’s report was saved"),
    "message sent": Event("A message was sent", group=True),
    "evidence added": Event("A file was added", group=True),
    "evidence removed": Event("A file was removed", group=True),
    "building or land disclosed": Event("The council told what it knows of the place", group=True),
    "eligibility said": Event("It was said whether the enquiry is eligible"),
    "check settled": Event("A check was settled"),
    "officer changed": Event("The officer who deals with it was changed"),
    "criterion assessed": Event("A criterion was assessed"),
    "recommendation changed": Event("The recommendation was changed"),
    "exempt sections chosen": Event("It was chosen what the public may not read"),
    "terms corrected": Event("What the group asks for was corrected"),
    "flag raised": Event("A flag was raised"),
    "flag resolved": Event("A flag was resolved"),
    "assessment ready": Event("The assessment was said to be ready for checking"),
    "interest declared": Event("A member of the panel said whether they have an interest"),
    "moderation opened": Event("The panel opened its moderation"),
    "panel agreed": Event("The panel recorded what it agrees"),
    "pack issued": Event("A pack was issued"),
    "publication written": Event("It was written what the public reads"),
    # --- the moves of the route
    "invite": Event("The group was invited to apply", group=True),
    "decline": Event("The enquiry was declined", group=True, reason=True),
    "begin": Event("The application was begun", group=True),
    "submit": Event("The proposal was sent in", group=True),
    "return": Event("The proposal was returned for more information", group=True, reason=True),
    "resubmit": Event("The proposal was sent in again", group=True),
    "assess": Event("The assessment was begun", group=True),
    "sign-off": Event("The assessment was signed off"),
    "send-back": Event("The assessment was sent back to the officer"),
    "reopen": Event("The assessment was opened again"),
    "to-panel": Event("The proposal was put to the panel", group=True),
    "off-panel": Event("The proposal was taken off the agenda"),
    "decide": Event("The panel decided", group=True),
    "decide-alone": Event("It was decided under delegation, or for the cabinet", group=True),
    "publish": Event("The decision was published", group=True),
    "ask-again": Event("The council was asked to look at its decision again", group=True, reason=True),
    "look-again": Event("The council began to look at its decision again", group=True, reason=True),
    "uphold": Event("The council stood by its decision", group=True, reason=True),
    "uphold-published": Event("The council stood by its published decision", group=True, reason=True),
    "withdraw": Event("The proposal was withdrawn", group=True, reason=True),
}  # fmt: skip
# How each member of a panel marks is the panel’s own until it is decided, and stands in the record then.
MARKS = ("mark saved", "marks done")
FOR_GROUP = tuple(key for key, event in EVENTS.items() if event.group)

_PAGES = {
    "about": "title and summary",
    "group": "group and contact",
    "asset": "building or land",
    "terms": "what is asked of the council",
    "council": "the council’s figures",
}
_FACTS = {
    "title": "Title",
    "summary": "Summary",
    "reference": "Reference",
    "legal_form": "Legal form of the group",
    "contact_name": "Name of the contact",
    "contact_email": "Email address of the contact",
    "contact_phone": "Phone number of the contact",
    "name": "Building or land",
    "address": "Address",
    "postcode": "Postcode",
    "uprn": "Property number (UPRN)",
    "floor_area_m2": "Floor area (m²)",
    "site_area_m2": "Area of the site (m²)",
    "imd_edition": "Deprivation index, edition",
    "imd_rank": "Deprivation rank of the area",
    "small_area": "Small area, code",
    "small_area_name": "Small area",
    "imd_source": "Where the rank comes from",
    "neighbourhood_found": "Neighbourhood found by the postcode",
    "neighbourhood": "Neighbourhood",
    "tenure": "Lease, freehold or licence",
    "years": "Length in years",
    "market_rent_gbp_pa": "Market rent a year",
    "rent_offered_gbp_pa": "Rent offered by the group a year",
    "unrestricted_value_gbp": "Unrestricted value",
    "consideration_gbp": "Consideration",
    "voluntary_conditions_gbp": "Voluntary conditions priced by a valuer",
    "annual_investment_gbp": "Investment asked for each year",
    "valuation_date": "Valuation date",
}
_VERDICTS = {
    "accept": "accepted as it is",
    "correct": "corrected",
    "pick": "a level was picked",
    "agree": "agreed that it does not apply",
    "refuse": "not agreed that it does not apply",
}
# Keys of details that say too little of themselves.
_KEYS = {
    "settled": "The conditions are chosen",
    "refusal": "A refusal is recommended",
    "equality": "Equality considerations",
    "exempt": "What the public may not read",
    "exempt_settled": "It is chosen what the public may not read",
    "wording_of": "What the figures gave",
}
_NOTHING = "(nothing)"
# Facts that are amounts. Of a year, a phone number or a name every figure is told as it was typed.
_AMOUNTS = frozenset({"years", "floor_area_m2", "site_area_m2", "imd_rank"})
_OFFICERS = "assess-"  # before the letter of an officer's page


class Line(NamedTuple):
    """An event in words: what happened, what it was before and after, and why."""

    said: str
    changes: tuple[str, ...] = ()
    why: str = ""


def line_of(event: str, detail: Mapping[str, Any], scheme: Scheme, reader: Reader) -> Line:
    """Tell of an event. What it holds that is not for this reader is left out."""
    known = EVENTS.get(event, Event(f"{event[:1].upper()}{event[1:]}"))
    said, changes = _told(event, known, detail, scheme, reader)
    open_to_them = reader is Reader.OFFICER or known.reason
    return Line(said, tuple(changes), _reason(detail) if open_to_them else "")


def _reason(detail: Mapping[str, Any]) -> str:
    after = detail.get("after")
    inside = after.get("reason") if isinstance(after, dict) else None
    return str(detail.get("reason") or inside or "")


def _told(
    event: str, known: Event, detail: Mapping[str, Any], scheme: Scheme, reader: Reader
) -> tuple[str, Iterator[str] | tuple[str, ...]]:
    page = str(detail.get("page", "")).removeprefix(_OFFICERS)
    letter = next((one for one in (page, page[-1:]) if one in scheme.by_letter), "")
    criterion = scheme.by_letter.get(letter)
    before, after = _mapping(detail, "before"), _mapping(detail, "after")
    if event == "appraisal file taken over":
        return known.said, tuple(_letters_changed(before, after))
    if event == "criterion assessed" and criterion:
        found = _VERDICTS.get(str(after.get("verdict")), "assessed")
        picked = f": {words.counted(after['points'], 'point')}" if after.get("points") else ""
        return f"{_name(criterion)} was assessed: {found}{picked}", _answers(
            criterion, _in_force(before), _in_force(after)
        )
    if criterion and ("given" in after or "given" in before):
        said = (
            f"{_name(criterion)} was saved"
            if event == "page saved"
            else f"{known.said}: {_name(criterion)}"
        )
        return said, _answers(criterion, before, after)
    if event == "terms corrected":
        return known.said, _facts(before, after, reader)
    if page in _PAGES:
        own = f"Saved: {_PAGES[page]}" if event == "page saved" else known.said
        return own, _facts(before, after, reader)
    chapter = chapter_for(scheme.kind, page.removeprefix(CHAPTER))
    if page.startswith(CHAPTER) and chapter:
        return f"Saved: {chapter.title}", chapter_words(chapter, before, after)
    if reader is Reader.GROUP:
        return known.said, ()
    return known.said, _plainly(before, after)


def chapter_words(
    chapter: Chapter, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """Say what changed in a chapter; ``before`` and ``after`` hold question → value as a file writes it."""
    for change in chapter_changes(chapter.questions, chapter.value(before), chapter.value(after)):
        yield in_words(change)


def _in_force(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was found, with the group’s answers where it is those that counted."""
    return {**state, "given": state["groups"]} if state.get("groups") else state


def _name(criterion: Criterion) -> str:
    return f"{criterion.letter} {criterion.title}"


def _mapping(detail: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    given = detail.get(key)
    return given if isinstance(given, dict) else {}


def _answers(
    criterion: Criterion, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    old, new = _answer(criterion, before), _answer(criterion, after)
    for change in answer_changes(criterion, old, new, {}):
        yield in_words(change, criterion)


def in_words(change: Change, criterion: Criterion | None = None) -> str:
    """Say a change: “Volunteer hours a week: 40 → 24”, without the criterion’s name where that is known."""
    what = change.what
    if criterion:
        what = what.removeprefix(_name(criterion)).removeprefix(", ") or _name(criterion)
    return str(change._replace(what=what)).replace("?: ", "? ", 1)


def _answer(criterion: Criterion, state: Mapping[str, Any]) -> Answer | None:
    """Read what an entry said, as the audit keeps it; what cannot be read any more is left out."""
    if not state:
        return None
    beside = _mapping(state, "beside")
    given: dict[str, object] = dict(_mapping(state, "given"))
    for key in ("evidence", "note"):
        if beside.get(key):
            given[key] = beside[key]
    if beside.get("not_applicable_reason"):
        given["not_applicable"] = {
            "reason": beside["not_applicable_reason"],
            "agreed_by": "the council" if beside.get("agreed_by") else "",
        }
    return parse_answer(given, criterion, "", Faults())


def _facts(before: Mapping[str, Any], after: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    for key, label in _FACTS.items():
        if reader is Reader.GROUP and key in LEGAL_TERMS:
            continue
        old, new = before.get(key), after.get(key)
        if (old or new) and (old != new or key.startswith("contact_")):
            yield f"{label}: {_fact(key, old)} → {_fact(key, new)}"


def _fact(key: str, value: object) -> str:
    if value in (None, ""):
        return _NOTHING
    if key == "tenure":
        return TENURES.get(str(value), str(value))
    if isinstance(value, bool):
        return _plain(value)
    if key not in _AMOUNTS and "_gbp" not in key:
        return str(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return words.short_pounds(number) if "_gbp" in key else words.plain(number)


def _letters_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Say which parts a file changed; what exactly, the records tell."""
    old, new = _mapping(before, "answers"), _mapping(after, "answers")
    letters = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    if letters:
        yield f"Answers changed: {words.listed(letters)}"
    if any(
        before.get(key) != after.get(key)
        for key in ("title", "summary", "asset", "terms", "applicant")
    ):
        yield "Facts of the proposal changed"


def _plainly(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Say what changed in an event that has no words of its own; numbers of rows and people are left out."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        same = old == new or not (old or new)  # nothing was said, and then in so many words
        if not same and key != "reason" and _sayable(old) and _sayable(new):
            yield f"{_KEYS.get(key) or words.from_key(key)}: {_plain(old)} → {_plain(new)}"


def _sayable(value: object) -> bool:
    return value is None or isinstance(value, str | bool)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value else _NOTHING


def detail_of(text: str) -> Mapping[str, Any]:
    """Read an event's detail; nothing where it was erased when its time was over."""
    return cast("Mapping[str, Any]", json.loads(text))
