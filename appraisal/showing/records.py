"""Two records of a proposal beside each other: what changed from one to the other, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from appraisal.changes import Change, changes
from appraisal.chapters import Recorded, recorded
from appraisal.layout import LEGAL_TERMS
from appraisal.recorded import Frozen
from appraisal.recorded import part as _mapping
from appraisal.showing.history import chapter_words, in_words

_LEGAL = tuple(f"terms.{key}" for key in LEGAL_TERMS)
# Of which the words of a record are, beside its file: each with what it is called.
_BESIDE = {
    "outcome": "Outcome",
    "maker": "Who decided",
    "summary": "The officer’s summary",
    "equality": "Equality considerations",
    "reasons": "Reasons for the decision",
}


class Said(NamedTuple):
    """One change in words, and why it was made."""

    text: str
    why: str = ""


class Part(NamedTuple):
    """What changed under one head."""

    title: str
    said: tuple[Said, ...]


class Points(NamedTuple):
    """What came out in the one and in the other; ``what`` is a criterion, or the whole."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from one record to another."""

    parts: tuple[Part, ...]
    points: tuple[Points, ...]

    @property
    def nothing(self) -> bool:
        """Say whether they say the same."""
        return not (self.parts or self.points)


def compared(
    before: Frozen, after: Frozen, *, reasons: Mapping[str, str], whole: bool
) -> Comparison:
    """Compare two records.

    ``reasons``: the page of a fact → why it was changed in between. ``whole``: for the council; a group is
    told neither the legal ledger, nor what the council found, nor the discount.
    """
    found = changes(before.file, after.file)
    if not whole:
        found = tuple(one for one in found if not one.place.startswith(_LEGAL))
    parts = (*_parts(found, after, reasons, whole), *_chapters(before, after, whole))
    if whole and (beside := tuple(_beside(before, after))):
        parts = (*parts, Part("What the council says beside it", beside))
    return Comparison(parts, tuple(_points(before, after, whole)))


def _parts(
    found: tuple[Change, ...], after: Frozen, reasons: Mapping[str, str], whole: bool
) -> Iterator[Part]:
    for letter in dict.fromkeys(one.letter for one in found):
        own = [one for one in found if one.letter == letter]
        criterion = after.file.scheme.by_letter.get(letter)
        title = f"{letter} {criterion.title}" if criterion else "Facts and terms"
        why = after.why(letter) if whole and letter else ""
        yield Part(title, tuple(_said(one, criterion, why, reasons) for one in own))


def _said(change: Change, criterion: Any, why: str, reasons: Mapping[str, str]) -> Said:
    if change.place.startswith("picked."):
        why = ""  # it says so itself
    return Said(in_words(change, criterion), why or reasons.get(change.place, ""))


def _beside(before: Frozen, after: Frozen) -> Iterator[Said]:
    old, new = _flat(before.beside), _flat(after.beside)
    for key, label in _BESIDE.items():
        if old.get(key) != new.get(key) and new.get(key):
            was = f"{old[key]} → " if old.get(key) else ""
            yield Said(f"{label}: {was}{new[key]}")
    if bool(old.get("refusal")) != bool(new.get("refusal")):
        yield Said(f"Officers recommend {'a refusal' if new.get('refusal') else 'to agree'}")
    was, now = _discount(before.beside), _discount(after.beside)
    if was != now and now:
        reason = str(_mapping(after.beside, "discount").get("reason") or "")
        yield Said(f"Discount: {f'{was}%' if was else 'not said'} → {now}%", reason)
    conditions = (_conditions(before.beside), _conditions(after.beside))
    for one in conditions[1]:
        if one not in conditions[0]:
            yield Said(f"Condition added: {one}")
    for one in conditions[0]:
        if one not in conditions[1]:
            yield Said(f"Condition left out: {one}")


def _chapters(before: Frozen, after: Frozen, whole: bool) -> Iterator[Part]:
    """Say what changed in each chapter; a group is told of its own."""
    old = {one.chapter.key: one.said for one in chapters_in(before)}
    for chapter, now in chapters_in(after):
        if not (whole or chapter.asked_of == "group"):
            continue
        if was := old.get(chapter.key):
            changed = tuple(Said(one) for one in chapter_words(chapter, was, now))
        else:  # what came with it can be read in it
            changed = (Said("Filled in"),) if now else ()
        if changed:
            yield Part(chapter.title, changed)


def chapters_in(one: Frozen) -> tuple[Recorded, ...]:
    """Return the chapters that a record holds, in the words of then."""
    return recorded(one.assessment.get("chapters") or (), one.file.answers.kind)


def _flat(beside: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**_mapping(beside, "assessment"), **beside}


def _discount(beside: Mapping[str, Any]) -> str:
    said = _mapping(beside, "discount")
    figure = said.get("percent", said.get("recommended_percent"))
    return "" if figure is None else str(figure)


def _conditions(beside: Mapping[str, Any]) -> list[str]:
    listed = beside.get("conditions") or []
    if isinstance(listed, str):
        return [line for line in listed.splitlines() if line.strip()]
    return [str(one["words"]) if isinstance(one, dict) else str(one) for one in listed]


def _points(before: Frozen, after: Frozen, whole: bool) -> Iterator[Points]:
    old, new = _by_letter(before), _by_letter(after)
    for letter in dict.fromkeys((*old, *new)):
        if old.get(letter) != new.get(letter):
            criterion = after.file.scheme.by_letter.get(letter)
            title = f"{letter} {criterion.title}" if criterion else letter
            yield Points(title, old.get(letter, ""), new.get(letter, ""))
    yield from _differ("All points", _total(before), _total(after))
    if whole:
        discounts = (_mapping(one.result, "discount").get("percent") for one in (before, after))
        yield from _differ("Discount that the score gives", *map(_percent, discounts))


def _differ(what: str, before: str, after: str) -> Iterator[Points]:
    if before != after:
        yield Points(what, before, after)


def _by_letter(one: Frozen) -> dict[str, str]:
    return {
        scored["letter"]: scored["status"].replace("-", " ")
        if scored["points"] is None
        else f"{scored['points']} of {scored['max_points']}"
        for scored in one.result["criteria"]
    }


def _total(one: Frozen) -> str:
    points, of = one.result["points"], one.result["applicable_max_points"]
    return f"{points} of {of}" + (", provisional" if one.result["provisional"] else "")


def _percent(figure: object) -> str:
    return "none" if figure is None else f"{figure}%"
