"""What the report says, in the order of the pack: its figures as blocks, and the sections of its records between."""

from collections.abc import Iterator, Sequence

from appraisal.exports.word.ours import ours
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.parts import Cell, CriterionPage, Fact, Grid, HeadingPages, Highlight, Total
from appraisal.pack.report.blocks import Block, Facts, Section, Table, Text, Under, section

_NOTHING = "There is nothing to say here."


def sections_of(pack: AppraisalDocument) -> Iterator[Section]:
    """Yield the sections of a report, without its cover and its contents."""
    report = pack.report
    yield section("decision", "The decision on a page", _decision(pack), _NOTHING)
    yield from report.opening if report else ()
    yield section("scores", "Scores", _scores(pack), _NOTHING)
    yield section("criteria", "Criterion by criterion", _criteria(pack), _NOTHING)
    yield from report.evidence if report else ()
    yield section("gaps", "What is not in the score", _gaps(pack), "Nothing was left out.")
    yield section("values", "Values in pounds", _values(pack), _NOTHING)
    totals = [block for total in pack.totals for block in _total(total)]
    yield section("totals", "Totals and how they were worked out", totals, _NOTHING)
    yield from pack.methods
    yield from report.sides if report else ()
    yield section("terms", pack.terms_title, _terms(pack), _NOTHING)
    if not pack.for_group:
        yield section("ledger", "The legal ledger", _ledger(pack), _NOTHING)
    yield from report.legal if report else ()
    yield from report.closing if report else ()
    yield section("glossary", "What the words mean", ours("pack/glossary.html", pack), _NOTHING)
    sources = [*ours("pack/sources.html", pack)]
    yield section("sources", "Method and sources", sources, _NOTHING)
    yield section("scales", "Scales", _scales(pack), _NOTHING)


def _decision(pack: AppraisalDocument) -> Iterator[Block]:
    yield Text(pack.asked)
    if pack.provisional:
        yield Text("Provisional. Some criteria cannot be scored yet, so these figures will change.")
    if pack.what_if:
        yield Text(f"What if. These figures come from the {pack.what_if}.")
    headline = pack.report.headline if pack.report else None
    for line in headline.box if headline else ():
        yield Text(line)
    yield Text(pack.derived)
    if pack.alerts:
        yield Text(f"{pack.alerts}: see “What is not in the score”.")
    yield _table(
        ("Figure", "", "What it means"),
        [(big.label, big.figure, big.small) for big in pack.big_figures],
        (False, True, False),
        "The decision in figures",
    )
    yield Under("Strengths")
    yield from _highlights(pack.strengths, "No criterion reaches half of its points.")
    if headline and headline.risks:
        yield Under("Worst risks")
        yield from _highlights(headline.risks, "")
    else:
        yield Under("Weakest points")
        yield from _highlights(
            pack.weaknesses, "Every criterion that applies reaches half of its points."
        )
    if headline:
        yield Facts(headline.law)


def _highlights(found: Sequence[Highlight], none: str) -> Iterator[Block]:
    if found:
        yield Facts(tuple(Fact(one.name, one.text) for one in found))
    else:
        yield Text(none)


def _scores(pack: AppraisalDocument) -> Iterator[Block]:
    rows = []
    for group in pack.scores:
        rows += [(row.name, row.points, row.maximum, row.status, row.value) for row in group.rows]
        rows.append((f"{group.title}: {group.percent}", group.points, group.maximum, "", ""))
    rows += [
        (
            f"Criteria that apply: {pack.percent}",
            *(pack.points, pack.applicable_maximum, "", pack.social_value),
        ),
        ("The whole scheme", pack.points, pack.whole_maximum, "", ""),
    ]
    heads = ("Criterion", "Points", "Out of", "Status", "£ value a year")
    yield Text(
        "“Out of” is the most that a criterion can give. A criterion that does not apply, or cannot be scored yet, "
        "counts neither in the points nor in what they are out of. An unanswered one counts as 0."
    )
    yield _table(heads, rows, (False, True, True, False, True), "Scores")


def _criteria(pack: AppraisalDocument) -> Iterator[Block]:
    for heading in pack.headings:
        yield from _heading(heading)
    if pack.default_rules:
        yield Text(
            "† Default figures are this product’s own, for want of a published one. The council may replace them in "
            "its scheme."
        )


def _heading(heading: HeadingPages) -> Iterator[Block]:
    for one in heading.criteria:
        yield Under(one.name)
        yield from _criterion(heading, one)


def _criterion(heading: HeadingPages, one: CriterionPage) -> Iterator[Block]:
    said = f"{heading.title}. {one.result}"
    yield Text(f"{said}, unanswered." if one.status == "unanswered" else f"{said}.")
    yield Text(one.why)
    if one.claim:
        yield Text(f"The group says that this does not apply: {one.claim}", typed=True)
    elif not one.spoken:
        yield Text("Nothing was answered.")
    answers: list[Fact] = []
    for spoken in one.spoken:
        if spoken.grid:
            if answers:
                yield Facts(tuple(answers))
                answers = []
            yield Table(spoken.grid._replace(caption=spoken.grid.caption or spoken.question))
        else:
            answers.append(Fact(spoken.question, spoken.text or "No answer"))
    for label, text in (("Evidence", one.evidence), ("Note", one.note)):
        if text:
            answers.append(Fact(label, text))
    yield Facts(tuple(answers))
    yield _table(
        ("How this was worked out", "Comes to"),
        [
            *((step.text, step.result) for step in one.working.steps),
            (one.working.rule, ""),
        ],
        (False, True),
        f"How {one.name} was worked out",
    )
    yield Text(one.basis)


def _gaps(pack: AppraisalDocument) -> Iterator[Block]:
    for title, facts in (
        ("What is unfinished", pack.unfinished),
        ("What does not apply", pack.does_not_apply),
        ("What is unanswered", pack.unanswered),
        ("What cannot be scored yet", pack.not_scored),
        ("Warnings", pack.warnings),
        ("Please check", pack.to_check),
    ):
        if facts:
            yield Under(title)
            yield Facts(facts)


def _values(pack: AppraisalDocument) -> Iterator[Block]:
    rows = [(row.label, row.text) for row in pack.value_rows]
    rows.append(("Social value a year", pack.social_value))
    yield _table(("Criterion", "£ value a year"), rows, (False, True), "Values in pounds a year")
    for grid, title in (
        (pack.proxies, "The figures that were used"),
        (pack.unused_proxies, "The council’s own figures that were not used"),
    ):
        if grid:
            yield Under(title)
            yield Table(grid)
    if pack.default_proxies:
        yield Text(
            "† A default figure is this product’s own, for want of a published one. The council may give its own."
        )


def _total(total: Total, *, sourced: bool = False) -> Iterator[Block]:
    yield Under(total.title)
    rows = [(step.text, step.result) for step in (*total.steps, total.ends)]
    yield _table(("What", "Comes to"), rows, (False, True), total.title)
    yield Text(total.rule)
    if sourced:
        yield Text(f"{total.source}.")


def _terms(pack: AppraisalDocument) -> Iterator[Block]:
    yield Facts(pack.terms)
    if pack.discount:
        yield from _total(pack.discount, sourced=True)
        if pack.departs:
            yield Text(pack.departs)


def _ledger(pack: AppraisalDocument) -> Iterator[Block]:
    if pack.undervalue:
        yield from _total(pack.undervalue, sourced=True)
    yield from ours("pack/ledger.html", pack)
    for one in pack.ledger:
        yield Under(one.title)
        yield from one.blocks


def _scales(pack: AppraisalDocument) -> Iterator[Block]:
    for scale in pack.scales:
        names = "; ".join(f"{head.label}: {head.text}" for head in scale.heads)
        yield Under(names)
        for line in scale.sums:
            yield Text(line)
        rows = [(row.label, row.text) for row in scale.rows]
        yield _table(("Condition", "Gives"), rows, (False, True), names)


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    caption: str,
) -> Table:
    def cells(row: Sequence[str]) -> tuple[Cell, ...]:
        return tuple(Cell(text, right) for text, right in zip(row, numeric, strict=True))

    return Table(Grid(cells(heads), tuple(cells(row) for row in rows), caption))
