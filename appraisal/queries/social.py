"""What surveys found in a place, beside the council's average: social capital, as values for its profile."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet

from appraisal.area.councils import same_council
from appraisal.area.indicators import BY_KEY
from appraisal.area.profile import Deprived, Reading
from appraisal.area.social_capital import (
    STRONG_ON,
    Against,
    Compared,
    Place,
    Value,
    compared,
    core_economies,
    signs_of,
)
from appraisal.engine import words
from appraisal.models import Dataset, IndicatorValue, PlaceKind
from appraisal.models import Place as PlaceRow
from core.models import Authority

# Some sources print only whether a place is above the average: such an indicator ends so, and holds 1, 0 or −1.
SIGN = ":against-average"
_SIGNS = {1: Against.ABOVE, 0: Against.ABOUT, -1: Against.BELOW}


def compared_in(
    dataset: Dataset,
    authority: Authority,
    names: Sequence[str],
    *,
    places: Dataset | None,
    kind: PlaceKind = PlaceKind.NEIGHBOURHOOD,
) -> tuple[Compared, ...]:
    """Return what was found in places of these names, each with the council's own figure, by rising period.

    ``places``: the import that says under which codes the council stands; ``kind``: what the places are.
    """
    every = IndicatorValue.objects.filter(dataset=dataset)
    codes = _council(every, authority, places)
    asked_for = {name.casefold() for name in names}
    known = every.filter(place_kind=kind).order_by().distinct()
    wanted = [
        name for name in known.values_list("place_name", flat=True) if name.casefold() in asked_for
    ]
    rows = every.filter(
        Q(place_kind=PlaceKind.COUNCIL, place__in=codes) | Q(place_kind=kind, place_name__in=wanted)
    ).order_by("indicator", "period", "order")
    values = [_value(row) for row in rows]
    council = {Place(PlaceKind.COUNCIL, code) for code in codes}
    own = [one for one in values if one.place_type != PlaceKind.COUNCIL]
    signs = (
        Compared(_of(one), None, _SIGNS[int(one.value)])
        for one in own
        if one.indicator.endswith(SIGN)
    )
    asked = [one for one in values if not one.indicator.endswith(SIGN)]
    plain = compared(asked, council)
    return (*signs, *(one for one in plain if one.value.place_type != PlaceKind.COUNCIL))


def _value(row: IndicatorValue) -> Value:
    return Value(
        indicator=indicator_key(row.indicator),
        place_type=row.place_kind,
        place_code=row.place,
        place_name=row.place_name,
        period=row.period,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        sample=row.sample,
        survey=row.survey,
        source=row.source,
        licence=row.licence,
    )


def indicator_key(said: str) -> str:
    """Return the key of an indicator as our list has it, however it is written; an unknown one as it is."""
    bare = said.removesuffix(SIGN)
    known = next((key for key in BY_KEY if key.casefold() == bare.casefold()), bare)
    return f"{known}{said[len(bare) :]}"


def _of(value: Value) -> Value:
    return value._replace(indicator=value.indicator.removesuffix(SIGN))


def _council(
    every: QuerySet[IndicatorValue], authority: Authority, places: Dataset | None
) -> frozenset[str]:
    """Return the codes that the council itself has among the places of a file.

    It is known by its whole name, or by a code that the table of places has for that name. Any other council, or a
    region, is none of it, though it be the only one in the file.
    """
    rows = PlaceRow.objects.filter(dataset=places, kind=PlaceKind.COUNCIL) if places else ()
    known = {one.code for one in rows if same_council(one.name, authority.name)}
    found = every.filter(place_kind=PlaceKind.COUNCIL).order_by().distinct()
    return frozenset(
        code
        for code, name in found.values_list("place", "place_name")
        if code in known or same_council(name, authority.name)
    )


_SAID = {
    Against.ABOVE: "above the average",
    Against.BELOW: "below the average",
    Against.ABOUT: "about the average",
    None: "not compared",
}


def readings_of(found: Sequence[Compared]) -> tuple[Reading, ...]:
    """Return findings as a profile holds them, in words."""
    return tuple(_reading(one) for one in found)


def _reading(one: Compared) -> Reading:
    value, sign = one.value, one.average is None and one.stands is not None
    known = BY_KEY.get(value.indicator)
    return Reading(
        indicator=f"{known.key} {known.title}" if known else value.indicator,
        period=value.period,
        value="" if sign else _figure(value),
        average=_figure(one.average) if one.average else "",
        said=_SAID[one.stands],
        survey=value.survey,
        sample=value.sample,
        source=value.source,
        licence=value.licence,
    )


def _figure(value: Value) -> str:
    said = words.plain(_short(value.value))
    if value.lower is None or value.upper is None:
        return said
    return f"{said} ({words.plain(_short(value.lower))} to {words.plain(_short(value.upper))})"


def _short(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")


def strong_core(name: str, deprived: Sequence[Deprived], found: Sequence[Compared]) -> str:
    """Say in which periods a deprived place is above average all the same; nothing where it is not deprived."""
    if not is_deprived(deprived):
        return ""
    (core,) = core_economies({name: signs_of(found).get(name.casefold(), {})}, {name})
    surveys = {one.value.survey for one in found}
    periods = [
        f"{when.period} ({when.survey})" if len(surveys) > 1 else when.period
        for when, strong in core.strong.items()
        if strong
    ]
    if not periods:
        return ""
    names = words.listed([BY_KEY[one].title.lower() for one in STRONG_ON])
    return (
        f"A strong core economy in {words.listed(periods)}: it is among the most deprived places, and yet above the "
        f"council’s average on one at least of: {names}."
    )


def is_deprived(deprived: Sequence[Deprived]) -> bool:
    """Say whether half of a place’s small areas at least are in the most deprived tenth of England: our own mark.

    Never by a part of them: a place some of whose areas have no rank is called nothing.
    """
    if not deprived or not deprived[0].areas or deprived[0].without_rank:
        return False
    newest = deprived[0]
    return newest.tenths[0] * 2 >= len(newest.areas)
