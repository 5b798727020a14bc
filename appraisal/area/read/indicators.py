"""What surveys found, by place and period: a CSV of ours, documented in docs/imports.md."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from appraisal.area.indicators import BY_KEY
from appraisal.area.read.cells import SEVERAL_LINES, number_in, several_lines, text_in
from appraisal.area.read.places import OF_ONE_COUNCIL, TYPES
from appraisal.area.read.table import (
    BAD_BYTES,
    Asked,
    Lines,
    Reject,
    Row,
    Whole,
    column,
    columns_of,
    head_of,
)

SIGN = ":against-average"  # of an indicator of which only the sign is known: 1 above, 0 about, -1 below
_WANTED = (
    column("indicator", "indicator", "indicator"),
    column("place_type", "placetype", "place_type"),
    column("place_code", "placecode", "place_code"),
    column("place_name", "placename", "place_name"),
    column("period", "period", "period"),
    column("value", "value", "value"),
    column("lower", "lower", "lower", needed=False),
    column("upper", "upper", "upper", needed=False),
    column("sample", "sample", "sample", needed=False),
    column("survey", "survey", "survey"),
    column("source", "source", "source"),
    column("licence", "licence|license", "licence"),
)
_MOST = {"indicator": 60, "place_code": 60, "place_name": 200, "period": 20, "survey": 200,
         "source": 300, "licence": 300}  # fmt: skip
_NEEDED = (
    "indicator",
    "place_type",
    "place_code",
    "place_name",
    "period",
    "survey",
    "source",
    "licence",
)
_WHOLE = 100  # percent: what every indicator of ours is told in
Figure = Decimal | None


class _Indicators:
    """Reads a value a line."""

    key = "indicators"
    title = "Indicators of social capital"
    hint = "Our own table of survey figures. A sample on this page shows its columns."
    columns: Sequence[str] = (
        *("order", "indicator", "place_kind", "place", "place_name", "period"),
        *("value", "lower", "upper", "sample", "survey", "source", "licence"),
    )

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each line, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        at = columns_of(headings, _WANTED)
        seen: set[tuple[str, ...]] = set()
        order = 0
        for fields in rest:
            if not any(field.strip() for field in fields):
                continue
            said = {key: text_in(fields, place) for key, place in at.items()}
            figures = {
                key: number_in(said.get(key, "")) for key in ("value", "lower", "upper", "sample")
            }
            what = tuple(
                said[key] for key in ("indicator", "place_type", "place_code", "period", "survey")
            )
            wrong = SEVERAL_LINES if several_lines(fields) else _wrong(said, figures)
            if not wrong and asked.whole_site and said["place_type"] == "neighbourhood":
                wrong = OF_ONE_COUNCIL
            if not wrong and what in seen:
                wrong = "This indicator, place, period and survey stand there twice."
            if wrong:
                reject(lines.line_num, wrong)
                continue
            seen.add(what)
            order += 1
            sample = figures["sample"]
            yield (
                order,
                *(
                    said[key]
                    for key in ("indicator", "place_type", "place_code", "place_name", "period")
                ),
                *(_plain(figures[key]) for key in ("value", "lower", "upper")),
                int(sample) if isinstance(sample, Decimal) else None,
                *(said[key] for key in ("survey", "source", "licence")),
            )

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Nobody knows how many values there are."""
        return ""


def _plain(figure: Decimal | bool | None) -> str | None:
    """Return a figure as both databases take it past the models."""
    return f"{figure:f}" if isinstance(figure, Decimal) else None


def _wrong(said: Mapping[str, str], figures: Mapping[str, Decimal | bool | None]) -> str:
    """Say what is wrong with a line; nothing where it is right."""
    for key in _NEEDED:
        if not said[key]:
            return f"{key} is missing."
    for key, most in _MOST.items():
        if len(said[key]) > most:
            return f"{key} is longer than {most} characters."
    if any(BAD_BYTES in text for text in said.values()):
        return "The line holds bytes that are not UTF-8."
    if said["place_type"] not in TYPES:
        return (
            f"“{said['place_type'][:40]}” is no type of place. The types are: {', '.join(TYPES)}."
        )
    for key, figure in figures.items():
        if figure is False:
            return f"{key}: “{said[key][:40]}” is no number such as 61.5."
    return _wrong_figures(said, figures)


def _wrong_figures(said: Mapping[str, str], figures: Mapping[str, Decimal | bool | None]) -> str:
    value, lower, upper, sample = (figures[key] for key in ("value", "lower", "upper", "sample"))
    if value is None:
        return "value is missing."
    if said["indicator"].endswith(SIGN) and value not in (-1, 0, 1):
        return f"An indicator that ends with “{SIGN}” holds 1 (above), 0 (about) or -1 (below)."
    shares = [one for one in (value, lower, upper) if isinstance(one, Decimal)]
    if said["indicator"] in BY_KEY and not all(0 <= one <= _WHOLE for one in shares):
        return f"{said['indicator']} is a share in percent: from 0 to 100."
    if (lower is None) != (upper is None):
        return "lower and upper belong together."
    if lower is not None and upper is not None and not lower <= value <= upper:
        return "The value must lie between lower and upper."
    if isinstance(sample, Decimal) and (sample != int(sample) or not 0 < sample < 10**9):
        return "sample must be a whole number of people above 0."
    return ""


INDICATORS = _Indicators()
