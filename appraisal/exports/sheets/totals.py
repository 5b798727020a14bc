"""The sheet of totals: headings, score, discount and the legal undervalue, each by formulas alone."""

from fractions import Fraction

from appraisal.engine.results import Coefficiency
from appraisal.engine.scheme import SOCIAL_VALUE
from appraisal.exports.sheets.book import Entry, Look, Page, Value, exact, text
from appraisal.exports.sheets.criteria import Criteria
from appraisal.exports.sheets.lines import STATUSES
from appraisal.exports.sheets.terms import discount_lines, undervalue_lines
from appraisal.pack.criteria import name_of

_HEADS = ("What", "Status", "Points", "Points that apply", "Points of the scheme", "Percent")
_NO_VALUE = ""


class Totals:
    """The sheet; ``score`` and ``discount`` are where those two stand, empty where there is none."""

    def __init__(self, criteria: Criteria) -> None:
        self.seen, self.over = criteria.sources.seen, criteria
        self.page = Page(
            "Totals",
            (*_HEADS, "£ a year", "How it is worked out"),
            (50, 16, 9, 11, 11, 11, 17, 56),
            "Totals: the score, the values, the terms.",
            figures="CDEFG",
        )
        self._criteria()
        self.score = self._headings()
        self._values()
        self.discount = ""
        if self.seen.with_discount and self.seen.appraisal.discount is not None:
            self.discount = discount_lines(self, self.seen.appraisal.discount)
        if self.seen.appraisal.undervalue is not None:
            undervalue_lines(self, self.seen.appraisal.undervalue)

    # --- lines ---

    def head(self, *names: str) -> None:
        self.page.add(*(Entry(name, look="head") for name in names))

    def line(self, what: str, formula: str, value: Value, look: Look, how: str = "") -> str:
        """Add a line with one figure; return its address."""
        column = "F" if look == "percent" else "G"
        gap = [None] * (ord(column) - ord("B"))
        after = [None] * (ord("G") - ord(column))
        row = self.page.add(text(what), *gap, Entry(value, f"={formula}", look), *after, text(how))
        return self.page.at(column, row)

    # --- points ---

    def _criteria(self) -> None:
        self._first: dict[str, list[int]] = {}
        for scored in self.seen.appraisal.criteria:
            criterion = scored.criterion
            at = self.over.scored[criterion.letter]
            value = None
            if at.value:
                given = _NO_VALUE if scored.value is None else scored.value
                value = Entry(given, f"={at.value}", "pounds")
            row = self.page.add(
                text(name_of(criterion)),
                Entry(STATUSES[scored.status], f"={at.status}"),
                Entry(scored.points, f"={at.points}", "whole"),
                Entry(scored.applicable_maximum, f"={at.maximum}", "whole"),
                Entry(
                    criterion.maximum,
                    f"={self.over.sources.scales.at(f'maximum.{criterion.letter}')}",
                    "whole",
                ),
                None,
                value,
            )
            self._first.setdefault(criterion.heading, []).append(row)

    def _headings(self) -> str:
        appraisal, page = self.seen.appraisal, self.page
        weighted = appraisal.scheme.rule == "weighted"
        self.head("Headings", "", *_HEADS[2:])
        first = len(page.rows) + 1
        for heading in appraisal.headings:
            rows = self._first.get(heading.heading.key, [])
            percent: Value = "does not apply" if heading.percent is None else heading.percent
            own = [criterion.maximum for criterion in appraisal.scheme.under(heading.heading)]
            line = len(page.rows) + 1
            page.add(
                text(heading.heading.title),
                None,
                Entry(heading.points, f"={_added('C', rows)}", "whole"),
                Entry(heading.applicable_maximum, f"={_added('D', rows)}", "whole"),
                Entry(sum(own), f"={_added('E', rows)}", "whole"),
                Entry(
                    percent,
                    f'=IF(D{line}=0,"does not apply",ROUND({self._share(heading.heading.key, line)},1))',
                    "percent",
                ),
            )
        last = len(page.rows)
        if weighted:
            return self._weighted(first, last)
        exact_score: Value = "no criterion applies"
        if appraisal.applicable_maximum:
            exact_score = Fraction(appraisal.points * 100, appraisal.applicable_maximum)
        line = len(page.rows) + 1
        page.add(
            text("Score, before it is rounded"),
            None,
            *self._sums(first, last),
            Entry(
                exact_score, f'=IF(D{line}=0,"no criterion applies",C{line}*100/D{line})', "percent"
            ),
            None,
            text("Points ÷ points that apply, in per cent."),
        )
        return self._score(page.at("F", line))

    def _sums(self, first: int, last: int) -> list[Entry]:
        appraisal = self.seen.appraisal
        figures = (appraisal.points, appraisal.applicable_maximum, appraisal.scheme.maximum)
        return [
            Entry(figure, f"=SUM({column}{first}:{column}{last})", "whole")
            for column, figure in zip("CDE", figures, strict=True)
        ]

    def _share(self, key: str, line: int) -> str:
        """Write a heading's exact percentage: of its points, or by the weights of its criteria."""
        if self.seen.appraisal.scheme.rule != "weighted":
            return f"C{line}*100/D{line}"
        return f"ROUND({self._by_weight(key)},11)"

    def _by_weight(self, key: str) -> str:
        own = [one for one in self.seen.appraisal.scheme.criteria if one.heading == key]
        weights = [self.over.sources.scales.at(f"weight.{one.letter}") for one in own]
        rows = self._first.get(key, [])
        over = "+".join(f"{w}*C{row}" for w, row in zip(weights, rows, strict=True))
        under = "+".join(f"{w}*D{row}" for w, row in zip(weights, rows, strict=True))
        return f"({over})*100/({under})"

    def _weighted(self, first: int, last: int) -> str:
        appraisal, page = self.seen.appraisal, self.page
        page.add(text("Points"), None, *self._sums(first, last))
        self.head("By weight", "", "Weight that counts", "", "", "Exact percent")
        start = len(page.rows) + 1
        over = weights = Fraction(0)
        for number, heading in enumerate(appraisal.headings):
            applies = f"D{first + number}=0"
            share = Fraction(0) if heading.share is None else exact(heading.share) * 100
            weight = Fraction(0) if heading.share is None else Fraction(heading.heading.weight)
            over, weights = over + share * weight, weights + weight
            page.add(
                text(heading.heading.title),
                None,
                Entry(
                    weight,
                    f"=IF({applies},0,{self.over.sources.scales.at(f'heading.{heading.heading.key}')})",
                    "number",
                ),
                None,
                None,
                Entry(
                    share,
                    f"=IF({applies},0,{self._by_weight(heading.heading.key)})"
                    if self._first.get(heading.heading.key)
                    else "=0",
                    "percent",
                ),
            )
        end = len(page.rows)
        spans = (f"C{start}:C{end}", f"F{start}:F{end}")
        formula = (
            f'IF(SUM({spans[0]})=0,"no criterion applies",'
            f"ROUND(SUMPRODUCT({spans[0]},{spans[1]})/SUM({spans[0]}),11))"
        )
        value: Value = over / weights if weights else "no criterion applies"
        how = "Each heading’s percentage × its weight, ÷ the weights that count."
        return self._score(self.line("Score, before it is rounded", formula, value, "percent", how))

    def _score(self, raw: str) -> str:
        self.raw_score = raw
        percent = self.seen.appraisal.percent
        return self.line(
            "Score",
            f"IF(ISNUMBER({raw}),ROUND({raw},1),{raw})",
            "no criterion applies" if percent is None else percent,
            "percent",
            "Half up to one decimal."
            + (
                " Provisional: something cannot be scored yet."
                if self.seen.appraisal.provisional
                else ""
            ),
        )

    # --- values ---

    def _values(self) -> None:
        appraisal, over = self.seen.appraisal, self.over
        self.head("Values", "", "", "", "", "", "£", "How it is worked out")
        both: Coefficiency = appraisal.coefficiency
        valued = [
            over.scored[one.letter].value
            for one in appraisal.scheme.criteria
            if SOCIAL_VALUE in one.tags and over.scored[one.letter].value
        ]
        social = self.line(
            "Social value a year",
            f"SUM({','.join(valued)})" if valued else "0",
            appraisal.social_value,
            "pounds",
            "The sum of the criteria’s values, each rounded to the penny.",
        )
        contribution = self.line(
            f"Annual public contribution: the {appraisal.answers.contribution_is}",
            f'IF({over.sources.contribution}="","not given",ROUND({over.sources.contribution},2))',
            "not given" if appraisal.public_contribution is None else appraisal.public_contribution,
            "pounds",
        )
        needs = f"needs the {appraisal.answers.contribution_is}"
        per_pound = appraisal.value_per_public_pound
        self.line(
            "Value per public pound",
            f'IF(N({contribution})=0,"{needs}",ROUND(ROUND({social}/{contribution},11),2))',
            needs if per_pound is None else per_pound,
            "pounds",
            "Social value ÷ annual public contribution. Volunteers’ hours count as value here.",
        )
        hours = [cell for one in over.scored.values() for cell in one.time]
        time = self.line(
            "Volunteers’ time a year",
            f"SUM({','.join(hours)})" if hours else "0",
            both.volunteer_time,
            "pounds",
        )
        funds = [
            f"ROUND({over.sources.inputs.at(f'{one.letter}.{key}')},2)"
            for one in appraisal.scheme.criteria
            for key in one.external_funds
        ]
        outside = self.line(
            "Other funders and free help a year",
            "+".join(funds) if funds else "0",
            both.external_funds,
            "pounds",
        )
        added = self.line(
            "Value added a year", f"ROUND({social}-{time},2)", both.value_added, "pounds"
        )
        used = self.line(
            "Resources used a year",
            f"ROUND(N({contribution})+{outside}+{time},2)",
            both.resources,
            "pounds",
        )
        self.line(
            "Coefficiency",
            f'IF(N({contribution})=0,"{needs}",ROUND(ROUND({added}/{used},11),2))',
            needs if both.ratio is None else both.ratio,
            "sum",
            "Value added ÷ resources used. Volunteers’ hours are a resource here, not a value.",
        )


def _added(column: str, rows: list[int]) -> str:
    return f"SUM({','.join(f'{column}{row}' for row in rows)})" if rows else "0"
