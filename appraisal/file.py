"""Reading an appraisal file: one JSON file → what one appraisal needs, or every fault and its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from appraisal.engine.answers import Answer, Answers, Deprivation, Picked, Terms
from appraisal.engine.faults import CannotRead, Faults, within
from appraisal.engine.fields import Shape
from appraisal.engine.guesses import not_known
from appraisal.engine.measures import Ratings
from appraisal.engine.measures.deprivation import check_rank
from appraisal.engine.parse_answers import parse_answers, parse_picked
from appraisal.engine.places import OTHER_NATIONS, REGIONS
from appraisal.engine.proxies import Proxies, Proxy
from appraisal.engine.reading import read_fields, read_object, read_value, refuse_key
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Scheme
from appraisal.engine.score import appraise
from appraisal.layout import APPLICANT, ASSET, AUTHORITY, FACTS, IMD, TERMS, text_field
from appraisal.library import NoSuchScheme, published_proxies, scheme_named
from appraisal.strict_json import read_object_text

# How a name such as "key" or "key@version" becomes a scheme; raises NoSuchScheme.
FindScheme = Callable[[str], Scheme]


class Asset(NamedTuple):
    """The building or land."""

    name: str
    address: str = ""
    postcode: str = ""
    uprn: str = ""
    floor_area_m2: Decimal | None = None
    site_area_m2: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalFile:
    """A valid appraisal file. ``source`` is the very bytes it was read from."""

    source: bytes
    scheme: Scheme
    proxies: Proxies
    own_proxies: tuple[Proxy, ...]
    answers: Answers
    title: str
    summary: str
    reference: str
    authority: str
    applicant: str
    legal_form: str
    asset: Asset | None
    wording: Mapping[str, Mapping[str, str]]  # letter → key → words
    methods: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict
    )  # method → question → value

    def appraise(self) -> Appraisal:
        """Appraise this file; raises ``CannotRead`` where a proxy has no value on the day."""
        return appraise(self.scheme, self.proxies, self.answers)


def read_file(
    source: bytes, find_scheme: FindScheme = scheme_named, *, draft: bool = False
) -> AppraisalFile:
    """Read an appraisal file, or raise ``CannotRead`` naming every fault and its place.

    In a ``draft`` the tenure may still be open, which no finished file's may.
    """
    faults = Faults()
    given = read_object_text(source, faults)
    facts = read_fields(FACTS, given, "", faults)
    authority = _part(given, "authority", AUTHORITY, faults)
    _check_region(authority.get("region"), faults)
    applicant = _part(given, "applicant", APPLICANT, faults)
    asset, deprivation = _asset(given, faults)
    terms = _part(given, "terms", TERMS, faults)
    scheme = _scheme(facts, find_scheme, faults)
    if facts.get("kind") == "asset-transfer" and "tenure" not in terms and not draft:
        faults.add(
            "terms.tenure", "This is missing: an asset transfer needs lease, freehold or licence."
        )
    letters = _letters(given, scheme, faults)
    picked = _picked(given, scheme, letters, faults)
    wording = _wording(given, scheme, faults)
    methods = _methods(given, scheme, faults) if "methods" in given else {}
    library = published_proxies()
    own = _own_proxies(facts.get("proxies"), library, faults)
    if faults or scheme is None:
        raise CannotRead(faults.found)
    return AppraisalFile(
        source=source,
        scheme=scheme,
        proxies=library.with_local(own) if own else library,
        own_proxies=own,
        answers=Answers(
            kind=scheme.kind,
            valuation_date=cast(date, facts["valuation_date"]),
            region=str(authority["region"]),
            terms=Terms(**terms),  # type: ignore[arg-type]  # read_fields gives each key its type
            letters=letters,
            deprivation=deprivation,
            picked=picked,
            legal_form=str(applicant.get("legal_form", "")),
        ),
        title=str(facts["title"]),
        summary=str(facts.get("summary", "")),
        reference=str(facts.get("reference", "")),
        authority=str(authority["name"]),
        applicant=str(applicant["name"]),
        legal_form=str(applicant.get("legal_form", "")),
        asset=asset,
        wording=wording,
        methods=methods,
    )


def _has(given: Mapping[str, object], key: str, faults: Faults) -> bool:
    if key not in given:
        faults.add(key, "This is missing.")
    return key in given


def _part(given: Mapping[str, object], key: str, shape: Shape, faults: Faults) -> dict[str, object]:
    mapping = read_object(given[key], key, faults) if _has(given, key, faults) else None
    if mapping is None:
        return {}
    return read_fields(shape, mapping, key, faults)


def _check_region(region: object, faults: Faults) -> None:
    if region is None or region in REGIONS:
        return
    if region in OTHER_NATIONS:
        message = "This product serves England only: the law, the consent and the deprivation index are England’s."
    else:
        message = f"This must be a region of England. {not_known(region, REGIONS, faults)}"
    faults.add("authority.region", message)


def _asset(given: Mapping[str, object], faults: Faults) -> tuple[Asset | None, Deprivation | None]:
    if "asset" not in given:
        return None, None
    mapping = read_object(given["asset"], "asset", faults)
    if mapping is None:
        return None, None
    read = read_fields(ASSET, mapping, "asset", faults)
    deprivation = None
    if "imd" in mapping:
        imd = read_object(mapping["imd"], "asset.imd", faults)
        if imd is not None:
            standing = read_fields(IMD, imd, "asset.imd", faults)
            check_rank(standing, "edition", "rank", "asset.imd", faults)
            if standing.keys() == {"edition", "rank"}:
                deprivation = Deprivation(**standing)  # type: ignore[arg-type]
    asset = Asset(**read) if "name" in read else None  # type: ignore[arg-type]
    return asset, deprivation


def _scheme(facts: Mapping[str, object], find_scheme: FindScheme, faults: Faults) -> Scheme | None:
    if "scheme" not in facts:
        return None
    try:
        scheme = find_scheme(str(facts["scheme"]))
    except NoSuchScheme as error:
        faults.add("scheme", str(error))
        return None
    if "kind" in facts and facts["kind"] != scheme.kind:
        faults.add(
            "kind", f"The scheme {scheme.key} is for {scheme.kind}, not for {facts['kind']}."
        )
    return scheme


def _letters(
    given: Mapping[str, object], scheme: Scheme | None, faults: Faults
) -> dict[str, Answer]:
    if not _has(given, "answers", faults):
        return {}
    if scheme is None:  # which answers there may be is not known
        read_object(given["answers"], "answers", faults)
        return {}
    return parse_answers(given["answers"], scheme, "answers", faults)


def _picked(
    given: Mapping[str, object],
    scheme: Scheme | None,
    letters: Mapping[str, Answer],
    faults: Faults,
) -> dict[str, Picked]:
    if "picked" not in given:
        return {}
    if scheme is None:  # which points there may be is not known
        read_object(given["picked"], "picked", faults)
        return {}
    return parse_picked(given["picked"], scheme, letters, "picked", faults)


def _wording(
    given: Mapping[str, object], scheme: Scheme | None, faults: Faults
) -> dict[str, dict[str, str]]:
    """Read ``lists``: the words for the keys of every criterion that is rated."""
    if "lists" not in given:
        return {}
    lists = read_object(given["lists"], "lists", faults)
    if lists is None or scheme is None:
        return {}
    rated = {
        letter
        for letter, criterion in scheme.by_letter.items()
        if isinstance(criterion.measure, Ratings)
    }
    for key in lists.keys() - rated:
        refuse_key(key, rated, "lists", faults)
    return {
        letter: _list(lists[letter], f"lists.{letter}", faults)
        for letter in sorted(rated & lists.keys())
    }


def _methods(
    given: Mapping[str, object], scheme: Scheme | None, faults: Faults
) -> dict[str, dict[str, object]]:
    """Read ``methods``: what was answered to the questions of each other way to value."""
    # Few files have them, and reading what they ask takes longer than reading one that has none.
    from appraisal.chapters import methods_for

    held = read_object(given["methods"], "methods", faults)
    if held is None or scheme is None:
        return {}
    known = {one.key: one for one in methods_for(scheme.kind)}
    read: dict[str, dict[str, object]] = {}
    for key, answers in held.items():
        if key not in known:
            refuse_key(key, known, "methods", faults)
        elif (mapping := read_object(answers, f"methods.{key}", faults)) is not None:
            read[key] = known[key].read_at(mapping, f"methods.{key}", faults)
    return read


def _list(given: object, place: str, faults: Faults) -> dict[str, str]:
    mapping = read_object(given, place, faults) or {}
    own = {key: text for key, text in mapping.items() if not key.startswith("x_")}
    read = {
        key: read_value(text_field(key), text, within(place, key), faults)
        for key, text in own.items()
    }
    return {key: str(text) for key, text in read.items() if text is not None}


def _own_proxies(rows: object, library: Proxies, faults: Faults) -> tuple[Proxy, ...]:
    if not isinstance(rows, tuple):
        return ()
    own: dict[tuple[str, str, date], Proxy] = {}
    for number, row in enumerate(rows):
        place = f"proxies[{number}]"
        proxy = _own_proxy(row, library, place, faults)
        if proxy is None:
            continue
        identity = (proxy.key, proxy.area, proxy.applies_from)
        if identity in own:
            faults.add(place, "This proxy is given twice for the same area and date.")
        own[identity] = proxy
    return tuple(own.values())


def _own_proxy(
    row: Mapping[str, object], library: Proxies, place: str, faults: Faults
) -> Proxy | None:
    if "key" not in row:
        return None
    kind = library.kinds.get(str(row["key"]))
    if kind is None:
        faults.add(
            within(place, "key"),
            not_known(row["key"], tuple(sorted(library.kinds)), faults),
        )
        return None
    if kind.by_area and "area" not in row:
        faults.add(
            within(place, "area"), "This is missing: this proxy differs from region to region."
        )
    if not kind.by_area and "area" in row:
        faults.add(within(place, "area"), "This proxy is the same everywhere, so it has no area.")
    if not {"applies_from", "value", "source"} <= row.keys():
        return None
    return Proxy(
        key=kind.key,
        area=str(row.get("area", "")),
        applies_from=cast(date, row["applies_from"]),
        value=cast(Decimal, row["value"]),
        unit=library.unit_of(kind.key),
        status="local",
        source=str(row["source"]),
    )
