"""Answers: a mapping of letters, as a file or a form holds it → answers by letter."""

from collections.abc import Mapping
from typing import cast

from appraisal.engine import words
from appraisal.engine.answers import Answer, NotApplicable, Picked
from appraisal.engine.faults import Faults, typed, within
from appraisal.engine.fields import Field, Shape
from appraisal.engine.reading import read_fields, read_object, refuse_key
from appraisal.engine.scheme import Criterion, Scheme

BESIDE = (Field(key="evidence", kind="text"), Field(key="note", kind="text"))  # of every answer
RESERVED = ("evidence", "note", "not_applicable")
CLAIM_LIKE = '{"reason": "why it does not apply", "agreed_by": "who agreed for the council"}'
_CLAIMED = Shape(BESIDE, beside=("not_applicable",))
CLAIM = Shape(
    (Field(key="reason", kind="text", required=True), Field(key="agreed_by", kind="text"))
)

PICKED_LIKE = '{"points": 10, "reason": "why these points and not the rule’s"}'
PICKED = Shape(
    (
        Field(key="points", kind="whole", required=True),
        Field(key="reason", kind="text", required=True),
    )
)


def parse_answers(given: object, scheme: Scheme, place: str, faults: Faults) -> dict[str, Answer]:
    """Read the answers of a scheme's criteria; faults are noted, never raised."""
    letters = read_object(given, place, faults)
    if letters is None:
        return {}
    answers: dict[str, Answer] = {}
    for letter, given_here in letters.items():
        criterion = scheme.by_letter.get(letter)
        if criterion is None:
            refuse_key(letter, scheme.by_letter.keys(), place, faults)
            continue
        where = f"{place}.{letter}"
        if isinstance(given_here, dict):
            answers[letter] = parse_answer(given_here, criterion, where, faults)
        else:
            like = f'{{"{criterion.questions[0].key}": …}}'
            read_object(given_here, where, faults, like)
    return answers


def parse_answer(
    given: Mapping[str, object], criterion: Criterion, place: str, faults: Faults
) -> Answer:
    """Read the answer to one criterion."""
    if "not_applicable" in given:
        return _claimed_answer(given, place, faults)
    read = read_fields(criterion.shape, given, place, faults)
    evidence, note = read.pop("evidence", ""), read.pop("note", "")
    criterion.measure.check(read, place, faults)
    return Answer(read, None, str(evidence), str(note))


def _claimed_answer(given: Mapping[str, object], place: str, faults: Faults) -> Answer:
    for key in given:
        if key not in RESERVED and not key.startswith("x_"):
            faults.add(
                within(place, key),
                "This cannot stand beside not_applicable: give one or the other.",
            )
    beside = read_fields(_CLAIMED, given, place, faults)
    claim = _claim(given["not_applicable"], f"{place}.not_applicable", faults)
    return Answer({}, claim, str(beside.get("evidence", "")), str(beside.get("note", "")))


def _claim(given: object, place: str, faults: Faults) -> NotApplicable:
    mapping = read_object(given, place, faults, CLAIM_LIKE)
    if mapping is None:
        return NotApplicable("")
    if "reason" not in mapping:
        faults.add(within(place, "reason"), f"This is missing. Write it like {CLAIM_LIKE}.")
    read = read_fields(CLAIM, mapping, place, faults)
    return NotApplicable(str(read.get("reason", "")), str(read.get("agreed_by", "")))


def parse_picked(
    given: object, scheme: Scheme, answers: Mapping[str, Answer], place: str, faults: Faults
) -> dict[str, Picked]:
    """Read the points that were picked, by letter: each one of its criterion's own levels."""
    picked: dict[str, Picked] = {}
    for letter, given_here in (read_object(given, place, faults) or {}).items():
        criterion = scheme.by_letter.get(letter)
        where = within(place, letter)
        if criterion is None:
            refuse_key(letter, scheme.by_letter.keys(), place, faults)
        elif (mapping := read_object(given_here, where, faults, PICKED_LIKE)) is not None:
            read = read_fields(PICKED, mapping, where, faults)
            _check_pick(read, criterion, answers.get(letter), where, faults)
            if read.keys() == {"points", "reason"}:
                picked[letter] = Picked(cast(int, read["points"]), str(read["reason"]))
    return picked


def _check_pick(
    read: Mapping[str, object],
    criterion: Criterion,
    answer: Answer | None,
    place: str,
    faults: Faults,
) -> None:
    claim = answer.not_applicable if answer is not None else None
    if claim is not None and claim.agreed_by:
        faults.add(
            place, "It is agreed that this criterion does not apply, so no points are picked."
        )
    if "points" in read and read["points"] not in criterion.levels:
        levels = words.listed([words.plain(level) for level in criterion.levels])
        faults.add(
            within(place, "points"),
            f"{typed(read['points'])} is no level of {criterion.letter}: its rule can give {levels} points.",
        )
