"""What a council rates proposals against: its objectives, aims and priorities, and its neighbourhoods."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from appraisal.actions.settings import CannotSet, key_for, setting_of
from appraisal.engine.fields import MOST_RATINGS
from appraisal.models import CouncilAim, Importance, Neighbourhood, SettingsVersion
from appraisal.queries import newest_scheme
from core.audit import on_record
from core.models import Authority, User

__all__ = [
    "Aim",
    "CannotSet",
    "Line",
    "rated_letters",
    "set_aim_list",
    "set_aims",
    "set_neighbourhoods",
]

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
LONGEST_WORDS = 300
MOST_NEIGHBOURHOODS = 100
_LONGEST_NAME = 100
_SAID = {"words", "origin", "dated", "importance", "expires"}


class Aim(NamedTuple):
    """One aim; without a ``neighbourhood`` it is the whole council's. Days are as ISO 8601 writes them."""

    key: str
    words: str
    neighbourhood: str = ""
    origin: str = ""
    dated: str = ""
    importance: str = ""
    expires: str = ""


class Line(NamedTuple):
    """A line as a manager types it; ``key`` is that of the aim whose words stood in it."""

    words: str
    neighbourhood: str = ""
    key: str = ""
    origin: str = ""
    dated: date | None = None
    importance: str = ""
    expires: date | None = None


def set_aims(
    *,
    by: User | None,
    authority: Authority,
    kind: str,
    lists: object,
    reason: str = "",
    at: datetime,
) -> None:
    """Set what proposals of a kind are rated against: letter → key → words, in order.

    In place of the words a key may have a table of its own. With ``words`` in it it says where the aim is from;
    else the key is the name of a neighbourhood, and the table holds that one's priorities. Proposals that were
    started before keep the lists that they began with. Raises :class:`CannotSet` where the council has no scheme
    of this kind, or the lists are not what its scheme rates.
    """
    rated = rated_letters(authority, kind, at)
    if not isinstance(lists, Mapping) or not lists:
        raise CannotSet(
            f"“{kind}” must hold a list for one of the criteria {', '.join(sorted(rated))}."
        )
    with on_record():
        for letter, given in lists.items():
            aims = _read(str(letter), given)
            _set(authority, kind, str(letter), aims, rated, by=by, reason=reason, at=at)


def set_aim_list(
    *,
    by: User,
    authority: Authority,
    kind: str,
    letter: str,
    said: Sequence[Line],
    seen: int,
    reason: str,
    at: datetime,
) -> bool:
    """Set the list of one criterion as a manager types it, in order.

    An aim keeps its key, and with it what groups said of it, wherever its words are moved to and when other
    words are put in its line. Says whether anything changed. Raises :class:`CannotSet` and ``ChangedSince``.
    """
    rated = rated_letters(authority, kind, at)
    stood = _stored(authority, kind, letter)
    keys = _keys(said, stood, _ever(authority, kind, letter))
    aims = [_of_line(key, one) for key, one in zip(keys, said, strict=True)]
    return _set(authority, kind, letter, aims, rated, by=by, seen=seen, reason=reason, at=at)


def _of_line(key: str, line: Line) -> Aim:
    return Aim(
        key,
        line.words,
        line.neighbourhood,
        line.origin,
        _day(line.dated),
        line.importance,
        _day(line.expires),
    )


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""


def _keys(said: Sequence[Line], stood: Sequence[Aim], ever: Sequence[Aim]) -> list[str]:
    """Return the key of each line: of these words, else of the line, else as it once was, else a new one.

    Words go before lines: who puts a list in another order by typing means each aim as it reads.
    """
    known = {aim.key for aim in stood}
    by_words = {(aim.words, aim.neighbourhood): aim.key for aim in stood}
    once = {(aim.words, aim.neighbourhood): aim.key for aim in ever if aim.key not in known}
    taken = {*known, *(aim.key for aim in ever)}
    keys = [""] * len(said)

    def give(number: int, key: str) -> None:
        if not keys[number] and key not in keys:
            keys[number] = key

    for number, line in enumerate(said):
        give(number, by_words.get((line.words, line.neighbourhood), ""))
    for number, line in enumerate(said):
        give(number, line.key if line.key in known else "")
    for number, line in enumerate(said):
        give(number, once.get((line.words, line.neighbourhood), ""))
        give(number, key_for(line.words, {*taken, *keys}))
    return keys


def _ever(authority: Authority, kind: str, letter: str) -> list[Aim]:
    """Return every aim that once stood in a list, the newest wording last: its key is nobody else's."""
    subject = f"aims:{kind}:{letter}"
    found = SettingsVersion.objects.filter(authority=authority, subject=subject).order_by("number")
    texts = (text for one in found for text in (one.before, one.after))
    return [Aim(**aim) for text in texts for aim in json.loads(text)]


def rated_letters(authority: Authority, kind: str, at: datetime) -> frozenset[str]:
    """Return the criteria that the council's scheme of a kind rates; :class:`CannotSet` without one."""
    scheme = newest_scheme(authority, kind, at.date())
    if scheme is None:
        raise CannotSet(f"{authority} has no scheme for “{kind}” yet.")
    return frozenset(
        one.letter
        for one in scheme.criteria
        if any(question.kind == "ratings" for question in one.questions)
    )


def _set(
    authority: Authority,
    kind: str,
    letter: str,
    aims: Sequence[Aim],
    rated: Collection[str],
    *,
    by: User | None,
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    subject = f"aims:{kind}:{letter}"
    with setting_of(authority, subject, by=by, seen=seen, reason=reason, at=at) as setting:
        _check(setting.authority, letter, aims, rated)
        before = [aim._asdict() for aim in _stored(authority, kind, letter)]
        after = [aim._asdict() for aim in aims]
        changed = setting.save(before, after, event="lists set")
        if changed:
            CouncilAim.objects.filter(authority=authority, kind=kind, letter=letter).delete()
            CouncilAim.objects.bulk_create(
                CouncilAim(
                    authority=authority, kind=kind, letter=letter, order=order, **_columns(aim)
                )
                for order, aim in enumerate(aims)
            )
    return changed


def _columns(aim: Aim) -> dict[str, Any]:
    return {**aim._asdict(), "dated": aim.dated or None, "expires": aim.expires or None}


def _stored(authority: Authority, kind: str, letter: str) -> list[Aim]:
    found = CouncilAim.objects.filter(authority=authority, kind=kind, letter=letter)
    return [
        Aim(
            one.key,
            one.words,
            one.neighbourhood,
            one.origin,
            _day(one.dated),
            one.importance,
            _day(one.expires),
        )
        for one in found
    ]


def _read(letter: str, given: object) -> list[Aim]:
    if not isinstance(given, Mapping):
        raise CannotSet(_shape(letter))
    aims: list[Aim] = []
    for key, said in given.items():
        if isinstance(said, Mapping) and not isinstance(said.get("words"), str):
            aims += [_aim(letter, own, words, key) for own, words in said.items()]
        else:
            aims.append(_aim(letter, key, said, ""))
    return aims


def _aim(letter: str, key: str, said: object, neighbourhood: str) -> Aim:
    """Read an aim: its words alone, or a table of its words and where they are from."""
    if isinstance(said, str):
        return Aim(key, said, neighbourhood)
    own = said if isinstance(said, Mapping) else {}
    if not isinstance(own.get("words"), str) or own.keys() - _SAID:
        raise CannotSet(_shape(letter))
    days = {name: own.get(name, "") for name in ("dated", "expires")}
    if not all(isinstance(day, date) or day == "" for day in days.values()):
        raise CannotSet(f"{letter}: write the days of “{key}” as 2026-03-31, without quotes.")
    texts = {name: str(own.get(name, "")) for name in ("words", "origin", "importance")}
    return Aim(
        key=key, neighbourhood=neighbourhood, **texts, **{k: str(v) for k, v in days.items()}
    )


def _shape(letter: str) -> str:
    return f'{letter} must hold a line such as be-healthy = "Be healthy" for each.'


def _check(authority: Authority, letter: str, aims: Sequence[Aim], rated: Collection[str]) -> None:
    if letter not in rated:
        raise CannotSet(f"{letter} rates nothing. Lists belong to {', '.join(sorted(rated))}.")
    known = set(Neighbourhood.objects.filter(authority=authority).values_list("name", flat=True))
    for aim in aims:
        if not _KEY.fullmatch(aim.key) or not aim.words.strip() or len(aim.words) > LONGEST_WORDS:
            raise CannotSet(
                f"{letter}: “{aim.key}” must be a key in small letters, figures and hyphens, with words of at most "
                f"{LONGEST_WORDS} characters."
            )
        if aim.importance and aim.importance not in Importance.values:
            raise CannotSet(f"{letter}: “{aim.importance}” is not high, medium or low.")
        if aim.dated and aim.expires and aim.expires < aim.dated:
            raise CannotSet(f"{letter}: “{aim.words}” runs out before the day that it is from.")
        if aim.neighbourhood and aim.neighbourhood not in known:
            raise CannotSet(f"{letter}: there is no neighbourhood “{aim.neighbourhood}”.")
    _check_many(letter, aims)


def _check_many(letter: str, aims: Sequence[Aim]) -> None:
    common = sum(not aim.neighbourhood for aim in aims)
    for name in {aim.neighbourhood for aim in aims}:
        many = common + (sum(aim.neighbourhood == name for aim in aims) if name else 0)
        if many > MOST_RATINGS:
            raise CannotSet(f"{letter} has {many} lines; the most is {MOST_RATINGS}.")
    twice = _twice(aim.key for aim in aims) or _twice(
        f"{aim.words}, {aim.neighbourhood}" if aim.neighbourhood else aim.words for aim in aims
    )
    if twice:
        raise CannotSet(f"{letter}: “{twice}” stands there twice.")


def _twice(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""


def set_neighbourhoods(
    *,
    by: User | None,
    authority: Authority,
    names: Sequence[str],
    seen: int | None = None,
    reason: str = "",
    at: datetime,
) -> bool:
    """Set which neighbourhoods the council has, in order; say whether anything changed.

    Raises :class:`CannotSet` where one that goes still has priorities, and ``ChangedSince``.
    """
    names = [" ".join(name.split()) for name in names]
    with setting_of(authority, "neighbourhoods", by=by, seen=seen, reason=reason, at=at) as setting:
        _check_names(authority, names)
        stood = Neighbourhood.objects.filter(authority=authority)
        before = [one.name for one in stood]
        changed = setting.save(before, names, event="neighbourhoods set")
        if changed:
            stood.delete()
            Neighbourhood.objects.bulk_create(
                Neighbourhood(authority=authority, order=order, name=name)
                for order, name in enumerate(names)
            )
    return changed


def _check_names(authority: Authority, names: Sequence[str]) -> None:
    if len(names) > MOST_NEIGHBOURHOODS:
        raise CannotSet(f"There can be {MOST_NEIGHBOURHOODS} neighbourhoods at most.")
    wrong = [name for name in names if not name or len(name) > _LONGEST_NAME]
    if wrong:
        raise CannotSet(f"A neighbourhood needs a name of at most {_LONGEST_NAME} characters.")
    if twice := _twice(name.lower() for name in names):
        raise CannotSet(f"“{twice}” stands there twice.")
    left = CouncilAim.objects.filter(authority=authority).exclude(neighbourhood="")
    gone = left.exclude(neighbourhood__in=names).first()
    if gone is not None:
        raise CannotSet(
            f"“{gone.neighbourhood}” still has priorities, under {gone.letter}. Take those out first."
        )
