"""The sheet of inputs: every fact and answer that the sums start from, and the only cells that are typed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.answers import Answer
from appraisal.engine.measures.base import rows
from appraisal.engine.results import CriterionScore
from appraisal.engine.scheme import Question
from appraisal.exports.sheets.book import Entry, Look, Page, Value, text
from appraisal.layout import LEGAL_TERMS
from appraisal.pack.criteria import name_of
from appraisal.pack.seen import Seen

ANSWERED = "answered"
_CLAIMED = "said not to apply"
_SILENT = "not answered"

_TRANSFER_TERMS = {
    "tenure": ("What is asked for: lease, freehold or licence", ""),
    "years": ("For how long", "years"),
    "market_rent_gbp_pa": ("Market rent", "£ a year"),
    "rent_offered_gbp_pa": ("Rent that the group offers: it changes no figure", "£ a year"),
    "unrestricted_value_gbp": ("Unrestricted value, from a valuer", "£"),
    "consideration_gbp": ("Consideration: the valuer’s capital value of the terms", "£"),
    "voluntary_conditions_gbp": ("Voluntary conditions that a valuer priced", "£"),
}
_COPRODUCTION_TERMS = {
    "years": ("For how long", "years"),
    "annual_investment_gbp": ("Investment asked of the council", "£ a year"),
}


class Inputs:
    """The sheet, and where each figure stands on it."""

    def __init__(self, seen: Seen) -> None:
        self.page = Page(
            "Inputs",
            ("Key", "What is asked", "Value", "Unit", "In words"),
            (34, 54, 24, 14, 46),
            "Inputs: all that was answered. Change a value here, and every other sheet follows.",
        )
        self._at: dict[str, str] = {}
        self._facts(seen)
        for scored in seen.appraisal.criteria:
            self._criterion(scored, seen.given.wording.get(scored.criterion.letter, {}))

    def at(self, key: str) -> str:
        """Return the address of a value; ``KeyError`` where there is no such row."""
        return self._at[key]

    def has(self, key: str) -> bool:
        """Say whether there is a row of this key."""
        return key in self._at

    def rows_of(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield the keys below a key, and where their values stand."""
        yield from ((key, at) for key, at in self._at.items() if key.startswith(prefix))

    def _facts(self, seen: Seen) -> None:
        answers = seen.appraisal.answers
        self._row("valuation_date", "Valued on", answers.valuation_date)
        self._row("authority.region", "Region", answers.region)
        coproduction = answers.kind == "coproduction"
        for key, (label, unit) in (
            _COPRODUCTION_TERMS if coproduction else _TRANSFER_TERMS
        ).items():
            if not (seen.for_group and key in LEGAL_TERMS):
                self._row(f"terms.{key}", label, getattr(answers.terms, key), unit)
        asset = answers.deprivation
        self._row(
            "asset.imd.edition",
            "Edition of the Indices of Deprivation",
            asset.edition if asset else None,
        )
        self._row("asset.imd.rank", "Rank of the asset’s small area", asset.rank if asset else None)

    def _criterion(self, scored: CriterionScore, wording: Mapping[str, str]) -> None:
        criterion, answer = scored.criterion, scored.answer
        letter = criterion.letter
        self.page.add(Entry(name_of(criterion), look="block"))
        state = _SILENT if answer is None else _CLAIMED if answer.not_applicable else ANSWERED
        others = f"One of: {ANSWERED}, {_SILENT}, {_CLAIMED}"
        self._row(letter, "Whether this criterion is answered", state, "", others)
        if answer is not None and answer.not_applicable is not None:
            self._row(
                f"{letter}.not_applicable.reason",
                "Why it does not apply",
                answer.not_applicable.reason,
            )
            self._row(
                f"{letter}.not_applicable.agreed_by",
                "Agreed for the council by: without it, it counts as unanswered",
                answer.not_applicable.agreed_by,
            )
        for question in criterion.questions:
            self._question(letter, question, answer or Answer(), wording)
        if scored.picked is not None:
            self._row(
                f"{letter}.picked",
                "Points picked in place of the rule’s",
                scored.picked.points,
                "points",
            )
            self._row(f"{letter}.picked.reason", "Why they were picked", scored.picked.reason)
        if answer is not None:
            for key, said in (("evidence", answer.evidence), ("note", answer.note)):
                if said:
                    self._row(f"{letter}.{key}", key.capitalize(), said)

    def _question(
        self, letter: str, question: Question, answer: Answer, wording: Mapping[str, str]
    ) -> None:
        place = f"{letter}.{question.key}"
        given = answer.given.get(question.key)
        if question.kind == "rows":
            for number, row in enumerate(rows(answer.given, question.key), start=1):
                for column in question.columns:
                    self._value(
                        f"{place}[{number}].{column.key}",
                        f"{(question.row_name or 'row').capitalize()} {number}: {column.label}",
                        column,
                        row.get(column.key),
                    )
        elif question.kind == "ratings":
            rated = given if isinstance(given, dict) else {}
            for key, rating in rated.items():
                label = wording.get(key) or words.from_key(key)
                self._value(f"{place}.{key}", label, question, rating)
        else:
            self._value(place, question.label, question, given)

    def _value(self, key: str, label: str, question: Question, given: object) -> None:
        meaning = question.choice_labels.get(str(given), "")
        value = given if isinstance(given, Decimal | int | str) else None
        self._row(key, label, value, question.unit, meaning)

    def _row(
        self, key: str, label: str, value: Value | None, unit: str = "", meaning: str = ""
    ) -> None:
        look: Look = "price" if unit.startswith("£") else "number"
        given = None if value is None or value == "" else Entry(value, look=look)
        full = f"answers.{key}" if key[:1].isupper() else key
        row = self.page.add(text(full), text(label), given, text(unit), text(meaning))
        self._at[key] = self.page.at("C", row)
