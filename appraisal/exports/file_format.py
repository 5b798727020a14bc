"""``docs/file.md``: the appraisal file for those who write or read one, made from the readers' own data."""

import json
from collections.abc import Iterable, Iterator, Mapping

from appraisal.engine import words
from appraisal.engine.cautions import CODES
from appraisal.engine.fields import MOST_RATINGS, MOST_ROWS, MOST_TEXT, Field, Shape
from appraisal.engine.measures import DeprivationRank, Level
from appraisal.engine.parse_answers import BESIDE, CLAIM
from appraisal.engine.places import DEPRIVATION_AREAS, REGIONS
from appraisal.engine.proxies import Proxies
from appraisal.engine.quantities import LIMIT, MOST_DECIMALS
from appraisal.engine.scheme import Criterion, Question, Scheme
from appraisal.exports import file_words
from appraisal.file import read_file
from appraisal.layout import SHAPES
from appraisal.result import result_of
from appraisal.strict_json import MOST_BYTES

# A small file that is valid, to begin with.
SMALLEST: Mapping[str, object] = {
    "format": "valuing-worth/1",
    "scheme": "valuing-worth-am",
    "kind": "asset-transfer",
    "title": "Boat shed",
    "valuation_date": "2026-11-01",
    "authority": {"name": "Anytown Council", "region": "South West"},
    "applicant": {"name": "Anytown Rowers"},
    "terms": {"tenure": "lease", "market_rent_gbp_pa": 3000},
    "answers": {
        "C": {"level": "good"},
        "L": {"savings": [{"item": "Security", "amount_gbp_pa": "1500.50"}]},
    },
}


def file_page(schemes: Iterable[Scheme], library: Proxies) -> str:
    """Return the page as Markdown; a key without words raises ``KeyError``."""
    lines = [*_opening(), *_limits(), *_objects(), *_answers(schemes), *_lists(library)]
    return "\n".join([*lines, *_result(), *_warnings(), *_faults()]) + "\n"


def _opening() -> Iterator[str]:
    yield file_words.OPENING
    yield ""
    yield from _json(SMALLEST)
    yield ""
    yield "    .venv/bin/python manage.py appraise FILE.json --format json"


def _limits() -> Iterator[str]:
    yield from _heading("What holds everywhere")
    yield f"- **Encoding.** UTF-8, at most {MOST_BYTES:,} bytes. A mark of byte order at the start does no harm."
    yield (
        f"- **Amounts and numbers.** Not below 0, below {LIMIT:,}, with at most {MOST_DECIMALS} decimals, written as a "
        'number (`12.5`) or as digits in quotation marks (`"12.50"`). They are read exactly. No signs, commas or words.'
    )
    yield f"- **Texts.** At most {MOST_TEXT:,} characters. One of blanks counts as left out."
    yield f"- **Lists.** At most {MOST_ROWS} rows. A criterion has at most {MOST_RATINGS} ratings."
    yield "- **Dates.** Year, month and day: `2026-11-01`."
    yield "- **Left out.** An amount counts as 0, a list as empty, except where a table says that it is then unknown."
    yield (
        "- **Other keys.** A key that is not listed here is refused, so that a slip of the pen cannot pass; so is "
        "one given twice. Keys that begin with `x_` are yours: they may stand in any object, and nothing reads them."
    )
    yield (
        "- **Later editions.** They may add keys that can be left out, under the same `format`. Any other change has "
        "another `format`."
    )


def _objects() -> Iterator[str]:
    yield from _heading("The file")
    for place, shape in SHAPES.items():
        if place:
            yield from _heading(f"`{place}`", "###")
        yield from _table(("Key", "Holds", "Needed", "Meaning"), _rows_of(place, shape))


def _rows_of(place: str, shape: Shape) -> Iterator[tuple[str, ...]]:
    for field in shape.fields:
        yield f"`{field.key}`", _holds(field), _needed(field), _meaning(place, field.key)
    for key in sorted(shape.keys - shape.by_key.keys()):
        yield f"`{key}`", "object", _object_needed(place, key), _meaning(place, key)


def _meaning(place: str, key: str) -> str:
    return file_words.FILE[f"{place}.{key}" if place else key]


def _object_needed(place: str, key: str) -> str:
    return "no" if place or key in ("asset", "lists", "methods", "picked") else "yes"


def _needed(field: Field) -> str:
    return "yes" if field.required else "no"


_KINDS = {
    "amount": "pounds",
    "number": "number",
    "whole": "whole number",
    "edition": "edition of the deprivation index",
    "rank": "rank",
    "choice": "one of",
    "text": "text",
    "date": "date",
    "ratings": "object: a key of your own for each thing rated, with one of",
    "rows": "list of rows",
}


def _holds(field: Field) -> str:
    said = ["one of" if field.choices and field.kind == "text" else _KINDS[field.kind]]
    said += [", ".join(f"`{choice}`" for choice in field.choices)] if field.choices else []
    limits = []
    if field.above is not None:
        limits.append(f"above {words.plain(field.above)}")
    if field.at_least or field.at_most is not None:
        most = "" if field.at_most is None else f" to {field.at_most:,}"
        limits.append(f"from {field.at_least:,}{most}")
    if isinstance(field, Question) and field.usual_most is not None:
        limits.append(f"up to {words.plain(field.usual_most)} is usual")
    return ", ".join([" ".join(said), *limits])


def _answers(schemes: Iterable[Scheme]) -> Iterator[str]:
    yield from _heading("Answers")
    yield file_words.ANSWERS
    yield ""
    yield from _table(
        ("Key of `not_applicable`", "Holds", "Needed", "Meaning"),
        (
            (f"`{one.key}`", _holds(one), _needed(one), file_words.CLAIM[one.key])
            for one in CLAIM.fields
        ),
    )
    yield ""
    also = words.listed([f"`{field.key}`" for field in BESIDE])
    yield f"Every letter may also carry {also}, both texts. The questions are the scheme’s; those of the schemes that"
    yield "come with the product follow."
    for scheme in schemes:
        yield from _heading(f"{scheme.title} (`{scheme.name}`, `{scheme.kind}`)", "###")
        yield from _table(
            ("Letter", "Key", "Holds", "Needed", "Question"),
            (row for criterion in scheme.criteria for row in _questions(criterion)),
        )


def _questions(criterion: Criterion) -> Iterator[tuple[str, ...]]:
    letter = criterion.letter
    for one in criterion.questions:
        needed = _between(criterion, one.key) or _needed(one)
        yield letter, f"`{one.key}`", _holds(one), needed, one.label
        for column in one.columns:
            key = f"`{one.key}[].{column.key}`"
            yield letter, key, _holds(column), _needed(column), column.label


def _between(criterion: Criterion, key: str) -> str:
    """Say what a question’s need depends on, where it is another answer."""
    measure = criterion.measure
    if isinstance(measure, DeprivationRank) and key in (measure.edition, measure.rank):
        return "both or neither"
    if isinstance(measure, Level) and key == measure.reason:
        unless = f", unless that is `{measure.reason_unless}`" if measure.reason_unless else ""
        return f"with `{measure.question}`{unless}"
    return ""


def _lists(library: Proxies) -> Iterator[str]:
    yield from _heading("Proxies, regions and editions")
    rows = (
        (
            f"`{kind.key}`",
            kind.title,
            library.unit_of(kind.key),
            "yes" if kind.by_area else "no",
            f"{kind.stale_after_months} months" if kind.stale_after_months else "never",
        )
        for kind in library.kinds.values()
    )
    yield from _table(("Proxy", "What it is", "Unit", "By region", "Counts as old after"), rows)
    yield ""
    yield file_words.LOCAL
    yield ""
    yield f"The regions: {', '.join(f'`{region}`' for region in REGIONS)}."
    yield ""
    editions = [
        f"{edition} ({areas:,} small areas)" for edition, areas in DEPRIVATION_AREAS.items()
    ]
    yield f"The editions of the deprivation index: {words.listed(editions)}."


def _result() -> Iterator[str]:
    yield from _heading("The result")
    yield file_words.RESULTS
    yield ""
    yield from _table(
        ("Key", "Meaning"),
        ((f"`{place}`", meaning) for place, meaning in file_words.RESULT.items()),
    )
    yield ""
    yield "The small file above comes to:"
    yield ""
    yield from _json(result_of(read_file(json.dumps(SMALLEST).encode()).appraise()))


def _warnings() -> Iterator[str]:
    yield from _heading("Warnings")
    yield from _table(
        ("Code", "Place", "Meaning"),
        ((f"`{code}`", f"`{place}`", meaning) for code, (place, meaning) in CODES.items()),
    )
    yield ""
    yield file_words.DOUBTS


def _faults() -> Iterator[str]:
    yield from _heading("Faults")
    yield file_words.FAULTS


def _json(value: object) -> Iterator[str]:
    yield "```json"
    yield json.dumps(value, indent=1, ensure_ascii=False)
    yield "```"


def _heading(text: str, level: str = "##") -> Iterator[str]:
    yield ""
    yield f"{level} {text}"
    yield ""


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
