"""A proposal keeps the lists and figures that it was started under, until its group takes the newer ones over.

Choosing the neighbourhood of the asset brings that one's priorities in the same way: what is no longer on a list
loses its rating, and the record says so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from appraisal.actions.pages import Turn, hold
from appraisal.models import (
    Answer,
    Assessment,
    CouncilAim,
    CouncilProxy,
    OwnProxy,
    PageState,
    Proposal,
    ProposalAim,
    SettingsVersion,
)
from appraisal.queries.aims import about_aim, aims_on
from core.audit import on_record, record
from core.models import User


class CannotTake(ValueError):
    """The newer lists cannot be taken over; the message says why."""


class OnList(NamedTuple):
    """An aim as it stands on a list."""

    letter: str
    key: str
    words: str
    neighbourhood: str
    about: str = ""


class Reworded(NamedTuple):
    """An aim as it stood and as it stands: the same one, so that what was said of it stays."""

    before: OnList
    after: OnList


class Figure(NamedTuple):
    """A figure of the council's own."""

    key: str
    area: str
    applies_from: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """What taking the council's newer lists and figures over would change."""

    gone: tuple[OnList, ...]
    added: tuple[OnList, ...]
    reworded: tuple[Reworded, ...]
    figures_gone: tuple[Figure, ...]
    figures_added: tuple[Figure, ...]

    @property
    def nothing(self) -> bool:
        """Say whether nothing would change."""
        aims = self.gone or self.added or self.reworded
        return not (aims or self.figures_gone or self.figures_added)


def has_newer_lists(proposal: Proposal) -> bool:
    """Say whether the council has changed what this proposal took its copies of, in one query."""
    since = proposal.lists_as_of or proposal.started_at
    own = Q(subject__startswith=f"aims:{proposal.kind}:") | Q(subject="figures")
    changed = SettingsVersion.objects.filter(own, authority_id=proposal.authority_id)
    return changed.filter(set_at__gt=since).exists()


def has_neighbourhood_lists(proposal: Proposal, letter: str) -> bool:
    """Say whether the council has a list for each neighbourhood under this criterion."""
    own = CouncilAim.objects.filter(
        authority_id=proposal.authority_id, kind=proposal.kind, letter=letter
    )
    return own.exclude(neighbourhood="").exists()


def newer_of(proposal: Proposal, on: date) -> Newer:
    """Return what taking the newer lists over would change, as things stand on a day."""
    old, new = _own_aims(proposal), _councils_aims(proposal, _neighbourhood(proposal), on)
    had, has = _own_figures(proposal), _councils_figures(proposal, withdrawn=False)
    withdrawn = _councils_figures(proposal, withdrawn=True)  # what an officer gave it alone stays
    stood = {(aim.letter, aim.key): aim for aim in old}
    stands = {(aim.letter, aim.key): aim for aim in new}
    return Newer(
        gone=tuple(aim for at, aim in stood.items() if at not in stands),
        added=tuple(aim for at, aim in stands.items() if at not in stood),
        reworded=tuple(
            Reworded(stood[at], aim)
            for at, aim in stands.items()
            if at in stood and stood[at] != aim
        ),
        figures_gone=tuple(one for one in had if one not in has and one in withdrawn),
        figures_added=tuple(one for one in has if one not in had),
    )


def take_newer_lists(*, by: User, proposal: Proposal, seen: Newer, at: datetime) -> None:
    """Take the council's newer lists and figures over into a proposal that is still being written.

    Raises :class:`CannotTake` where they are no longer what the person has ``seen``, or the proposal has
    moved on.
    """
    with on_record():
        held = hold(proposal)
        if held.state != proposal.state:
            raise CannotTake("The proposal has moved on since you opened this page. Open it again.")
        if newer_of(held, at.date()) != seen:
            raise CannotTake("The lists have changed again since you opened this page. Look again.")
        dropped = _replace_aims(held, _councils_aims(held, _neighbourhood(held), at.date()), by, at)
        _replace_figures(held, seen)
        held.lists_as_of = held.changed_at = at
        held.save(update_fields=["lists_as_of", "changed_at"])
        detail: dict[str, object] = {
            "gone": [one._asdict() for one in seen.gone],
            "added": [one._asdict() for one in seen.added],
            "reworded": [
                {"before": one.before._asdict(), "after": one.after._asdict()}
                for one in seen.reworded
            ],
            "figures_gone": [one._asdict() for one in seen.figures_gone],
            "figures_added": [one._asdict() for one in seen.figures_added],
            "ratings_dropped": dropped,
        }
        _record(held, by, "newer lists taken over", at, detail)


def follow_neighbourhood(*, by: User, held: Proposal, name: str, at: datetime) -> None:
    """Give a proposal the priorities of the neighbourhood that its asset is in. Inside the caller's turn.

    Only lists with priorities of neighbourhoods change; the rest waits until the group takes it over.
    """
    old = _own_aims(held)
    kept = [aim for aim in old if not aim.neighbourhood]
    theirs = [aim for aim in _councils_aims(held, name, at.date()) if aim.neighbourhood]
    after = sorted([*kept, *theirs], key=lambda aim: aim.letter)
    if after == old:
        return
    dropped = _replace_aims(held, after, by, at)
    detail: dict[str, object] = {"neighbourhood": name, "ratings_dropped": dropped}
    _record(held, by, "priorities of a neighbourhood taken over", at, detail)


def _neighbourhood(proposal: Proposal) -> str:
    asset = getattr(proposal, "asset", None)
    return asset.neighbourhood if asset is not None else ""


def _own_aims(proposal: Proposal) -> list[OnList]:
    found = ProposalAim.objects.filter(proposal=proposal).order_by("letter", "order")
    return [OnList(one.letter, one.key, one.words, one.neighbourhood, one.about) for one in found]


def _councils_aims(proposal: Proposal, neighbourhood: str, on: date) -> list[OnList]:
    found = aims_on(proposal.authority_id, proposal.kind, neighbourhood, on)
    return [
        OnList(one.letter, one.key, one.words, one.neighbourhood, about_aim(one)) for one in found
    ]


def _own_figures(proposal: Proposal) -> list[Figure]:
    return _figures(OwnProxy.objects.filter(proposal=proposal))


def _councils_figures(proposal: Proposal, *, withdrawn: bool) -> list[Figure]:
    own = CouncilProxy.objects.filter(authority_id=proposal.authority_id)
    return _figures(own.filter(withdrawn_at__isnull=not withdrawn))


def _figures(rows: Iterable[OwnProxy] | Iterable[CouncilProxy]) -> list[Figure]:
    return [
        Figure(
            one.key,
            one.area,
            one.applies_from.isoformat(),
            f"{one.value.normalize():f}",
            one.source,
        )
        for one in rows
    ]


def _replace_aims(
    held: Proposal, after: Iterable[OnList], by: User, at: datetime
) -> dict[str, dict[str, str]]:
    """Make these a proposal's lists; return the ratings that go, by letter and key."""
    before = _own_aims(held)
    wanted = list(after)
    places: dict[str, int] = {}
    rows = []
    for aim in wanted:
        order = places[aim.letter] = places.get(aim.letter, -1) + 1
        rows.append(ProposalAim(proposal=held, order=order, **aim._asdict()))
    ProposalAim.objects.filter(proposal=held).delete()
    ProposalAim.objects.bulk_create(rows)
    changed = {aim.letter for aim in {*before, *wanted} if (aim in before) != (aim in wanted)}
    dropped = {}
    for letter in sorted(changed):
        keys = {aim.key for aim in wanted if aim.letter == letter}
        if gone := _drop_ratings(held, letter, keys):
            dropped[letter] = gone
        _count(held, letter, by, at)
    return dropped


def _replace_figures(held: Proposal, newer: Newer) -> None:
    for one in (*newer.figures_gone, *newer.figures_added):
        OwnProxy.objects.filter(
            proposal=held, key=one.key, area=one.area, applies_from=one.applies_from
        ).delete()
    OwnProxy.objects.bulk_create(
        OwnProxy(
            proposal=held,
            key=one.key,
            area=one.area,
            applies_from=date.fromisoformat(one.applies_from),
            value=Decimal(one.value),
            source=one.source,
        )
        for one in newer.figures_added
    )


def _drop_ratings(held: Proposal, letter: str, keys: set[str]) -> dict[str, str]:
    """Take away the group's ratings of what is no longer on the list; return them."""
    dropped: dict[str, str] = {}
    answers = Answer.objects.filter(
        entry__assessment__proposal=held,
        entry__assessment__of=Assessment.Of.SELF,
        entry__letter=letter,
    ).select_related("entry")
    for answer in answers:
        value: object = json.loads(answer.value)
        if not isinstance(value, Mapping):
            continue
        gone = {str(key): str(level) for key, level in value.items() if key not in keys}
        if gone:
            left = {key: level for key, level in value.items() if key in keys}
            _keep(answer, left)
            dropped |= gone
    return dropped


def _keep(answer: Answer, left: Mapping[str, object]) -> None:
    """Leave the ratings that still count; where none is left, the page is not answered any more."""
    if left:
        answer.value = json.dumps(left, ensure_ascii=False)
        answer.save(update_fields=["value"])
        return
    entry = answer.entry
    answer.delete()
    entry.answered = False
    entry.save(update_fields=["answered"])


def _count(held: Proposal, letter: str, by: User, at: datetime) -> None:
    """Count a save of the page, so that whoever has it open is told."""
    state, _ = PageState.objects.get_or_create(
        proposal=held, page=letter, defaults={"saved_by": by, "saved_at": at}
    )
    state.proposal = held
    Turn(state, state.saves, by, at).count()


def _record(held: Proposal, by: User, event: str, at: datetime, detail: dict[str, object]) -> None:
    record(
        event=event,
        by=by,
        authority=held.authority,
        about=f"proposal:{held.pk}",
        at=at,
        detail=detail,
    )
