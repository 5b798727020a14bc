"""Whether the sums in a pack agree: the files inside it, worked out again and compared figure by figure.

Pure: it takes the bytes of what was attached. :mod:`appraisal.pack.inside` gets them out of a PDF.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from appraisal.engine.faults import CannotRead, Fault, Faults, shown
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Scheme
from appraisal.file import AppraisalFile, read_file
from appraisal.library import (
    NoSuchScheme,
    parse_scheme_text,
    read_toml,
    scheme_mapping,
    scheme_paths,
)
from appraisal.pack.codes import read_code
from appraisal.result import whole_result
from appraisal.strict_json import read_object_text

FILE, RESULT, SCHEME = "appraisal.json", "result.json", "scheme.toml"
# What a pack holds, and what each is called.
ATTACHED: Mapping[str, str] = {
    FILE: "the appraisal file",
    RESULT: "the result",
    SCHEME: "the scheme",
}
MOST_BYTES: Mapping[str, int] = {FILE: 5_000_000, RESULT: 1_000_000, SCHEME: 1_000_000}
_MIXED = "This PDF holds files of one pack and of the items of an agenda pack, so it cannot be told which count."
_NO_FIGURES = "This agenda pack holds the figures of no item, so no sums can be checked."
_MOST_LISTED = 200
_MOST_LETTERS = 200  # of a figure that is shown
_MARK = re.compile(
    r"Pack (?P<code>[0-9A-Z-]{10,12}) (?P<part>public|exempt)\b(?: items(?P<items>(?: \d{1,3})+))?"
)
# In an agenda pack, the name of each file begins with the number of its item.
_NAMED = re.compile(rf"(?:item-(?P<item>[1-9]\d?)-)?(?P<file>{'|'.join(map(re.escape, ATTACHED))})")


class Difference(NamedTuple):
    """A figure that does not agree: its name, what the pack says, and what it comes to."""

    name: str
    in_pack: str
    worked_out: str


class Sums(NamedTuple):
    """The first verdict, in a sentence, with every figure that does not agree.

    ``agree`` is None where it cannot be told. ``code`` is the short code that the pack says it has, or empty.
    """

    agree: bool | None
    said: str
    differences: tuple[Difference, ...] = ()
    code: str = ""


class Mark(NamedTuple):
    """What an issued pack says of itself in its metadata; empty for any other.

    ``items``: of an agenda pack the numbers of the items whose files must be inside it.
    """

    code: str = ""
    part: str = ""
    items: tuple[int, ...] = ()


def mark_of(keywords: str) -> Mark:
    """Read the mark of a pack from the keywords of its PDF: “Pack SC8KP-3G5WC exempt items 1 2 4”."""
    found = _MARK.search(keywords[:1_000])
    if not found:
        return Mark()
    items = tuple(int(one) for one in (found["items"] or "").split())
    return Mark(read_code(found["code"]), found["part"], items)


class Named(NamedTuple):
    """Which file of a pack a name is of: of which item, 0 in a pack that has none, and which of the files."""

    item: int
    file: str


def named(name: str) -> Named | None:
    """Return which file of a pack has this name; None where a pack holds no such file."""
    found = _NAMED.fullmatch(name)
    return Named(int(found["item"] or 0), found["file"]) if found else None


def sums_in(attached: Mapping[str, bytes], mark: Mark = Mark()) -> Sums:  # noqa: B008 (it never changes)
    """Return whether the sums of all that a pack holds agree: of each item where it is an agenda pack.

    One that holds files of items or says that it does, is one: no item may be missing, nor a file of none.
    """
    sets: dict[int, dict[str, bytes]] = {one: {} for one in mark.items}
    for name, content in attached.items():
        if of := named(name):
            sets.setdefault(of.item, {})[of.file] = content
    if not sets.keys() - {0}:
        return sums_of(attached, mark)
    # Of a public item whose figures are not for publication there is the scheme alone, and nothing to work out.
    sets = {one: held for one, held in sets.items() if one in mark.items or held.keys() - {SCHEME}}
    if not sets:
        return Sums(None, _NO_FIGURES, code=mark.code)
    if 0 in sets:
        return Sums(None, _MIXED, code=mark.code)
    return _together({one: sums_of(sets[one], mark) for one in sorted(sets)}, mark)


def _together(found: Mapping[int, Sums], mark: Mark) -> Sums:
    """Return the verdicts on the items of an agenda pack as one: the worst of them."""
    differences = tuple(
        one._replace(name=f"Item {item}: {one.name}")
        for item, sums in found.items()
        for one in sums.differences
    )
    of_items = f"{len(found)} {'item' if len(found) == 1 else 'items'}"
    wrong = [item for item, sums in found.items() if sums.agree is False]
    untold = [f"Item {item}: {sums.said}" for item, sums in found.items() if sums.agree is None]
    if wrong:
        said = " ".join([f"The sums of {_items(wrong)} do not agree.", *untold[:3]])
        return Sums(False, said, differences[:_MOST_LISTED], mark.code)
    if untold:
        more = " There is more." if len(untold) > 3 else ""
        return Sums(None, f"{' '.join(untold[:3])}{more}", code=mark.code)
    said = f"The sums agree of all {of_items} whose figures are in this agenda pack: each is what the files come to."
    return Sums(True, said, code=mark.code)


def _items(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"items {', '.join(first)} and {last}" if first else f"item {last}"


def sums_of(attached: Mapping[str, bytes], mark: Mark = Mark()) -> Sums:  # noqa: B008 (it never changes)
    """Return whether the result in a pack is what its file comes to under its scheme, with today’s engine."""
    missing = [f"{words} ({name})" for name, words in ATTACHED.items() if name not in attached]
    if missing:
        left_out = mark.part == "public" and SCHEME in attached and len(missing) == 2
        return Sums(None, LEFT_OUT if left_out else _without(missing), code=mark.code)
    try:
        said = _read_result(attached[RESULT])
        text = _text(attached[SCHEME])
        scheme = parse_scheme_text(text)
        given = read_file(attached[FILE], lambda name: _only(scheme, name))
        appraisal = given.appraise()
    except CannotRead as cannot:
        why = " ".join(str(one)[:_MOST_LETTERS] for one in cannot.faults[:3])
        more = " There is more." if len(cannot.faults) > 3 else ""
        return Sums(
            None, f"The files in this pack cannot be worked out again. {why}{more}", code=mark.code
        )
    found = [*_strange(text), *_differences(said, _expected(given, appraisal, said, mark))]
    if not found:
        return Sums(True, "The sums agree: every figure is what the file comes to.", code=mark.code)
    number = "one figure comes" if len(found) == 1 else f"{len(found)} figures come"
    listed = tuple(found[:_MOST_LISTED])
    return Sums(False, f"The sums do not agree: {number} out differently.", listed, mark.code)


LEFT_OUT = (
    "This says that it is the public part of a pack. The files with its figures are not inside it, as where they hold "
    "what is not for publication, so its sums cannot be checked."
)


def _without(missing: list[str]) -> str:
    *first, last = missing
    return (
        f"This PDF does not hold {', '.join(first)}{' or ' if first else ''}{last}. It is no pack with its files "
        "inside it, or they were taken out, so its sums cannot be checked."
    )


def _text(given: bytes) -> str:
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(_fault("the scheme is not text in UTF-8.")) from None


def _fault(message: str) -> tuple[Fault, ...]:
    return (Fault("", message),)


def _read_result(given: bytes) -> dict[str, object]:
    faults = Faults()
    said = read_object_text(given, faults)
    if faults:
        raise CannotRead(faults.found)
    return said


def _only(scheme: Scheme, name: str) -> Scheme:
    """Return the scheme of a pack to a file that names it."""
    if name not in (scheme.key, scheme.name):
        raise NoSuchScheme(f"The file is for {shown(name)}, and the pack holds {scheme.name}.")
    return scheme


def _strange(text: str) -> Iterator[Difference]:
    """Yield the scheme where it bears the name of one that ships with the product, and is not that."""
    said = scheme_mapping(text)
    for path in scheme_paths():
        published = read_toml(path)
        same = all(said.get(key) == published.get(key) for key in ("key", "version"))
        if same and said != published:
            name = f"{said['key']}@{said['version']}"
            yield Difference("The scheme", "another", f"{name} as it was published")


def _expected(
    given: AppraisalFile, appraisal: Appraisal, said: Mapping[str, object], mark: Mark
) -> Mapping[str, object]:
    """Return the result that a pack must hold; one for the public may leave the discount out."""
    expected = whole_result(appraisal, given.methods)
    left_out = "discount" in said and said["discount"] is None and mark.part != "exempt"
    return {**expected, "discount": None} if left_out else expected


# --- figure by figure ----------------------------------------------------------------------------

_NOTHING = object()
# By which of its keys a list’s entry is known.
_KEYS = ("letter", "key", "code")
_OF = {"criteria": "criterion", "headings": "heading", "proxies": "figure", "warnings": "warning"}
_WHOLE = {
    "points": "All points",
    "percent": "The whole percentage",
    "max_points": "The most points",
}
_CALLED = {
    "points": "Points",
    "max_points": "Most points",
    "applicable_max_points": "Most points of what applies",
    "percent": "Percentage",
    "status": "Status",
    "provisional": "Whether it is provisional",
    "value_gbp_pa": "Value in £ a year",
    "social_value_gbp_pa": "Social value in £ a year",
    "annual_public_contribution_gbp": "Public contribution in £ a year",
    "value_per_public_pound": "Value per public pound",
    "value_added_gbp_pa": "Value added in £ a year",
    "resources_gbp_pa": "Resources in £ a year",
    "ratio": "Ratio",
    "amount_gbp": "Amount in £",
    "payable_gbp": "Left to pay in £",
    "applies_from": "Day from which it applies",
    "value": "Value",
}


def _differences(said: object, expected: object) -> Iterator[Difference]:
    in_pack, worked_out = dict(_figures(said)), dict(_figures(expected))
    for way in dict.fromkeys((*worked_out, *in_pack)):
        one, other = in_pack.get(way, _NOTHING), worked_out.get(way, _NOTHING)
        if type(one) is not type(other) or one != other:
            yield Difference(_name(way), _shown(one), _shown(other))


def _figures(given: object, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every single value with the way to it; each list’s entries by what they are known by."""
    if isinstance(given, dict):
        for key, held in given.items():
            yield from _figures(held, (*way, str(key)))
        if not given and way:
            yield way, "{}"
    elif isinstance(given, list):
        yield (*way, "#"), len(given)
        seen: dict[str, int] = {}
        for held in given:
            known = _known_by(held)
            seen[known] = seen.get(known, 0) + 1
            again = f" ({seen[known]})" if seen[known] > 1 else ""
            yield from _figures(held, (*way, known + again))
    else:
        yield way, given


def _known_by(held: object) -> str:
    if not isinstance(held, dict):
        return "entry"
    said = [str(held[key]) for key in (*_KEYS, "area") if isinstance(held.get(key), str)]
    return " ".join(one for one in said if one) or "entry"


def _name(way: tuple[str, ...]) -> str:
    """Return what a figure is called: “Points of criterion A”."""
    *above, last = way
    if last == "#":
        return f"How many {shown(' '.join(above))} there are"
    if not above and last in _WHOLE:
        return _WHOLE[last]
    called = _CALLED.get(last, last.replace("_", " ").capitalize())
    places = [_OF.get(one, one.replace("_", " ")) for one in above]
    return shown(f"{called} of {' '.join(places)}" if places else called)


def _shown(value: object) -> str:
    if value is _NOTHING:
        return "not there"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown(str(value)[:_MOST_LETTERS])
