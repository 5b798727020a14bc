"""Publishing a decision: its public words are written and looked at first, and published for good."""

from dataclasses import dataclass
from datetime import datetime

from appraisal.actions.finding import looked_through
from appraisal.actions.moves import make_move, ready_for
from appraisal.actions.pages import hold
from appraisal.models import Decision, Outcome, Proposal, Publication
from appraisal.queries.panel import latest_decision
from appraisal.route import FINAL
from core.audit import on_record, record
from core.models import User

PARAGRAPHS = ("", "1", "2", "3", "4", "5", "6", "7")


class CannotPublish(ValueError):
    """The decision cannot be published so; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the public reads of a decision, and what stays out under which paragraph of Schedule 12A."""

    title: str
    asset: str
    reasons: str
    conditions: str = ""
    exempt_under: str = ""
    hides_discount: bool = False
    hides_conditions: bool = False


def write_publication(
    *, by: User, proposal: Proposal, wording: Wording, at: datetime
) -> Publication:
    """Write the public words of the newest decision, or write them anew; nothing is public yet.

    Raises :class:`CannotPublish` where there is no decision to publish, or it is published already, and for
    an exempt part without its paragraph.
    """
    _check(wording)
    with on_record():
        held = hold(proposal)
        decision = latest_decision(held)
        if decision is None or held.state not in FINAL:
            raise CannotPublish("There is no decision to publish now.")
        earlier = Publication.objects.filter(decision=decision).first()
        if earlier is not None and earlier.published_at is not None:
            raise CannotPublish("This decision was published already.")
        written = earlier or Publication(decision=decision, authority=held.authority)
        before = _said(written) if earlier else {}
        _fill(written, decision, held, wording)
        written.written_at, written.written_by = at, by
        written.save()
        after = _said(written)
        if before != after:
            detail = {"decision": decision.number, "before": before, "after": after}
            record(
                event="publication written",
                by=by,
                authority=held.authority,
                about=f"proposal:{held.pk}",
                at=at,
                detail=detail,
            )
    return written


def publish(*, by: User, proposal: Proposal, seen: datetime, at: datetime) -> None:
    """Publish the words that were written; ``seen``: when those were written that this person has looked at.

    Raises :class:`CannotPublish` where none are written or others were written since, and ``CannotMove``.
    """
    with on_record():
        ready = ready_for("publish", by=by, proposal=proposal, seen=None)
        ready.refuse("publish")
        decision = latest_decision(ready.held)
        written = Publication.objects.filter(decision=decision).first() if decision else None
        if decision is None or written is None:
            raise CannotPublish("Write first what the public reads.")
        if written.written_at != seen:
            raise CannotPublish(
                "Somebody has written the public words anew since you looked. Look at them again."
            )
        make_move(
            "publish",
            by=by,
            held=ready.held,
            may=ready.may,
            standing=ready.standing,
            at=at,
            detail={"decision": decision.number, "published": _said(written)},
        )
        written.published_at, written.published_by = at, by
        written.save(update_fields=["published_at", "published_by"])


def _check(wording: Wording) -> None:
    if not wording.title.strip() or not wording.reasons.strip():
        raise CannotPublish("Enter what the proposal is called, and the reasons.")
    if wording.exempt_under not in PARAGRAPHS:
        raise CannotPublish("Choose a paragraph of Schedule 12A.")
    if (wording.hides_discount or wording.hides_conditions) and not wording.exempt_under:
        raise CannotPublish("Choose the paragraph under which it is exempt.")


def _fill(written: Publication, decision: Decision, proposal: Proposal, wording: Wording) -> None:
    """Copy what is public. What stays out is not copied, so that no later mistake can show it."""
    refused = decision.outcome == Outcome.REFUSED
    discount_out = wording.hides_discount or refused
    conditions_out = wording.hides_conditions or refused
    written.kind = proposal.kind
    written.outcome, written.maker = decision.outcome, decision.maker
    written.title, written.asset = wording.title.strip(), wording.asset.strip()
    written.group = proposal.organisation.name
    written.decided_on = decision.decided_on
    written.minute_reference = decision.minute_reference
    written.discount_percent = None if discount_out else decision.discount_percent
    written.discount_gbp = None if discount_out else decision.discount_gbp
    written.discount_of = "" if discount_out else decision.discount_of
    written.reasons = wording.reasons.strip()
    written.conditions = "" if conditions_out else wording.conditions.strip()
    written.exempt_under = wording.exempt_under
    written.hides_discount = wording.hides_discount
    written.hides_conditions = wording.hides_conditions
    written.found_by = looked_through(
        written.title, written.asset, written.group, written.minute_reference
    )


_SAID = (
    *("title", "asset", "group", "reasons", "conditions", "outcome", "maker", "minute_reference"),
    *("discount_of", "exempt_under", "hides_discount", "hides_conditions"),
)


def _said(written: Publication) -> dict[str, object]:
    said: dict[str, object] = {key: getattr(written, key) for key in _SAID}
    percent, amount = written.discount_percent, written.discount_gbp
    figures = {"discount_percent": percent, "discount_gbp": amount}
    return said | {key: None if one is None else f"{one:f}" for key, one in figures.items()}
