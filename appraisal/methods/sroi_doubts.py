"""What to know before a social return is used: above all, what is counted twice if it is added to the score."""

from collections.abc import Iterable, Iterator, Sequence

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.methods.sroi_parts import ZERO, Change, Doubt, Put


def doubts_of(
    changes: Sequence[Change], inputs: Sequence[Put], appraisal: Appraisal
) -> Iterator[Doubt]:
    """Yield a doubt for each outcome that is also scored, uses a price of the score, or has nothing taken off."""
    titles = {one.letter: f"{one.letter}, {one.title}" for one in appraisal.scheme.criteria}
    prices = {
        proxy.value: appraisal.known_proxies.kinds[proxy.key].title
        for proxy in appraisal.proxies
        if proxy.unit.startswith("GBP") and proxy.value > ZERO
    }
    for one in changes:
        place, name = f"outcomes[{one.row}]", f"“{one.outcome}”"
        if one.also_scored:
            criterion = titles.get(one.also_scored, one.also_scored)
            yield Doubt(
                f"{place}.also_scored",
                "also-scored",
                f"{name} is also scored in {criterion}. Do not add this to the score or to its social value: it would "
                "count twice.",
            )
        elif one.proxy in prices:
            yield Doubt(
                f"{place}.proxy_gbp_pa",
                "same-proxy",
                f"{name} is valued at {words.pounds(one.proxy)}, as the score values “{prices[one.proxy]}”. Check that "
                "the two are not the same thing.",
            )
        if not _taken_off(one):
            yield Doubt(
                place,
                "nothing-taken-off",
                f"Nothing is taken off {name}. Check that none of it would have happened anyway, elsewhere or through "
                "others.",
            )
    yield from _twice(inputs, appraisal)


def _taken_off(one: Change) -> bool:
    return bool(one.deadweight or one.displacement or one.attribution)


def _twice(inputs: Iterable[Put], appraisal: Appraisal) -> Iterator[Doubt]:
    """Volunteers' time is an input here and a value in the score."""
    if appraisal.coefficiency.volunteer_time and any(one.kind == "time" for one in inputs):
        yield Doubt(
            "inputs",
            "volunteers",
            "Volunteers’ time is put in here, and a value in the score. The two are not to be added up or set off.",
        )
