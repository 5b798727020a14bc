"""The capability and legal checklist: a council's items, and what was found of each for a proposal."""

from django.db import models

from appraisal.models.proposals import Kind, Proposal
from core.models import Authority, User


class ChecklistItem(models.Model):
    """What a council checks before it assesses a proposal of a kind. ``retired_at``: not any more."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="checklist")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "key"], name="checklist_item_once")
        ]

    def __str__(self) -> str:
        return self.title


class Check(models.Model):
    """One item as a proposal was sent in under it, in that wording, and what the council found."""

    class Outcome(models.TextChoices):
        """How it came out."""

        OPEN = "open", "Not checked yet"
        PASSED = "passed", "Passed"
        FAILED = "failed", "Failed"
        WAIVED = "waived", "Waived"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="checks")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="check_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="open") | ~models.Q(reason=""), name="check_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_outcome_display()}"
