"""How a setting is shown and saved: what was typed stays there, and nobody writes over another's change unseen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, QueryDict

from appraisal.actions.councils import CannotFound
from appraisal.actions.settings import CannotSet, ChangedSince, newest_version_of
from appraisal.forms.differences import Difference, differences
from appraisal.models import SettingsVersion
from appraisal.views.doors import AtCouncil, now
from core import kept
from core.forms import Form
from core.models import User

SEEN = "version-seen"
OPERATOR = "The operator of this site"


class _State(NamedTuple):
    saved_by: User | str
    saved_at: datetime


class Conflict(NamedTuple):
    """Somebody else's change, and where it differs from what this person typed."""

    state: _State
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page is to be shown (again)."""

    form: Form
    seen: int
    notice: str = ""
    conflict: Conflict | None = None
    newest: SettingsVersion | None = None


def edit_setting(
    request: HttpRequest,
    at: AtCouncil,
    *,
    subject: str,
    make: Callable[[QueryDict | None], Form],
    save: Callable[[Form, int], object],
) -> Shown | None:
    """Show the form of a setting, or save what was sent; None: it is saved.

    ``make`` makes the form of what was typed or, of nothing, of what is set now; ``save`` saves a form that
    is right, given the number of the version that the person had seen.
    """
    if request.method == "POST":
        return _take(request, at, subject, make, save)
    newest = newest_version_of(at.council, subject)
    seen = newest.number if newest else 0
    found = kept.take(request, at=now())
    if found is not None:
        form = make(found.fields)
        form.leave_unchecked()
        return Shown(form=form, seen=_seen_in(found.fields), notice=found.words, newest=newest)
    return Shown(form=make(None), seen=seen, newest=newest)


def _take(
    request: HttpRequest,
    at: AtCouncil,
    subject: str,
    make: Callable[[QueryDict | None], Form],
    save: Callable[[Form, int], object],
) -> Shown | None:
    form, seen = make(request.POST), _seen_in(request.POST)
    if form.change_rows() or not form.is_valid():
        return Shown(form=form, seen=seen)
    try:
        save(form, seen)
    except (CannotSet, CannotFound) as refusal:
        form.add_error(next(iter(form.fields)), str(refusal).removesuffix("."))
        return Shown(form=form, seen=seen)
    except ChangedSince as change:
        at.council.refresh_from_db()
        version = change.version
        state = _State(version.set_by or OPERATOR, version.set_at)
        conflict = Conflict(state, differences(make(None), form))
        return Shown(form=form, seen=version.number, conflict=conflict)
    return None


def _seen_in(fields: QueryDict) -> int:
    """Read which version somebody had seen; none sensible is the first, so that nothing is overwritten."""
    text = fields.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
