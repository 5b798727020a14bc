"""The impact map of a social return on investment: a workbook whose formulas work its ratio out again."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from appraisal.exports.impact_map_tests import sensitivity
from appraisal.exports.sheets.book import Entry, Look, Page, Value, text
from appraisal.exports.sheets.write import written
from appraisal.methods.discounting import precise
from appraisal.methods.sroi_parts import ZERO, Returned, Valued
from appraisal.methods.sroi_sums import Weights, by_year
from appraisal.pack.ways.sroi import KINDS, REASONS, TWICE

_SINGLE_YEARS = 10  # that each outcome has a column for
_STANDING = "Draft: not an issued document, and it may change."
_LIVE = (
    "Stakeholders, what they put in, what changes for them, and what that is worth year by year. Change a figure on "
    "“Inputs”, “Impact map” or “Settings”, and all that follows from it changes here; the appraisal itself does not."
)
_SUMS = (
    "Impact in the first year is quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution). Each "
    "later year is the one before × (1 − drop-off). The ratio is the impact of all years in today’s value ÷ what is "
    "put in, in today’s value. Nothing is rounded on the way."
)


def impact_map(found: Returned, title: str, valued_on: date) -> bytes:
    """Return the .xlsx of what a social return comes to. The same result gives the same bytes."""
    name = f"Impact map: {title}"
    return written(map_pages(found, title), name, _STANDING, valued_on, {"Ratio": _Ratio.AT})


def map_pages(found: Returned, title: str) -> tuple[Page, ...]:
    """Return the sheets, each formula with what the method says that it comes to."""
    with precise():
        settings = _Settings(found)
        years = _Years(found, settings)
        inputs = _Inputs(found, years)
        outcomes = _Outcomes(found, years, inputs)
        years.add_impact(outcomes)
        ratio = _Ratio(found, years, inputs, outcomes)
        single = _single_years(found, years, outcomes)
    pages = (_read_me(found, title), ratio.page, outcomes.page, single, inputs.page, years.page)
    return (*pages, settings.page, *sensitivity(found), *_left_out(found))


def _read_me(found: Returned, title: str) -> Page:
    page = Page("Read me", (), (22, 110), f"Impact map: {title}")
    most = f"Years up to {found.rates.most_years} are worked out."
    said = (
        ("Standing", _STANDING),
        ("What this is", _LIVE),
        ("Sums", f"{_SUMS} {most}"),
        ("", TWICE),
        *(("Before you use it", one.message) for one in found.doubts),
    )
    for label, words_of in said:
        page.add(text(label), text(words_of))
    return page


class _Settings:
    """The sheet of rates, and whether the first year is discounted."""

    def __init__(self, found: Returned) -> None:
        own = "A rate of the council’s own" if found.own_rate is not None else found.source
        self.page = Page("Settings", ("Setting", "Value"), (56, 14), "Settings", figures="B")
        row = self.page.add(
            text("Years by which the first year is discounted: 0 or 1"), _typed(found.rates.first)
        )
        self.first = self.page.at("B", row)
        self.page.add(text(f"Discount rates: {own}"))
        self.page.add(
            Entry("From this many years away", look="head"), Entry("% a year", look="head")
        )
        from_year = 0
        rows = []
        for band in found.rates.bands:
            rows.append(self.page.add(_typed(from_year, "whole"), _typed(band.rate)))
            from_year = band.to + 1
        self.years = self.page.span("A", rows[0], rows[-1])
        self.rates = self.page.span("B", rows[0], rows[-1])


class _Years:
    """The sheet of years: discount factors, and the impact of all outcomes together."""

    def __init__(self, found: Returned, settings: _Settings) -> None:
        self.found = found
        self.count = found.rates.most_years
        self.weights = Weights(found.rates)
        self.page = Page(
            "Years",
            ("Year", "Years away", "Rate, %", "Discount factor", "Impact, £", "Today’s value, £"),
            (8, 12, 10, 18, 20, 20),
            "Every year: its discount factor, and what all outcomes come to",
            figures="ABCDEF",
        )
        self.top = self.page.head_row + 1
        self.last = self.page.head_row + self.count
        self.numbers, self.factors = (self.page.span(c, self.top, self.last) for c in "AD")
        self._settings = settings

    def add_impact(self, outcomes: "_Outcomes") -> None:
        """Fill in the years, once it stands where outcomes are."""
        found, settings = self.found, self._settings
        sums = by_year([one.change for one in found.outcomes], self.count)
        for number, (factor, impact) in enumerate(zip(self.weights.factors, sums, strict=True), 1):
            row = self.page.head_row + number
            away = number - 1 + found.rates.first
            rate = next(band.rate for band in found.rates.bands if away <= band.to)
            before = "1" if number == 1 else f"D{row - 1}"
            self.page.add(
                _typed(number, "whole"),
                Entry(away, f"=A{row}-1+{settings.first}", "whole"),
                Entry(rate, f"=LOOKUP(B{row},{settings.years},{settings.rates})", "number"),
                Entry(factor, f"=IF(B{row}=0,1,{before}/(1+C{row}/100))", "number"),
                Entry(impact, f"={outcomes.in_year(f'A{row}')}", "pounds"),
                Entry(impact * factor, f"=E{row}*D{row}", "pounds"),
            )

    def worth(self, drop_off: str, years: str) -> str:
        """Write what a pound of the first year is worth today, with the years that follow it."""
        kept = _power(f"(1-{drop_off}/100)", self.numbers)
        return f"SUMPRODUCT(({self.numbers}<={years})*{kept}*{self.factors})"


def _power(share: str, year: str) -> str:
    """Write the share to the power of the years gone; in the first year nothing to that power is 1."""
    return f"({share}+({share}=0)*({year}=1))^({year}-1)"


class _Inputs:
    """The sheet of what is put in. It ends with an empty row, so that its sums hold where nothing is."""

    def __init__(self, found: Returned, years: _Years) -> None:
        self.page = page = Page(
            "Inputs",
            (
                *("Stakeholder", "What is put in", "Kind", "Amount, or value of an hour, £"),
                *("Hours", "Years (empty: once)", "Each time, £", "Today’s value, £"),
            ),
            (26, 34, 26, 18, 10, 12, 18, 20),
            "What each stakeholder puts in",
            figures="DEFGH",
        )
        for number, one in enumerate(found.inputs, page.head_row + 1):
            worth = f"SUMPRODUCT(({years.numbers}<=F{number})*{years.factors})"
            page.add(
                text(one.stakeholder),
                text(one.what),
                text(KINDS[one.kind]),
                _typed(one.price, "price"),
                None if one.hours is None else _typed(one.hours),
                None if one.years is None else _typed(one.years, "whole"),
                Entry(one.amount, f'=D{number}*IF(E{number}="",1,E{number})', "pounds"),
                Entry(one.present, f'=G{number}*IF(F{number}="",1,{worth})', "pounds"),
            )
        last = page.head_row + len(found.inputs) + 1
        self.who, self.kinds, self.presents = (
            page.span(column, page.head_row + 1, last) for column in "ACH"
        )

    def put_in(self, who: str) -> str:
        """Write what one stakeholder puts in, in today’s value."""
        return f"SUMPRODUCT(({self.who}={who})*{self.presents})"

    def of(self, who: str, *, money: bool) -> str:
        """Write what one stakeholder puts in, in money or in kind."""
        return f"SUMPRODUCT(({self.who}={who})*({self.kinds}{self._is(money)})*{self.presents})"

    def all(self, *, money: bool) -> str:
        """Write what all put in, in money or in kind."""
        return f"SUMPRODUCT(({self.kinds}{self._is(money)})*{self.presents})"

    @staticmethod
    def _is(money: bool) -> str:
        return f'{"=" if money else "<>"}"{KINDS["money"]}"'


class _Outcomes:
    """The map itself: each stakeholder, what they put in, and the outcomes that count for them."""

    def __init__(self, found: Returned, years: _Years, inputs: _Inputs) -> None:
        self.page = page = Page(
            "Impact map",
            (
                *("Stakeholder", "Puts in, £", "Output", "Outcome", "Gain or loss", "Quantity"),
                *("Proxy, £ a year", "Proxy from", "Deadweight, %", "Displacement, %"),
                *("Attribution, %", "Drop-off, %", "Years", "First year, £"),
                *("All years, today’s value, £", "Also scored in"),
            ),
            (24, 18, 24, 28, 9, 12, 14, 24, 13, 15, 13, 11, 8, 18, 20, 10),
            "Impact map: stakeholders, inputs, outputs, outcomes",
            figures="BFGIJKLMNO",
        )
        self.rows: dict[int, int] = {}  # number of an outcome → its row
        for share in found.shares:
            own = [one for one in found.outcomes if one.change.stakeholder == share.stakeholder]
            for place, one in enumerate(own or [None]):
                row = len(page.rows) + 1
                put_in = Entry(
                    share.money + share.in_kind, f"={inputs.put_in(f'A{row}')}", "pounds"
                )
                first = (text(share.stakeholder), put_in if place == 0 else None)
                page.add(*first, *(_outcome(one, row, years) if one else ()))
                if one:
                    self.rows[one.change.row] = row
        top, last = page.head_row + 1, len(page.rows)
        self.drop_offs, self.years, self.firsts, self.presents = (
            page.span(column, top, last) for column in "LMNO"
        )
        self.who = page.span("A", top, last)

    def in_year(self, year: str) -> str:
        """Write what all outcomes come to in a year."""
        kept = _power(f"(1-{self.drop_offs}/100)", year)
        return f"SUMPRODUCT(({self.years}>={year})*{self.firsts}*{kept})"


def _outcome(one: Valued, row: int, years: _Years) -> Iterator[Entry | None]:
    change = one.change
    yield text(change.outputs)
    yield text(change.outcome)
    yield text("Gain" if change.sign > 0 else "Loss")
    yield _typed(change.quantity)
    yield _typed(change.proxy, "price")
    yield text(change.source)
    for percent in (change.deadweight, change.displacement, change.attribution, change.drop_off):
        yield _typed(percent)
    yield _typed(change.years, "whole")
    shares = "*".join(f"(1-{column}{row}/100)" for column in "IJK")
    yield Entry(one.impact, f'=IF(E{row}="Loss",-1,1)*F{row}*G{row}*{shares}', "pounds")
    yield Entry(one.present, f"=N{row}*{years.worth(f'L{row}', f'M{row}')}", "pounds")
    yield text(change.also_scored or "None")


def _single_years(found: Returned, years: _Years, outcomes: _Outcomes) -> Page:
    """Return the sheet of each outcome’s first ten years one by one, and the later ones together."""
    heads = [f"Year {number}, £" for number in range(1, _SINGLE_YEARS + 1)]
    page = Page(
        "By outcome and year",
        ("Outcome", *heads, "Later years, £", "Together, £"),
        (34, *([16] * _SINGLE_YEARS), 18, 18),
        "What each outcome comes to, year by year, before discounting",
        figures="BCDEFGHIJKLM",
    )
    for one in found.outcomes:
        amounts = by_year([one.change], years.count)
        page.add(text(one.change.outcome), *_amounts(one, amounts, page, years, outcomes))
    return page


def _amounts(
    one: Valued, amounts: Sequence[Decimal], page: Page, years: _Years, outcomes: _Outcomes
) -> Iterator[Entry]:
    at = outcomes.rows[one.change.row]
    drop, lasts, first = (outcomes.page.at(column, at) for column in "LMN")
    share = f"(1-{drop}/100)"
    for number, amount in enumerate(amounts[:_SINGLE_YEARS], 1):
        kept = "1" if number == 1 else f"{share}^{number - 1}"
        yield Entry(amount, f"=IF({number}<={lasts},{first}*{kept},0)", "pounds")
    later = f"({years.numbers}>{_SINGLE_YEARS})*({years.numbers}<={lasts})"
    yield Entry(
        sum(amounts[_SINGLE_YEARS:], ZERO),
        f"={first}*SUMPRODUCT({later}*{_power(share, years.numbers)})",
        "pounds",
    )
    row = len(page.rows) + 1
    yield Entry(sum(amounts, ZERO), f"=SUM(B{row}:L{row})", "pounds")


class _Ratio:
    """The sheet of what it comes to."""

    AT = "'Ratio'!$B$7"

    def __init__(
        self, found: Returned, years: _Years, inputs: _Inputs, outcomes: _Outcomes
    ) -> None:
        self.page = page = Page(
            "Ratio",
            ("What", "Figure"),
            (62, 22, 22, 22),
            "What it comes to, in today’s value",
            figures="BCD",
        )
        in_years = years.page.span("F", years.top, years.last)
        lines: tuple[tuple[str, Value, str, Look], ...] = (
            ("Impact", found.impact, f"SUM({outcomes.presents})", "pounds"),
            ("Put in, money", found.money, inputs.all(money=True), "pounds"),
            ("Put in, in kind", found.in_kind, inputs.all(money=False), "pounds"),
            ("Put in, together", found.put_in, "B4+B5", "pounds"),
            (
                "Ratio: impact for each £1 put in (empty where nothing is put in)",
                "" if found.ratio is None else found.ratio,
                'IF(B6=0,"",B3/B6)',
                "sum",
            ),
            (
                "Ratio to money alone (empty where there is none)",
                "" if found.money_ratio is None else found.money_ratio,
                'IF(B4=0,"",B3/B4)',
                "sum",
            ),
            ("Impact, summed year by year, as a check", found.impact, f"SUM({in_years})", "pounds"),
        )
        for label, figure, formula, look in lines:
            page.add(text(label), Entry(figure, f"={formula}", look))
        heads = ("Stakeholder", "Puts in, money, £", "Puts in, in kind, £", "Impact, £")
        page.add(*(Entry(head, look="head") for head in heads))
        for share in found.shares:
            who = f"A{len(page.rows) + 1}"
            gained = f"SUMPRODUCT(({outcomes.who}={who})*{outcomes.presents})"
            page.add(
                text(share.stakeholder),
                Entry(share.money, f"={inputs.of(who, money=True)}", "pounds"),
                Entry(share.in_kind, f"={inputs.of(who, money=False)}", "pounds"),
                Entry(share.impact, f"={gained}", "pounds"),
            )


def _left_out(found: Returned) -> Iterator[Page]:
    if found.left_out:
        page = Page(
            "Not counted",
            ("Stakeholder", "Output", "Outcome", "Why it does not count", "Reason given"),
            (26, 28, 34, 24, 60),
            "What is not material, and not in the ratio",
        )
        for one in found.left_out:
            page.add(
                text(one.stakeholder),
                text(one.outputs),
                text(one.outcome),
                text(REASONS[one.reason]),
                text(one.why),
            )
        yield page


def _typed(value: Decimal | int, look: Look = "number") -> Entry:
    return Entry(value, look=look)
