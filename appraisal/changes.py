"""What differs between two appraisal files, in words a person understands: nothing left out.

Values are compared as data and only then put into words, so that no rounding hides a change.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.answers import Answer, Picked
from appraisal.engine.proxies import Proxies, Proxy
from appraisal.engine.said import column_head, in_words
from appraisal.engine.scheme import Criterion, Question
from appraisal.facts import facts_of
from appraisal.file import AppraisalFile
from appraisal.pairs import Cell, Item, pairs_of

NOT_ANSWERED, ANSWERED = "not answered", "answered, with nothing entered"


class Change(NamedTuple):
    """One difference: its place in the file, whose it is, and both values in words.

    ``letter`` is empty where it is no answer. ``before`` is empty where nothing stood there, and
    ``after`` where nothing stands there any more.
    """

    place: str
    letter: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: added {self.after}"
        if not self.after:
            return f"{self.what}: removed {self.before}"
        return f"{self.what}: {self.before} → {self.after}"


def changes(before: AppraisalFile, after: AppraisalFile) -> tuple[Change, ...]:
    """Return every change from one file to another: facts and terms, answers, own proxies."""
    return (
        *_of_facts(before, after),
        *(change for letter in _letters(before, after) for change in _of(letter, before, after)),
        *_of_proxies(before, after),
    )


def answer_changes(
    criterion: Criterion,
    before: Answer | None,
    after: Answer | None,
    wording: Mapping[str, str],
) -> tuple[Change, ...]:
    """Return every change from one answer to a criterion to another; ``wording`` names what is rated."""
    old, new = _Side(criterion, before, wording), _Side(criterion, after, wording)
    name = f"{criterion.letter} {criterion.title}"
    place = f"answers.{criterion.letter}"
    return (
        *_of_questions(place, criterion.letter, name, old, new),
        *_beside(place, criterion.letter, name, old, new),
    )


def chapter_changes(
    questions: Sequence[Question], before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[Change, ...]:
    """Return every change from what a chapter said to what it says: values as the engine reads them."""
    sides = (_Side(None, Answer(before), {}), _Side(None, Answer(after), {}))
    return tuple(
        change
        for one in questions
        for change in _of_values(one.key, "", _called(one), (one, one), sides)
    )


def _of_facts(before: AppraisalFile, after: AppraisalFile) -> Iterator[Change]:
    for old, new in zip(facts_of(before), facts_of(after), strict=True):
        if old.value != new.value:
            yield Change(new.place, "", new.label, old.text, new.text)


def _letters(before: AppraisalFile, after: AppraisalFile) -> list[str]:
    known = (*after.scheme.by_letter, *before.scheme.by_letter)
    return list(dict.fromkeys(known))


# --- one criterion -------------------------------------------------------------------------------


class _Side(NamedTuple):
    """What one of the two files says of a criterion."""

    criterion: Criterion | None  # its scheme may not have the letter
    answer: Answer | None
    wording: Mapping[str, str]

    @property
    def given(self) -> Mapping[str, object]:
        return self.answer.given if self.answer else {}

    @property
    def questions(self) -> dict[str, Question]:
        return {one.key: one for one in self.criterion.questions} if self.criterion else {}

    def says(self) -> dict[str, tuple[str, str]]:
        """Return what stands beside the questions: place → label and text."""
        answer = self.answer or Answer()
        claim = answer.not_applicable
        return {
            "not_applicable.reason": ("Does not apply", claim.reason if claim else ""),
            "not_applicable.agreed_by": (
                "Agreed for the council by",
                claim.agreed_by if claim else "",
            ),
            "evidence": ("Evidence", answer.evidence),
            "note": ("Note", answer.note),
        }


def _side(letter: str, given: AppraisalFile) -> _Side:
    return _Side(
        given.scheme.by_letter.get(letter),
        given.answers.letters.get(letter),
        given.wording.get(letter, {}),
    )


def _of(letter: str, before: AppraisalFile, after: AppraisalFile) -> Iterator[Change]:
    old, new = _side(letter, before), _side(letter, after)
    criterion = new.criterion or old.criterion
    name = f"{letter} {criterion.title}" if criterion else letter
    place = f"answers.{letter}"
    answered = [*_of_questions(place, letter, name, old, new)]
    beside = [*_beside(place, letter, name, old, new)]
    claimed = any("not_applicable" in change.place for change in beside)
    if (old.answer is None) != (new.answer is None) and not answered and not claimed:
        was, now = (_state(side.answer) for side in (old, new))
        yield Change(place, letter, name, was, now)
    yield from answered
    yield from beside
    was, now = (_picked_words(one.answers.picked.get(letter)) for one in (before, after))
    if was != now:
        yield Change(f"picked.{letter}", letter, f"{name}, points picked", was, now)
    for key in dict.fromkeys((*new.wording, *old.wording)):
        words_were, words_are = old.wording.get(key, ""), new.wording.get(key, "")
        if words_were != words_are:
            what = f"{name}, wording of “{key}”"
            yield Change(f"lists.{letter}.{key}", letter, what, words_were, words_are)


def _picked_words(picked: Picked | None) -> str:
    return f"{picked.points}, because {picked.reason}" if picked else ""


def _state(answer: Answer | None) -> str:
    return NOT_ANSWERED if answer is None else ANSWERED


def _beside(place: str, letter: str, name: str, old: _Side, new: _Side) -> Iterator[Change]:
    said = new.says()
    for key, (label, was) in old.says().items():
        now = said[key][1]
        if was != now:
            yield Change(f"{place}.{key}", letter, f"{name}, {label}", was, now)


def _of_questions(place: str, letter: str, name: str, old: _Side, new: _Side) -> Iterator[Change]:
    for key in dict.fromkeys((*new.questions, *old.questions)):
        was, now = old.questions.get(key), new.questions.get(key)
        where, what = f"{place}.{key}", _what(name, now or was)
        if was and now and was.kind == now.kind:
            yield from _of_values(where, letter, what, (was, now), (old, new))
            continue
        # Another scheme asks something else under this key, or asks nothing: all goes, all comes.
        if was:
            yield from _of_values(where, letter, what, (was, was), (old, _Side(None, None, {})))
        if now:
            yield from _of_values(where, letter, what, (now, now), (_Side(None, None, {}), new))


def _what(name: str, question: Question | None) -> str:
    """Return a criterion's name with what is asked, short where the whole sentence is long."""
    if question is None or question.kind == "ratings":  # what is rated speaks for itself
        return name
    return f"{name}, {_called(question)}"


def _called(question: Question) -> str:
    named = question.name and question.name != question.label
    called = question.name if named else question.label
    if question.kind == "rows":
        called = words.from_key(question.key)
    return f"{called[:1].upper()}{called[1:]}"


def _of_values(
    place: str,
    letter: str,
    what: str,
    questions: tuple[Question, Question],
    sides: tuple[_Side, _Side],
) -> Iterator[Change]:
    key = questions[0].key
    was, now = (side.given.get(key) for side in sides)
    if questions[1].kind == "rows":
        old, new = _items(questions[0], was), _items(questions[1], now)
        yield from _of_items(place, letter, what, old, new)
    elif questions[1].kind == "ratings":
        yield from _of_ratings(place, letter, what, questions, sides)
    elif was != now:
        before, after = in_words(questions[0], was), in_words(questions[1], now)
        yield Change(place, letter, what, before, after)


def _of_ratings(
    place: str,
    letter: str,
    what: str,
    questions: tuple[Question, Question],
    sides: tuple[_Side, _Side],
) -> Iterator[Change]:
    rated = [side.given.get(questions[0].key) for side in sides]
    was, now = (one if isinstance(one, dict) else {} for one in rated)
    for key in dict.fromkeys((*now, *was)):
        if was.get(key) != now.get(key):
            title = sides[1].wording.get(key) or sides[0].wording.get(key) or words.from_key(key)
            before = in_words(questions[0], was.get(key))
            after = in_words(questions[1], now.get(key))
            yield Change(f"{place}.{key}", letter, f"{what}, {title}", before, after)


# --- rows ----------------------------------------------------------------------------------------


def _items(question: Question, rows: object) -> list[Item]:
    given = rows if isinstance(rows, tuple) else ()
    return [_item(question, row) for row in given]


def _item(question: Question, row: Mapping[str, object]) -> Item:
    cells = {
        column.key: Cell(_cell_label(column), value, _cell_text(column, value))
        for column in question.columns
        if (value := row.get(column.key)) is not None
    }
    named = next((one.key for one in question.columns if one.kind in ("text", "choice")), "")
    name = cells[named].text if named in cells else ""
    return Item(name, name, cells, named)


def _cell_label(column: Question) -> str:
    return column.label if column.kind == "amount" else column_head(column)


def _cell_text(column: Question, value: object) -> str:
    if column.kind in ("number", "whole") and isinstance(value, Decimal | int):
        return words.plain(value)  # the column's label tells the unit
    return in_words(column, value)


def _of_items(
    place: str, letter: str, what: str, before: list[Item], after: list[Item]
) -> Iterator[Change]:
    pairs = pairs_of(before, after)
    for was, now in pairs:
        item = after[now] if now is not None else before[was or 0]
        number = now if now is not None else was or 0
        where = f"{place}[{number}]"
        old, new = (before[was] if was is not None else None), (None if now is None else item)
        title = f"{what}, {(old or item).name or f'row {number + 1}'}"
        if old is None or new is None:
            gist = item.gist()
            yield Change(where, letter, title, gist if old else "", gist if new else "")
        else:
            yield from _of_cells(where, letter, title, old.cells, new.cells)
    order = [was for was, now in pairs if was is not None and now is not None]
    if order != sorted(order):
        kept = [now for was, now in pairs if was is not None and now is not None]
        listed = [
            words.listed([items[number].name for number in numbers])
            for items, numbers in ((before, sorted(order)), (after, kept))
        ]
        yield Change(place, letter, f"{what}, order", *listed)


def _of_cells(
    place: str, letter: str, what: str, old: Mapping[str, Cell], new: Mapping[str, Cell]
) -> Iterator[Change]:
    nothing = Cell("", None, "")
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key, nothing), new.get(key, nothing)
        if was.value != now.value:
            label = now.label or was.label
            yield Change(f"{place}.{key}", letter, f"{what}, {label}", was.text, now.text)


# --- the council's own proxies -------------------------------------------------------------------


def _of_proxies(before: AppraisalFile, after: AppraisalFile) -> Iterator[Change]:
    old = [_proxy_item(one, before.proxies) for one in before.own_proxies]
    new = [_proxy_item(one, after.proxies) for one in after.own_proxies]
    found = _of_items("proxies", "", "The council’s own figure", old, new)
    yield from (
        change for change in found if change.place != "proxies"
    )  # their order means nothing


def _proxy_item(proxy: Proxy, known: Proxies) -> Item:
    kind = known.kinds[proxy.key]
    since = words.day(proxy.applies_from)
    value = words.short_pounds(proxy.value) if kind.money else words.plain(proxy.value)
    cells = {
        "key": Cell("what it is", proxy.key, kind.title),
        "area": Cell("area", proxy.area or None, proxy.area),
        "applies_from": Cell("applies from", proxy.applies_from, since),
        "value": Cell("value", proxy.value, value),
        "source": Cell("source", proxy.source, proxy.source),
    }
    name = ", ".join(part for part in (kind.title, proxy.area, f"from {since}") if part)
    return Item(name, (proxy.key, proxy.area, proxy.applies_from), cells)
