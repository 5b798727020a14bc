"""A council's checklist and its standard conditions: what leaves a list is retired, never deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from appraisal.actions.settings import CannotSet, key_for, setting_of
from appraisal.models import ChecklistItem, StandardCondition
from core.models import Authority, User

MOST_ITEMS = 50
MOST_CONDITIONS = 100


def set_checklist(
    *,
    by: User,
    authority: Authority,
    kind: str,
    items: Sequence[tuple[str, str]],
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    """Set what is checked before a proposal of a kind is assessed: title and hint of each, in order.

    Proposals that were sent in keep the checklist of that day. Says whether anything changed. Raises
    :class:`CannotSet` and ``ChangedSince``.
    """
    _refuse_many((title for title, _ in items), MOST_ITEMS, "checks")
    subject = f"checklist:{kind}"
    with setting_of(authority, subject, by=by, seen=seen, reason=reason, at=at) as setting:
        rows = ChecklistItem.objects.filter(authority=authority, kind=kind)
        stood = {one.title: one for one in reversed(rows)}
        used = [one for one in rows if one.retired_at is None]
        before = [{"title": one.title, "hint": one.hint} for one in used]
        after = [{"title": title, "hint": hint} for title, hint in items]
        if not setting.save(before, after, event="checklist set"):
            return False
        _retire(used, at)
        taken = {one.key for one in rows}
        for order, (title, hint) in enumerate(items):
            row = stood.get(title)
            if row is None:
                key = key_for(title, taken)
                taken.add(key)
                row = ChecklistItem(authority=authority, kind=kind, key=key, title=title)
            row.hint, row.order, row.retired_at = hint, order, None
            row.save()
    return True


def set_conditions(
    *,
    by: User,
    authority: Authority,
    words: Sequence[str],
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    """Set the council's standard conditions, in order; where one was chosen before, its words stay.

    Says whether anything changed. Raises :class:`CannotSet` and ``ChangedSince``.
    """
    _refuse_many(words, MOST_CONDITIONS, "conditions")
    with setting_of(authority, "conditions", by=by, seen=seen, reason=reason, at=at) as setting:
        rows = StandardCondition.objects.filter(authority=authority)
        stood = {one.words: one for one in reversed(rows)}
        used = [one for one in rows if one.retired_at is None]
        if not setting.save([one.words for one in used], list(words), event="conditions set"):
            return False
        _retire(used, at)
        taken = {one.key for one in rows}
        for order, said in enumerate(words, start=1):
            row = stood.get(said)
            if row is None:
                key = key_for(said[:40], taken)
                taken.add(key)
                row = StandardCondition(authority=authority, key=key, words=said)
            row.order, row.retired_at = order, None
            row.save()
    return True


def _retire(rows: Iterable[ChecklistItem] | Iterable[StandardCondition], at: datetime) -> None:
    for row in rows:
        row.retired_at = at
        row.save(update_fields=["retired_at"])


def _refuse_many(names: Iterable[str], most: int, what: str) -> None:
    given = [name.strip().lower() for name in names]
    if len(given) > most:
        raise CannotSet(f"There are {len(given)} {what}; the most is {most}.")
    if not all(given):
        raise CannotSet(f"One of the {what} has no words.")
    twice = next((name for number, name in enumerate(given) if name in given[:number]), "")
    if twice:
        raise CannotSet(f"“{twice}” stands there twice.")
