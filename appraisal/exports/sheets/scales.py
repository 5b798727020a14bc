"""The sheet of scales: the rules of the scheme as figures, which the points are looked up in."""

from datetime import date

from appraisal.engine.law import limit_on
from appraisal.engine.measures import (
    DeprivationRank,
    Funding,
    Level,
    Ratings,
    Share,
    Valued,
)
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.exports.sheets.book import Entry, Page, text
from appraisal.pack.criteria import name_of

_HEADS = (
    "Criterion",
    "Step",
    "Per cent",
    "Committed, per cent",
    "Decided within, months",
    "Points",
    "In words",
)


def _whole(value: int | None) -> Entry | None:
    return None if value is None else Entry(value, look="whole")


class Scales:
    """The sheet, and where each rule stands on it."""

    def __init__(self, scheme: Scheme, *, legal_on: date | None) -> None:
        self.page = Page(
            "Scales",
            _HEADS,
            (36, 34, 13, 12, 12, 9, 52),
            f"Scales: the rules of {scheme.title}, {scheme.name}.",
            figures="CDEF",
        )
        self._spans: dict[str, tuple[int, int]] = {}
        self._at: dict[str, str] = {}
        for criterion in scheme.criteria:
            self._criterion(criterion)
        self._maxima(scheme)
        self._headings(scheme)
        self._editions()
        if legal_on is not None:
            self._legal(legal_on)

    def at(self, key: str) -> str:
        """Return the address of one figure: ``maximum.A``, ``weight.A``, ``cap.E`` and so on."""
        return self._at[key]

    def column(self, letter: str, column: str) -> str:
        """Return a column of the rows of a criterion, or of ``editions``."""
        return self.page.span(column, *self._spans[letter])

    def cells(self, letter: str, column: str) -> list[str]:
        """Return the cells of a column of a criterion's rows, one by one."""
        first, last = self._spans[letter]
        return [self.page.at(column, row) for row in range(first, last + 1)]

    def _note(self, key: str, name: str, value: Entry, said: str = "") -> None:
        row = self.page.add(text(name), None, value, None, None, None, text(said))
        self._at[key] = self.page.at("C", row)

    def _criterion(self, criterion: Criterion) -> None:
        name, measure = text(name_of(criterion)), criterion.measure
        rows = self.page.rows
        first = len(rows) + 1
        match measure:
            case Funding():
                for number, funding in enumerate(measure.bands, start=1):
                    self.page.add(
                        name,
                        text(f"Rule {number}: the first that holds counts"),
                        _whole(funding.secured),
                        _whole(funding.committed),
                        _whole(funding.within_months),
                        _whole(funding.points),
                    )
            case Share():
                for share in measure.bands:
                    self._band(name, share.start, share.points, "from this whole percentage")
            case Valued():
                if not any(band.at_least == 0 for band in measure.bands):
                    self._band(name, 0, 0, "at least")
                for value in reversed(measure.bands):
                    self._band(name, value.at_least, value.points, "at least")
            case DeprivationRank():
                for deprived in measure.bands:
                    percent = Entry(deprived.percent, look="number")
                    step = text("among the most deprived")
                    self.page.add(name, step, percent, None, None, _whole(deprived.points))
            case Level() | Ratings():
                labels = next(q for q in criterion.questions if q.key == measure.question)
                for key, points in measure.points.items():
                    said = text(labels.choice_labels[key])
                    self.page.add(name, text(key), None, None, None, _whole(points), said)
        self._spans[criterion.letter] = (first, len(rows))
        if isinstance(measure, Ratings):
            row = self.page.add(
                name, text("all together, at most"), None, None, None, _whole(measure.cap)
            )
            self._at[f"cap.{criterion.letter}"] = self.page.at("F", row)
        if isinstance(measure, Valued):
            self._parts(criterion, measure)

    def _band(self, name: Entry, start: int, points: int, step: str) -> None:
        self.page.add(name, text(step), _whole(start), None, None, _whole(points))

    def _parts(self, criterion: Criterion, measure: Valued) -> None:
        for number, part in enumerate(measure.parts):
            for what, figure, unit in (
                ("times", part.times, part.times_unit),
                ("years", part.spread_years, "years that a one-off value is spread over"),
            ):
                if figure != 1:
                    title = f"{name_of(criterion)}: {part.title}"
                    key = f"{what}.{criterion.letter}.{number}"
                    self._note(key, title, Entry(figure, look="whole"), unit)

    def _maxima(self, scheme: Scheme) -> None:
        self._title("Most points, and weight", "Most points", "Weight")
        for criterion in scheme.criteria:
            row = self.page.add(
                text(name_of(criterion)),
                None,
                _whole(criterion.maximum),
                Entry(criterion.weight, look="number"),
            )
            self._at[f"maximum.{criterion.letter}"] = self.page.at("C", row)
            self._at[f"weight.{criterion.letter}"] = self.page.at("D", row)

    def _headings(self, scheme: Scheme) -> None:
        self._title("Headings", "", "Weight")
        said = {
            "points": "The score is points ÷ points that apply: the weights are not used.",
            "weighted": "The score is each heading’s percentage × its weight.",
        }[scheme.rule]
        for heading in scheme.headings:
            row = self.page.add(
                text(heading.title),
                None,
                None,
                Entry(heading.weight, look="number"),
                None,
                None,
                text(said),
            )
            self._at[f"heading.{heading.key}"] = self.page.at("D", row)

    def _editions(self) -> None:
        self._title("Indices of Deprivation", "Edition", "Small areas")
        first = len(self.page.rows) + 1
        for edition, areas in DEPRIVATION_AREAS.items():
            self.page.add(None, None, _whole(edition), _whole(areas))
        self._spans["editions"] = (first, len(self.page.rows))

    def _legal(self, day: date) -> None:
        self._title("The law", "Limit", "")
        consent, short = limit_on("general_consent", day), limit_on("short_lease", day)
        self._note("limit", consent.title, Entry(consent.amount, look="pounds"), consent.unit)
        self._note("short", short.where, Entry(short.whole), short.unit)

    def _title(self, name: str, third: str, fourth: str) -> None:
        heads = (name, "", third, fourth)
        self.page.add(*(Entry(head, look="head") for head in heads))
