"""What the council says of an enquiry: whether it is eligible, and what is known of the building or land."""

from django.db import models

from appraisal.models.proposals import Proposal, pounds_field
from core.models import User


class Eligibility(models.Model):
    """Whether a proposal meets one condition of :mod:`appraisal.eligibility`, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="eligibility")
    key = models.CharField(max_length=40)
    met = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "eligibility"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="eligibility_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="eligibility_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.proposal}"


class Disclosure(models.Model):
    """What the council tells a group of the building or land before it applies.

    Each part says whether it is known: “not known” is an answer, and silence is none. ``saves`` counts the
    changes, so that a group never says it has read what it has not seen.
    """

    class Known(models.TextChoices):
        """Whether the council knows it."""

        YES = "yes", "Known"
        NO = "no", "Not known"

    class Title(models.TextChoices):
        """How the council holds it."""

        FREEHOLD = "freehold", "Freehold"
        LEASEHOLD = "leasehold", "Leasehold"
        NOT_KNOWN = "not-known", "Not known"

    class Answer(models.TextChoices):
        """A plain question's answer."""

        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_KNOWN = "not-known", "Not known"

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="disclosure")
    condition_known = models.CharField(max_length=3, choices=Known.choices)
    condition = models.TextField(blank=True)
    surveyed_on = models.DateField(null=True, blank=True)  # none: nobody has surveyed it
    costs_known = models.CharField(max_length=3, choices=Known.choices)
    running_costs_gbp_pa = pounds_field("running costs a year")
    costs_made_of = models.TextField(blank=True)
    title = models.CharField(max_length=10, choices=Title.choices)
    restricted = models.CharField(max_length=10, choices=Answer.choices)
    restrictions = models.TextField(blank=True)
    open_space = models.CharField(max_length=10, choices=Answer.choices)
    saves = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(condition_known="no") | ~models.Q(condition=""),
                name="disclosure_says_the_condition",
            ),
            models.CheckConstraint(
                condition=models.Q(costs_known="no")
                | models.Q(running_costs_gbp_pa__isnull=False) & ~models.Q(costs_made_of=""),
                name="disclosure_says_the_costs",
            ),
            models.CheckConstraint(
                condition=~models.Q(restricted="yes") | ~models.Q(restrictions=""),
                name="disclosure_says_the_restrictions",
            ),
        ]

    def __str__(self) -> str:
        return f"what is known for {self.proposal}"
