"""What a council rates proposals against: its objectives, aims and priorities, and its neighbourhoods."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from appraisal.actions.settings import CannotSet, key_for, setting_of
from appraisal.engine.fields import MOST_RATINGS
from appraisal.models import CouncilAim, Neighbourhood
from appraisal.queries import newest_scheme
from core.audit import on_record
from core.models import Authority, User

__all__ = ["Aim", "CannotSet", "rated_letters", "set_aim_list", "set_aims", "set_neighbourhoods"]

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
LONGEST_WORDS = 300
MOST_NEIGHBOURHOODS = 100
_LONGEST_NAME = 100


class Aim(NamedTuple):
    """One aim; without a ``neighbourhood`` it is the whole council's."""

    key: str
    words: str
    neighbourhood: str = ""


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

    In place of the words a key may have a table of its own: it is then the name of a neighbourhood, and the
    table holds that one's priorities. Proposals that were started before keep the lists that they began
    with. Raises :class:`CannotSet` where the council has no scheme of this kind, or the lists are not what
    its scheme rates.
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
    said: Sequence[tuple[str, str]],
    seen: int,
    reason: str,
    at: datetime,
) -> bool:
    """Set the list of one criterion as a manager types it: words and neighbourhood of each, in order.

    An aim whose words stay as they were stays the same aim; other words are another aim, which proposals
    rate afresh. Says whether anything changed. Raises :class:`CannotSet` and ``ChangedSince``.
    """
    rated = rated_letters(authority, kind, at)
    stood = {(aim.words, aim.neighbourhood): aim.key for aim in _stored(authority, kind, letter)}
    aims: list[Aim] = []
    for words, neighbourhood in said:
        taken = {*stood.values(), *(aim.key for aim in aims)}
        key = stood.get((words, neighbourhood)) or key_for(words, taken)
        aims.append(Aim(key, words, neighbourhood))
    return _set(authority, kind, letter, aims, rated, by=by, seen=seen, reason=reason, at=at)


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
                    authority=authority, kind=kind, letter=letter, order=order, **aim._asdict()
                )
                for order, aim in enumerate(aims)
            )
    return changed


def _stored(authority: Authority, kind: str, letter: str) -> list[Aim]:
    found = CouncilAim.objects.filter(authority=authority, kind=kind, letter=letter)
    return [Aim(one.key, one.words, one.neighbourhood) for one in found]


def _read(letter: str, given: object) -> list[Aim]:
    if not isinstance(given, Mapping):
        raise CannotSet(_shape(letter))
    aims: list[Aim] = []
    for key, said in given.items():
        if isinstance(said, Mapping):
            aims += [_aim(letter, own, words, key) for own, words in said.items()]
        else:
            aims.append(_aim(letter, key, said, ""))
    return aims


def _aim(letter: str, key: str, words: object, neighbourhood: str) -> Aim:
    if not isinstance(words, str):
        raise CannotSet(_shape(letter))
    return Aim(key, words, neighbourhood)


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
