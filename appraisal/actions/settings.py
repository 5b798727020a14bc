"""Every change of a council's settings is a version: what was, what is, who, when and why."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from appraisal.models import SettingsVersion
from core.audit import on_record, record
from core.models import Authority, User

_LONGEST_KEY = 60


class CannotSet(ValueError):
    """The setting cannot be so; the message says why."""


class ChangedSince(Exception):
    """Somebody changed the setting after this person had opened it; ``version`` says who and when."""

    def __init__(self, version: SettingsVersion) -> None:
        super().__init__("Somebody changed this setting after you had opened it.")
        self.version = version


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of a council, held by a transaction. ``seen``: None for who need not have looked."""

    authority: Authority
    subject: str
    by: User | None
    seen: int | None
    reason: str
    at: datetime
    newest: SettingsVersion | None

    def save(self, before: object, after: object, *, event: str) -> bool:
        """Add a version and put it on record; say whether anything has changed.

        Saving what stands there already is no change. Raises :class:`ChangedSince` where somebody else
        was faster, before anything is written.
        """
        if before == after:
            return False
        number = self.newest.number if self.newest else 0
        if self.newest is not None and self.seen is not None and self.seen != number:
            raise ChangedSince(self.newest)
        SettingsVersion.objects.create(
            authority=self.authority,
            subject=self.subject,
            number=number + 1,
            before=json.dumps(before, ensure_ascii=False),
            after=json.dumps(after, ensure_ascii=False),
            reason=self.reason,
            set_by=self.by,
            set_at=self.at,
        )
        record(
            event=event,
            by=self.by,
            authority=self.authority,
            about=f"settings:{self.subject}",
            at=self.at,
            detail={
                "before": before,
                "after": after,
                **({"reason": self.reason} if self.reason else {}),
            },
        )
        return True


@contextmanager
def setting_of(
    authority: Authority,
    subject: str,
    *,
    by: User | None,
    seen: int | None = None,
    reason: str = "",
    at: datetime,
) -> Iterator[Setting]:
    """Hold a council while one of its settings is changed: two managers never write at once."""
    with on_record():
        held = Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        newest = newest_version_of(held, subject)
        yield Setting(
            authority=held,
            subject=subject,
            by=by,
            seen=seen,
            reason=" ".join(reason.split()),
            at=at,
            newest=newest,
        )


def newest_version_of(authority: Authority, subject: str) -> SettingsVersion | None:
    """Return the newest version of a setting; None where it was never changed."""
    found = SettingsVersion.objects.filter(authority=authority, subject=subject)
    return found.select_related("set_by").order_by("-number").first()


def key_for(words: str, taken: Collection[str]) -> str:
    """Return a key for something that a manager has put into words, unlike all that are taken."""
    start = re.sub(r"[^a-z0-9-]", "", slugify(words))[: _LONGEST_KEY - 4].strip("-") or "entry"
    key, number = start, 1
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key
