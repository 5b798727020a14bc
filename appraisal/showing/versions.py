"""What changed from one version of a setting to the next, in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from appraisal.engine import words
from appraisal.library import published_proxies

_FIGURE = ("key", "area", "applies_from", "value", "source")

_NAMES = {
    "name": "Name",
    "colour": "Colour",
    "contact_email": "Email address for groups",
    "contact_phone": "Phone number for groups",
    "groups_see_discount": "Groups see the discount",
    "sha256": "Logo",
    "scheme": "Scheme",
    "published_on": "From",
    "hint": "Hint",
    "words": "Wording",
}


def change_words(before: object, after: object) -> tuple[str, ...]:
    """Return a line for each thing that changed: what came, what went, what is otherwise."""
    if isinstance(before, Sequence) and isinstance(after, Sequence):
        return tuple(_of_lists(before, after))
    if before is None or after is None:
        return (f"Withdrawn: {_line(before)}" if after is None else f"Added: {_line(after)}",)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return tuple(_of_mappings(before, after))
    return (f"{_value(before)} → {_value(after)}",)


def _of_lists(before: Sequence[object], after: Sequence[object]) -> Iterator[str]:
    stood, stands = (_by_key(side) for side in (before, after))
    same = {key for key in stood if key in stands and stood[key] != stands[key]}
    yield from (f"{stood[key]} → {stands[key]}" for key in stands if key in same)
    old, new = ([_line(one) for one in side] for side in (before, after))
    reworded = {stood[key] for key in same} | {stands[key] for key in same}
    yield from (f"Taken out: {one}" for one in old if one not in new and one not in reworded)
    yield from (f"Added: {one}" for one in new if one not in old and one not in reworded)
    if sorted(old) == sorted(new):
        yield "Put in another order"


def _by_key(entries: Sequence[object]) -> dict[str, str]:
    """Return the lines of those that have a key of their own and may be put into other words."""
    found = (one for one in entries if isinstance(one, Mapping) and {"key", "words"} <= set(one))
    return {str(one["key"]): _line(one) for one in found}


def _of_mappings(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for key in after:
        if before.get(key) != after[key]:
            name = _NAMES.get(key, key)
            if key == "sha256":
                yield f"{name} {'changed' if after[key] else 'taken away'}"
            elif before.get(key) in (None, ""):
                yield f"{name}: {_value(after[key])}"
            else:
                yield f"{name}: {_value(before.get(key))} → {_value(after[key])}"


def _line(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return f"“{entry}”"
    if "title" in entry:
        return f"“{entry['title']}”" + (f" ({entry['hint']})" if entry.get("hint") else "")
    if "words" in entry:
        where = f", in {entry['neighbourhood']}" if entry.get("neighbourhood") else ""
        return f"“{entry['words']}”{where}{_about(entry)}"
    if "value" in entry:
        return figure_words(**{key: str(entry.get(key, "")) for key in _FIGURE})
    return ", ".join(f"{key} {_value(value)}" for key, value in entry.items())


def _about(entry: Mapping[str, object]) -> str:
    """Say of an aim where it is from, how important it is and how long it holds."""
    named = {"origin": "from", "dated": "of", "importance": "importance", "expires": "until"}
    said = [f"{name} {entry[key]}" for key, name in named.items() if entry.get(key)]
    return f" ({', '.join(said)})" if said else ""


def figure_words(*, key: str, area: str, applies_from: str, value: str, source: str) -> str:
    """Return a figure of a council's own in words: “minimum wage an hour, £13.45 per hour from …”."""
    proxies = published_proxies()
    title = proxies.kinds[key].title if key in proxies.kinds else key
    where = f" in {area}" if area else ""
    amount = amount_words(Decimal(value), proxies.unit_of(key))
    return f"{title}{where}, {amount} from {words.day(date.fromisoformat(applies_from))} ({source})"


def amount_words(value: Decimal, unit: str) -> str:
    """Return a figure with its unit: “£13.45 per hour”, “37 hours per week”."""
    unit = unit_words(unit)
    if unit.startswith("£"):
        return f"{words.exact_pounds(value)}{unit.removeprefix('£')}"
    return f"{words.plain(value)} {unit}"


def unit_words(unit: str) -> str:
    """Return a unit as people write it: “£ per m² per year”."""
    return unit.replace("GBP", "£").replace("m2", "m²")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "nothing"
