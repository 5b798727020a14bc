"""The library of figures and rules that ships with the product: schemes and proxies, from files.

Reading is slow beside scoring, so what ships with the product is read once a process.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from appraisal.engine.faults import CannotRead, Fault, Faults, shown, typed
from appraisal.engine.guesses import did_you_mean
from appraisal.engine.parse_policies import parse_policy
from appraisal.engine.parse_scheme import parse_scheme
from appraisal.engine.policy import Policy
from appraisal.engine.proxies import Proxies, Proxy, ProxyKind
from appraisal.engine.scheme import Heading, ProposalKind, Scheme
from appraisal.engine.tables import Table

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
_STEP = re.compile(r"\[(?P<number>\d+)\]|[^.\[\]]+")  # of a place
_PROXY_COLUMNS = ["key", "area", "applies_from", "value", "unit", "status", "source"]


class NoSuchScheme(LookupError):
    """No scheme of this name is in the library; the message names those that are."""


@cache
def published_proxies() -> Proxies:
    """Return the proxies of ``fixtures/proxies``, with their dates and sources."""
    kinds = _proxy_kinds(FIXTURES / "proxies" / "catalogue.toml")
    values = [
        value
        for path in sorted((FIXTURES / "proxies").glob("*.csv"))
        for value in read_proxies(path, kinds)
    ]
    return Proxies(kinds, values)


def _proxy_kinds(path: Path) -> dict[str, ProxyKind]:
    faults = Faults()
    kinds = {}
    for key, given in read_toml(path).items():
        table = Table(given, key, faults)
        kinds[key] = ProxyKind(
            key=key,
            title=table.text("title"),
            money=table.flag("money", default=True),
            by_area=table.flag("by_area"),
            fallback_area=table.text("fallback_area", required=False),
            stale_after_months=table.whole_or_none("stale_after_months"),
        )
        table.close()
    faults.raise_if_any()
    return kinds


def read_proxies(path: Path, kinds: Mapping[str, ProxyKind]) -> list[Proxy]:
    """Read a file of proxies; ``CannotRead`` names every line that is wrong."""
    faults = Faults()
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if lines.fieldnames != _PROXY_COLUMNS:
            raise CannotRead(
                (Fault("line 1", f"The columns must be: {', '.join(_PROXY_COLUMNS)}."),)
            )
        values = [
            value
            for value in (_proxy(line, kinds, lines.line_num, faults) for line in lines)
            if value
        ]
    seen: set[tuple[str, str, date]] = set()
    for value in values:
        identity = (value.key, value.area, value.applies_from)
        if identity in seen:
            faults.add(
                value.key,
                f"Two values for {value.area or 'all areas'} apply from {value.applies_from}.",
            )
        seen.add(identity)
    faults.raise_if_any()
    return values


def _proxy(
    line: Mapping[str, str], kinds: Mapping[str, ProxyKind], number: int, faults: Faults
) -> Proxy | None:
    place = f"line {number}"
    try:
        applies_from, value = date.fromisoformat(line["applies_from"]), Decimal(line["value"])
    except (ValueError, InvalidOperation):
        faults.add(place, "applies_from must be a date and value a number.")
        return None
    kind = kinds.get(line["key"])
    if kind is None:
        faults.add(place, f"The proxy “{line['key']}” is not in the catalogue.")
    elif kind.by_area != bool(line["area"]):
        faults.add(
            place, "This proxy needs an area." if kind.by_area else "This proxy has no area."
        )
    elif not value.is_finite() or value <= 0:
        faults.add(place, "A value must be above 0.")
    elif line["status"] not in ("published", "default"):
        faults.add(place, "A status is published or default.")
    elif not line["source"].strip() or not line["unit"].strip():
        faults.add(place, "A proxy needs a unit and a source.")
    else:
        return Proxy(
            key=kind.key,
            area=line["area"],
            applies_from=applies_from,
            value=value,
            unit=line["unit"],
            status=cast(Literal["published", "default"], line["status"]),
            source=line["source"],
        )
    return None


def fault_lines(path: Path, error: CannotRead) -> list[str]:
    """Return a line for each fault of a scheme file, with the letters and keys that people know."""
    try:
        given: object = read_toml(path)
    except CannotRead:
        given = None  # it cannot be read, so its faults have no place in it
    return [_fault_line(path, fault, given) for fault in error.faults]


def named_faults(text: str, error: CannotRead) -> list[Fault]:
    """Return the faults of a scheme's text, their places with the letters and keys that people know."""
    try:
        given: object = _parse_toml(text, "The scheme")
    except CannotRead:
        given = None
    return [
        Fault(_named(fault.place, given) if fault.place else "", fault.message)
        for fault in error.faults
    ]


def _fault_line(path: Path, fault: Fault, given: object) -> str:
    if fault.place:
        return f"{path}: {_named(fault.place, given)}: {fault.message}"
    return fault.message if str(path) in fault.message else f"{path}: {fault.message}"


def _named(place: str, given: object) -> str:
    """Return a place with a name behind each number: ``criteria[7] (H).maximum``."""
    named, end = "", 0
    for step in _STEP.finditer(place):
        named += place[end : step.end()]
        end = step.end()
        if step["number"]:
            number = int(step["number"])
            given = given[number] if isinstance(given, list) and number < len(given) else None
            named += _name_of(given)
        else:
            given = given.get(step[0]) if isinstance(given, dict) else None
    return named + place[end:]


def _name_of(entry: object) -> str:
    if not isinstance(entry, dict):
        return ""
    name = entry.get("letter", entry.get("key"))
    return f" ({shown(name)})" if isinstance(name, str) and name.strip() else ""


def is_of_the_library(path: Path) -> bool:
    """Say whether a scheme file is one of those that schemes are looked up in, by their names."""
    return path.resolve().parent == FIXTURES / "schemes"


def scheme_paths() -> list[Path]:
    """Return the scheme files of the library, in order of name."""
    return sorted((FIXTURES / "schemes").glob("*.toml"))


def read_scheme(path: Path) -> Scheme:
    """Read and check one scheme file; ``CannotRead`` names everything that is wrong."""
    return _parsed(read_toml_text(path), str(path))


def what_if_scheme(path: Path) -> Scheme:
    """Read a scheme file to appraise under in place of the scheme that an appraisal file names.

    The scheme says of itself that it is a what-if, for its key and version may be those of a
    published one; only the published files of the library need not.
    """
    scheme = read_scheme(path)
    if scheme.published and path.resolve() in scheme_paths():
        return scheme
    return replace(scheme, what_if=shown(path.name))


def example_policies(scheme: Scheme) -> tuple[Policy, ...]:
    """Return the discount policies of ``fixtures/policies`` that fit a scheme, in order of file name.

    One that names a heading or criterion which the scheme has not got does not fit, and is left out.
    """
    return _fitting(scheme.headings, tuple(scheme.by_letter))


@lru_cache(maxsize=32)
def _fitting(headings: tuple[Heading, ...], letters: tuple[str, ...]) -> tuple[Policy, ...]:
    found = []
    for path in sorted((FIXTURES / "policies").glob("*.toml")):
        faults = Faults()
        policy = parse_policy(Table(read_toml(path), "", faults), headings, letters)
        if not faults:
            found.append(policy)
    return tuple(found)


def parse_scheme_text(text: str) -> Scheme:
    """Check the text of a scheme file; ``CannotRead`` names everything that is wrong."""
    return _parsed(text, "The scheme")


def _parsed(text: str, name: str) -> Scheme:
    """Return the scheme of a text, with the text: a pack carries it along."""
    return replace(parse_scheme(_parse_toml(text, name), published_proxies().kinds), text=text)


@lru_cache(maxsize=32)
def frozen_scheme(text: str) -> Scheme:
    """Return the scheme of a text that never changes, a version's or a record's: parsed once."""
    return parse_scheme_text(text)


def scheme_mapping(text: str) -> dict[str, object]:
    """Return what stands in the text of a scheme, to compare with another's; ``CannotRead`` if it is no TOML."""
    return _parse_toml(text, "The scheme")


def read_toml(path: Path) -> dict[str, object]:
    """Return what stands in a TOML file, numbers exact, unchecked otherwise."""
    return _parse_toml(read_toml_text(path), str(path))


def read_toml_text(path: Path) -> str:
    """Return the text of a TOML file; ``CannotRead`` where there is none to be had."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CannotRead((Fault("", f"{path} cannot be read ({error.strerror})."),)) from error
    except UnicodeDecodeError as error:
        raise CannotRead((Fault("", f"{path} is not TOML: {error}."),)) from error


def _parse_toml(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, InvalidOperation) as error:  # TOML, or numbers beyond sense
        raise CannotRead((Fault("", f"{name} is not TOML: {error}."),)) from error


@cache
def scheme_named(name: str) -> Scheme:
    """Return a scheme by ``key`` (the newest published) or ``key@version``.

    Only files whose names begin with the key are opened, so that the command line need not read
    the whole library. Raises :class:`NoSuchScheme`.
    """
    key, pinned, version = name.partition("@")
    own = [
        scheme
        for scheme in _schemes_of(key)
        if (scheme.version == version if pinned else scheme.published)
    ]
    if not own:
        known = _known_keys()
        guess = did_you_mean(key, known, Faults())
        raise NoSuchScheme(
            f"There is no scheme {typed(name)}. {guess}Known schemes: {', '.join(known)}."
        )
    return max(own, key=lambda scheme: (scheme.published or date.min, scheme.version))


def scheme_of_kind(kind: ProposalKind) -> Scheme:
    """Return the newest published scheme of the library for a kind of proposal.

    Raises :class:`NoSuchScheme` where there is none, or where two keys would do.
    """
    own = [
        scheme
        for scheme in map(_shipped_scheme, scheme_paths())
        if scheme.kind == kind and scheme.published
    ]
    keys = sorted({scheme.key for scheme in own})
    if len(keys) != 1:
        raise NoSuchScheme(
            f"Name one scheme for this kind of proposal: {', '.join(keys)}."
            if keys
            else "There is no published scheme for this kind of proposal."
        )
    return scheme_named(keys[0])


def _schemes_of(key: str) -> Iterator[Scheme]:
    for path in scheme_paths():
        if path.stem.partition("@")[0] == key:
            yield _shipped_scheme(path)


@cache
def _shipped_scheme(path: Path) -> Scheme:
    return read_scheme(path)


def _known_keys() -> list[str]:
    return sorted({path.stem.partition("@")[0] for path in scheme_paths()})
