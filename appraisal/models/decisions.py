"""Decisions on proposals, what is published of them, and the one time that a group asks to look again."""

from django.db import models

from appraisal.models.panel import AgendaItem
from appraisal.models.proposals import Kind, Proposal, pounds_field
from core.models import Authority, User


class Maker(models.TextChoices):
    """Who decided."""

    PANEL = "panel", "The panel"
    DELEGATED = "delegated", "An officer under delegation"
    CABINET = "cabinet", "The cabinet, on recommendation"


class Outcome(models.TextChoices):
    """What was decided. The values are those of the states that a decision leads to."""

    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    REFUSED = "refused", "Refused"
    DEFERRED = "deferred", "Deferred"


class Decision(models.Model):
    """What was decided of a proposal. Only ever added: a later decision stands beside the earlier.

    ``discount_percent`` and ``discount_gbp`` are what was granted, ``discount_gbp`` a year of a rent; both are
    None where none was. ``discount_reason`` says why it is another than the score gives. ``record_sha256``
    names the frozen record.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()  # of the proposal's decisions, from 1
    maker = models.CharField(max_length=10, choices=Maker.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    decided_on = models.DateField()
    minute_reference = models.CharField(max_length=100)
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    discount_gbp = pounds_field("discount")
    discount_of = models.CharField(max_length=5, blank=True)  # rent or price
    discount_reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    reasons = models.TextField()
    call_in_ends = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    record_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="decision_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(item__isnull=False), name="decision_of_an_item"
            ),
            models.CheckConstraint(
                condition=models.Q(maker__in=Maker.values, outcome__in=Outcome.values),
                name="decision_maker_and_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="conditions") | ~models.Q(conditions=""),
                name="decision_names_its_conditions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.minute_reference}"


class Publication(models.Model):
    """The public words of a decision: written and looked at first, then published for good.

    Everything that the public register shows stands here and nowhere else; it asks no other table.
    What is exempt under Schedule 12A to the Local Government Act 1972 is kept in the decision and stays out:
    here stands only under which paragraph.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="publication")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    maker = models.CharField(max_length=10, choices=Maker.choices)
    title = models.CharField(max_length=200)
    asset = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=200)
    decided_on = models.DateField()
    minute_reference = models.CharField(max_length=100)
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    discount_gbp = pounds_field("discount")
    discount_of = models.CharField(max_length=5, blank=True)
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    exempt_under = models.CharField(max_length=2, blank=True)  # paragraph of Schedule 12A
    hides_discount = models.BooleanField(default=False)
    hides_conditions = models.BooleanField(default=False)
    found_by = (
        models.TextField()
    )  # what a search looks through, folded; on PostgreSQL by an index of its letters
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["authority", "-published_at", "-id"],
                condition=models.Q(published_at__isnull=False),
                name="register_last_published",
            ),
            models.Index(
                fields=["authority", "kind", "-decided_on", "-id"],
                condition=models.Q(published_at__isnull=False),
                name="register_kind",
            ),
            models.Index(  # all that a search reads, in the order of the register
                fields=["authority", "-decided_on", "-id", "found_by", "published_at"],
                condition=models.Q(published_at__isnull=False),
                name="register_found",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True, published_by__isnull=True)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
                name="publication_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(hides_discount=False, hides_conditions=False)
                | ~models.Q(exempt_under=""),
                name="publication_exempt_under_a_paragraph",
            ),
            models.CheckConstraint(
                condition=models.Q(hides_discount=False)
                | models.Q(discount_percent__isnull=True, discount_gbp__isnull=True),
                name="publication_keeps_the_discount_out",
            ),
            models.CheckConstraint(
                condition=models.Q(hides_conditions=False) | models.Q(conditions=""),
                name="publication_keeps_conditions_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.title}"


class Reconsideration(models.Model):
    """That a group asked the council to look at a decision again, why, and what the council answered."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="reconsideration"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"asked to look again at {self.decision_id}"
