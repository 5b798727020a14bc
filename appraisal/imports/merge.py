"""What becomes of a proposal when an appraisal file is taken over by somebody: pure, rows untouched.

Everybody may replace what is theirs to fill in and nothing else: a group's file cannot bring a market
rent, nor an objective that the council does not have. Both sides are mappings in the file's own layout.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, cast

from appraisal import places
from appraisal.engine import words
from appraisal.engine.faults import Fault, within
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.layout import ASSET, COUNCIL_FACTS, COUNCIL_TERMS, GROUP_FACTS, GROUP_TERMS
from appraisal.places import Unlike

Layout = Mapping[str, object]

# What the site has room for; the format allows more.
_LONGEST = {
    "title": 200,
    "reference": 100,
    "applicant.legal_form": 100,
    "asset.name": 200,
}
# What the site takes in its own form only.
_FORMS = {"asset.postcode": places.postcode, "asset.uprn": places.uprn}
_LONGEST_KEY, _LONGEST_AREA, _LONGEST_AGREED = 200, 100, 200


class Hands(NamedTuple):
    """What somebody may change: the group's part, the council's, agreements."""

    group: bool
    council: bool
    agree: str  # what stands for whoever agrees for the council, never a name; empty: they may not agree

    @property
    def audiences(self) -> frozenset[str]:
        """Return whose questions they answer."""
        group = {"group", "either"} if self.group else set()
        return frozenset(group | ({"officer"} if self.council else set()))


def plain_layout(given: object) -> object:
    """Return a file's content as it is stored: no float, no blank text, no key of the sender's own."""
    if isinstance(given, Mapping):
        kept = {
            key: plain_layout(value) for key, value in given.items() if not key.startswith("x_")
        }
        return {key: value for key, value in kept.items() if not _blank(value)}
    if isinstance(given, list):
        return [plain_layout(one) for one in given]
    if isinstance(given, Decimal):
        return words.plain(given).replace(",", "")
    return given


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def merged(current: Layout, sent: Layout, scheme: Scheme, hands: Hands) -> dict[str, object]:
    """Return a proposal's file as it would be once the one that was sent is taken over."""
    after = dict(current)
    for keys, mine in ((GROUP_FACTS, hands.group), (COUNCIL_FACTS, hands.council)):
        if mine:
            _replace(after, sent, keys)
    after["terms"] = _terms(_part(current, "terms"), _part(sent, "terms"), hands)
    after["asset"] = _asset(_part(current, "asset"), _part(sent, "asset"), hands)
    if hands.group:
        applicant = dict(_part(current, "applicant"))
        _replace(applicant, _part(sent, "applicant"), ("legal_form",))
        after["applicant"] = applicant
    if hands.council:
        _replace(after, sent, ("proxies",))
        after["lists"] = _lists(current, sent, scheme)
    lists = _part(after, "lists")
    after["answers"] = _answers(current, sent, scheme, hands, lists)
    return {key: value for key, value in after.items() if value or key in ("terms", "answers")}


def _part(layout: Layout, key: str) -> Layout:
    found = layout.get(key)
    return cast(Layout, found) if isinstance(found, Mapping) else {}


def _replace(after: dict[str, object], sent: Layout, keys: Collection[str]) -> None:
    for key in keys:
        if key in sent:
            after[key] = sent[key]
        else:
            after.pop(key, None)


def _terms(current: Layout, sent: Layout, hands: Hands) -> dict[str, object]:
    terms = dict(current)
    if hands.group:
        _replace(terms, sent, GROUP_TERMS)
    if hands.council:
        _replace(terms, sent, COUNCIL_TERMS)
    return terms


def _asset(current: Layout, sent: Layout, hands: Hands) -> dict[str, object]:
    asset = dict(current)
    if hands.group:
        _replace(asset, sent, tuple(ASSET.by_key))
        if "imd" in asset:  # the council's, and it stands nowhere without an asset
            asset.setdefault("name", current["name"])
    if hands.council and "name" in asset:
        _replace(asset, sent, ("imd",))
    return asset


def _lists(current: Layout, sent: Layout, scheme: Scheme) -> dict[str, object]:
    """Return the lists that are sent in place of those that stood; what is rated stays on its list."""
    old, new = _part(current, "lists"), _part(sent, "lists")
    answers = _part(current, "answers")
    lists = dict(old)
    for letter in new:
        said = _part(answers, letter)
        rated = [key for one in _rated(scheme.by_letter[letter]) for key in _part(said, one)]
        stood = {key: words for key, words in _part(old, letter).items() if key in rated}
        lists[letter] = {**stood, **_part(new, letter)}
    return lists


def _answers(
    current: Layout, sent: Layout, scheme: Scheme, hands: Hands, lists: Layout
) -> dict[str, object]:
    old, new = _part(current, "answers"), _part(sent, "answers")
    answers: dict[str, object] = {}
    for letter, criterion in scheme.by_letter.items():
        was = _part(old, letter) if letter in old else None
        sent_here = _part(new, letter) if letter in new else None
        found = _answer(criterion, was, sent_here, hands, _part(lists, letter))
        if found is not None:
            answers[letter] = _agreed(found, was, sent_here, hands)
    return answers


def _answer(
    criterion: Criterion, old: Layout | None, new: Layout | None, hands: Hands, aims: Layout
) -> Layout | None:
    """Return one criterion's answer: the questions of others as they were, the person's own as sent."""
    own = {one.key for one in criterion.questions if one.asked_of in hands.audiences}
    if not own:
        return old
    if new is None:
        return _theirs(criterion, old, own)
    if "not_applicable" in new:
        return _claimed(new)
    others = {
        key: value
        for key, value in (old or {}).items()
        if key in criterion.shape.by_key and key not in own and key not in ("evidence", "note")
    }
    beside = ("evidence", "note") if hands.group else ("note",)
    mine = {key: value for key, value in new.items() if key in own or key in beside}
    kept = {
        key: (old or {})[key]
        for key in ("evidence", "note")
        if key in (old or {}) and key not in beside
    }
    return {**others, **kept, **_only_known(criterion, mine, aims)}


def _theirs(criterion: Criterion, old: Layout | None, own: Collection[str]) -> Layout | None:
    """Return what is left of an answer when its own part is taken out."""
    others = {key: value for key, value in (old or {}).items() if key not in own}
    asked = [
        key for key in others if key in criterion.shape.by_key and key not in ("evidence", "note")
    ]
    return others if asked else None


def _claimed(new: Layout) -> Layout:
    """Return a claim that it does not apply, not agreed to yet."""
    claim = {key: text for key, text in _part(new, "not_applicable").items() if key == "reason"}
    beside = {key: new[key] for key in ("evidence", "note") if key in new}
    return {"not_applicable": claim, **beside}


def _agreed(found: Layout, old: Layout | None, new: Layout | None, hands: Hands) -> Layout:
    """Say whether a claim is agreed to: as the file has it if the sender may agree, else as it was.

    An agreement is to one reason: to another it is none. Whom the file names is not taken over, for nobody is
    named in what cannot be changed any more.
    """
    claim = _part(found, "not_applicable")
    if not claim:
        return found
    sent, was = (_part(one or {}, "not_applicable") for one in (new, old))
    by = was.get("agreed_by") if was.get("reason") == claim["reason"] else None
    if hands.agree and sent.get("reason") == claim["reason"]:
        by = (by or hands.agree) if sent.get("agreed_by") else None
    settled = {"reason": claim["reason"], **({"agreed_by": by} if by else {})}
    return {**found, "not_applicable": settled}


def _only_known(criterion: Criterion, given: Layout, aims: Layout) -> dict[str, object]:
    """Leave out ratings of what is not on the proposal's list."""
    rated = _rated(criterion)
    return {
        key: {k: v for k, v in cast(Layout, value).items() if k in aims} if key in rated else value
        for key, value in given.items()
    }


def _rated(criterion: Criterion) -> set[str]:
    return {one.key for one in criterion.questions if one.kind == "ratings"}


# --- what the site cannot keep ---------------------------------------------------------------------


def cannot_keep(layout: Layout) -> list[Fault]:
    """Return a fault for each text that is valid in a file, but too long for the site or in no form it takes."""
    faults = [
        _fault(place, text, _LONGEST[place])
        for place, text in ((place, _at(layout, place)) for place in _LONGEST)
        if len(text) > _LONGEST[place]
    ]
    for letter in _part(layout, "answers"):
        place = f"answers.{letter}.not_applicable.agreed_by"
        if len(agreed := _at(layout, place)) > _LONGEST_AGREED:
            faults.append(_fault(place, agreed, _LONGEST_AGREED))
    for letter, aims in _part(layout, "lists").items():
        for key in cast(Layout, aims):
            if len(key) > _LONGEST_KEY:
                faults.append(_fault(within(f"lists.{letter}", key), key, _LONGEST_KEY))
    for number, proxy in enumerate(cast(list[Layout], layout.get("proxies") or [])):
        area = str(proxy.get("area", ""))
        if len(area) > _LONGEST_AREA:
            faults.append(_fault(f"proxies[{number}].area", area, _LONGEST_AREA))
    faults += _of_places(layout)
    faults += [Fault(place, "This text holds a NUL character.") for place in _nul(layout, "")]
    return faults


def _of_places(layout: Layout) -> Iterator[Fault]:
    for place, read in _FORMS.items():
        try:
            read(_at(layout, place))
        except Unlike as unlike:
            yield Fault(place, f"{unlike}.")


def _fault(place: str, text: str, most: int) -> Fault:
    return Fault(place, f"This text has {len(text):,} characters; the site keeps {most} at most.")


def _at(layout: Layout, place: str) -> str:
    *outer, key = place.split(".")
    part = layout
    for step in outer:
        part = _part(part, step)
    return str(part.get(key, ""))


def _nul(given: object, place: str) -> list[str]:
    if isinstance(given, str):
        return [place] if "\0" in given else []
    if isinstance(given, Mapping):
        found = [within(place, key) for key in given if "\0" in key]
        return found + [
            one for key, value in given.items() for one in _nul(value, within(place, key))
        ]
    if isinstance(given, list):
        return [one for n, value in enumerate(given) for one in _nul(value, f"{place}[{n}]")]
    return []
