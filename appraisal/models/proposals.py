"""A proposal, the asset it is about and the terms that are asked for."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models

from appraisal.models.schemes import SchemeVersion
from core.models import Authority, Organisation, User


def pounds_field(label: str) -> Any:
    """Return a field for an amount as the contract takes it: below 10^12, six decimals."""
    return models.DecimalField(label, max_digits=18, decimal_places=6, null=True, blank=True)


class Kind(models.TextChoices):
    """What is proposed."""

    ASSET_TRANSFER = "asset-transfer", "Take over a building or land"
    COPRODUCTION = "coproduction", "Help to run a service"


class State(models.TextChoices):
    """Where a proposal is on its way; :mod:`appraisal.route` says how it gets from one to another."""

    ENQUIRY = "enquiry", "Enquiry"
    DECLINED = "declined", "Declined"
    INVITED = "invited", "Invited to apply"
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent in"
    RETURNED = "returned", "Returned for more information"
    RESUBMITTED = "resubmitted", "Sent in again"
    ASSESSMENT = "assessment", "Being assessed"
    CHECKED = "checked", "Assessment checked"
    PANEL = "panel", "With the panel"
    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    REFUSED = "refused", "Refused"
    DEFERRED = "deferred", "Deferred"
    PUBLISHED = "published", "Decision published"
    RECONSIDERATION = "reconsideration", "Asked to look again"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Stage(models.TextChoices):
    """Who has the next step, as the queue of a council's officers sorts its proposals."""

    COUNCIL = "council", "With the council"
    GROUP = "group", "Waiting on the group"
    PANEL = "panel", "Due for the panel"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "Closed"


STAGES: Mapping[Stage, tuple[State, ...]] = {
    Stage.GROUP: (State.INVITED, State.DRAFT, State.RETURNED),
    Stage.COUNCIL: (
        State.ENQUIRY,
        State.SUBMITTED,
        State.RESUBMITTED,
        State.ASSESSMENT,
        State.RECONSIDERATION,
    ),
    Stage.PANEL: (State.CHECKED, State.PANEL, State.DEFERRED),
    Stage.DECIDED: (State.APPROVED, State.CONDITIONS, State.REFUSED),
    Stage.CLOSED: (State.DECLINED, State.PUBLISHED, State.WITHDRAWN),
}


def _stage_of_state() -> models.Case:
    return models.Case(
        *(
            models.When(state__in=states, then=models.Value(str(stage)))
            for stage, states in STAGES.items()
        ),
        output_field=models.CharField(max_length=10),
    )


def _is_open() -> models.Case:
    return models.Case(
        models.When(state__in=STAGES[Stage.CLOSED], then=models.Value(0)),
        default=models.Value(1),
        output_field=models.SmallIntegerField(),
    )


class Proposal(models.Model):
    """What a group proposes to a council, appraised under the scheme version that it began with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="proposals"
    )
    scheme = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    valuation_date = models.DateField()
    from_paper = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.ENQUIRY)
    state_since = models.DateTimeField()
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who deals with it for the council
    # Worked out by the database from the state, so that the queue finds its part of many by an index.
    stage = models.GeneratedField(
        expression=_stage_of_state(),
        output_field=models.CharField(max_length=10, choices=Stage.choices),
        db_persist=True,
    )
    is_open = models.GeneratedField(
        expression=_is_open(), output_field=models.SmallIntegerField(), db_persist=True
    )
    found_by = models.TextField(
        blank=True
    )  # what a search of the queue looks through, folded; on PostgreSQL by an index of its letters
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # When it took its copies of the council's lists and figures; none: when it was started.
    lists_as_of = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["authority", "-changed_at"], name="proposal_newest"),
            models.Index(fields=["authority", "state", "state_since", "id"], name="proposal_queue"),
            models.Index(fields=["authority", "stage", "state_since", "id"], name="proposal_stage"),
            models.Index(
                fields=["authority", "officer", "is_open", "state_since", "id"],
                name="proposal_officers",
            ),
            models.Index(  # PostgreSQL takes no order from an index behind a column that is null
                fields=["authority", "is_open", "state_since", "id"],
                condition=models.Q(officer__isnull=True),
                name="proposal_unassigned",
            ),
            models.Index(fields=["authority", "state_since", "id"], name="proposal_since"),
            models.Index(fields=["authority", "kind", "state_since", "id"], name="proposal_kind"),
            models.Index(  # all that a search reads, in the order of the queue
                fields=["authority", "state_since", "id", "found_by"], name="proposal_found"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="proposal_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="proposal_state"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False, from_paper=True),
                name="proposal_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def waits_for_confirmation(self) -> bool:
        """Say whether an officer typed it in from paper and the group has not confirmed that yet."""
        return self.from_paper and self.confirmed_at is None


class Asset(models.Model):
    """The building or land."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="asset")
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField(max_length=20, blank=True)
    floor_area_m2 = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    site_area_m2 = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    neighbourhood = models.CharField(max_length=100, blank=True)  # whose priorities it is rated by
    neighbourhood_found = models.BooleanField(
        default=False
    )  # by the postcode; else somebody chose it
    imd_edition = models.PositiveSmallIntegerField(null=True, blank=True)
    imd_rank = models.PositiveIntegerField(null=True, blank=True)
    # What its postcode was found in; blank where edition and rank came otherwise, or nothing was found.
    small_area = models.CharField(max_length=9, blank=True)
    small_area_name = models.CharField(max_length=200, blank=True)
    imd_source = models.TextField(blank=True)  # of the ranks and of the look-up, with their dates

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(imd_edition__isnull=True, imd_rank__isnull=True)
                | models.Q(imd_edition__isnull=False, imd_rank__gte=1),
                name="asset_edition_and_rank_together",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Terms(models.Model):
    """What is proposed to be let, sold or invested; None where a figure is not known."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="terms")
    tenure = models.CharField(max_length=10, blank=True)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    market_rent_gbp_pa = pounds_field("market rent a year")
    rent_offered_gbp_pa = pounds_field("rent offered a year")
    unrestricted_value_gbp = pounds_field("unrestricted value")
    consideration_gbp = pounds_field("consideration")
    voluntary_conditions_gbp = pounds_field("voluntary conditions")
    annual_investment_gbp = pounds_field("annual investment")

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tenure__in=("", "lease", "freehold", "licence")),
                name="terms_tenure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenure or 'terms'} of {self.proposal}"
