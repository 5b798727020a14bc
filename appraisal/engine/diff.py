"""What changed between two schemes, in words: every difference of their files, none left out."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from appraisal.engine import words

# What tells the entries of a list apart; a list without such a key is compared by position.
_IDENTITY = ("letter", "key")
_PLACES = {
    "measure": "rule",
    "bands": "band",
    "parts": "part",
    "questions": "question",
    "columns": "column",
    "headings": "heading",
}


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return a sentence for each difference between the mappings of two scheme files."""
    return list(_of_tables(before, after, ""))


def _of_tables(
    before: Mapping[str, object], after: Mapping[str, object], place: str
) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        yield from _of_values(before.get(key), after.get(key), _inside(place, key))


def _of_values(before: object, after: object, place: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_tables(before, after, place)
    elif _is_list_of_tables(before) or _is_list_of_tables(after):
        yield from _of_lists(before, after, place)
    elif before is None:
        yield f"{_sentence(place)}: {_shown(after)} is new."
    elif after is None:
        yield f"{_sentence(place)}: {_shown(before)} is gone."
    else:
        yield f"{_sentence(place)}: {_shown(before)} becomes {_shown(after)}."


def _of_lists(before: object, after: object, place: str) -> Iterator[str]:
    old, new = _by_identity(before, place), _by_identity(after, place)
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield f"{_sentence(name)} is gone: {_gist(old[name])}."
        elif name not in old:
            yield f"{_sentence(name)} is new: {_gist(new[name])}."
        else:
            yield from _of_tables(old[name], new[name], name)
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        plural = place if place == "criteria" else f"{place}s"
        yield f"{_sentence(plural)}: the order changes."


def _by_identity(entries: object, place: str) -> dict[str, Mapping[str, object]]:
    named: dict[str, Mapping[str, object]] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
        own = next((str(entry[key]) for key in _IDENTITY if key in entry), None)
        outer, _, last = place.rpartition(", ")
        name = f"{last} {own or number}" if last != "criteria" else f"criterion {own or number}"
        named[f"{outer}, {name}" if outer else name] = entry
    return named


def _is_list_of_tables(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, Mapping) for entry in value)
    )


def _inside(place: str, key: str) -> str:
    name = _PLACES.get(key, key.replace("_", " "))
    return f"{place}, {name}" if place else name


def _sentence(place: str) -> str:
    return place[:1].upper() + place[1:]


def _gist(entry: Mapping[str, object]) -> str:
    for key in ("title", "label"):
        if key in entry:
            return _shown(entry[key])
    return words.listed(
        [f"{key.replace('_', ' ')} {_shown(value)}" for key, value in entry.items()]
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, (int, Decimal)):
        return words.plain(value)
    if isinstance(value, list):
        return words.listed([_shown(one) for one in value]) or "nothing"
    if isinstance(value, Mapping):
        return words.listed([f"{key} {_shown(one)}" for key, one in value.items()])
    return str(value)
