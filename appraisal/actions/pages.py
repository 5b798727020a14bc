"""A page of a proposal is saved by one person at a time, and never over what they have not seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from appraisal.models import PageState, Proposal
from core.audit import on_record, record
from core.models import User


class ChangedMeanwhile(Exception):
    """Somebody saved the page after this person had opened it; ``state`` says who and when."""

    def __init__(self, state: PageState) -> None:
        super().__init__(f"{state.saved_by} saved this page after you had opened it.")
        self.state = state


class MovedMeanwhile(Exception):
    """The proposal has moved on the route since this person opened the page; the message says so."""

    def __init__(self, held: Proposal) -> None:
        now = held.get_state_display()
        super().__init__(f"This proposal has moved on since you opened the page. It is now: {now}.")


class Turn:
    """One person's turn at a page, inside a transaction that holds the proposal."""

    def __init__(self, state: PageState, seen: int, by: User, at: datetime) -> None:
        self.state = state
        self.seen = seen
        self.by = by
        self.at = at

    def save(
        self, before: object, after: object, *, unfinished: str = "", event: str = "page saved"
    ) -> bool:
        """Count the save and put it on record; say whether there was anything to save.

        Saving what stands there already is no change, so a button pressed twice saves once. Raises
        :class:`ChangedMeanwhile` where somebody else was faster.
        """
        state = self.state
        if before == after and state.unfinished == unfinished:
            return False
        if state.saves != self.seen:
            raise ChangedMeanwhile(state)
        self.count(unfinished)
        Proposal.objects.filter(pk=state.proposal_id).update(changed_at=self.at)
        if before != after:
            self.record(event, {"page": state.page, "before": before, "after": after})
        return True

    def count(self, unfinished: str = "") -> None:
        """Count a save of the page, so that whoever had opened it before is told."""
        state = self.state
        state.saves += 1
        state.saved_by = self.by
        state.saved_at = self.at
        state.unfinished = unfinished
        state.save()

    def record(self, event: str, detail: dict[str, object]) -> None:
        """Put what happened on record."""
        proposal = self.state.proposal
        record(
            event=event,
            by=self.by,
            authority=proposal.authority,
            about=f"proposal:{proposal.pk}",
            at=self.at,
            detail=detail,
        )


@contextmanager
def turn_at(proposal: Proposal, page: str, *, seen: int, by: User, at: datetime) -> Iterator[Turn]:
    """Hold a proposal while one of its pages is saved; ``seen`` counts the saves the person knew of."""
    with on_record():
        held = hold_as_seen(proposal)
        state, _ = PageState.objects.select_related("saved_by").get_or_create(
            proposal=held, page=page, defaults={"saved_by": by, "saved_at": at}
        )
        state.proposal = held
        yield Turn(state, seen, by, at)


def hold(proposal: Proposal, *beside: str) -> Proposal:
    """Lock a proposal's row: whoever writes to a proposal does this first.

    ``beside`` names what is read with it in the same query, such as “scheme”.
    """
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("authority", *beside)
        .get(pk=proposal.pk)
    )


def hold_as_seen(proposal: Proposal) -> Proposal:
    """The same for somebody who may do something in the state that they saw the proposal in.

    Raises :class:`MovedMeanwhile` where it has moved between the door and the lock.
    """
    held = hold(proposal)
    if held.state != proposal.state:
        raise MovedMeanwhile(held)
    return held


def keep_unfinished(
    *, by: User, proposal: Proposal, page: str, typed: str, seen: int, at: datetime
) -> int:
    """Keep what was typed on a page though it cannot be taken as answers yet.

    The answers saved before go on counting. Returns how often the page has been saved now. Raises
    :class:`ChangedMeanwhile`.
    """
    with turn_at(proposal, page, seen=seen, by=by, at=at) as turn:
        turn.save(None, None, unfinished=typed)
        return turn.state.saves
