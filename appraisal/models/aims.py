"""What proposals are rated against: a council's objectives, aims and priorities, and a proposal's own copy."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import Authority


class Importance(models.TextChoices):
    """How much a priority matters to those who set it. It is told, and changes no score."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class CouncilAim(models.Model):
    """One objective, aim or priority of a council, rated under the criterion of this letter.

    With a ``neighbourhood`` it is a priority of that one, and of proposals for assets there alone. ``origin``:
    the consultation or plan that it is from, and ``dated`` when that was; ``expires``: its last day.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="aims")
    kind = models.CharField(max_length=20)  # of proposal
    letter = models.CharField(max_length=1)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=100)
    words = models.CharField(max_length=300)
    neighbourhood = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    dated = models.DateField(null=True, blank=True)
    importance = models.CharField(max_length=10, choices=Importance.choices, blank=True)
    expires = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "letter", "key"], name="council_aim_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class ProposalAim(models.Model):
    """The same as a proposal keeps it from its start: later wording of the council's changes none."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="aims")
    letter = models.CharField(max_length=1)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    words = models.TextField()
    neighbourhood = models.CharField(max_length=100, blank=True)  # whose priority it is
    about = models.TextField(blank=True)  # where it is from, how important it is, how long it holds

    class Meta:
        ordering = ["letter", "order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "letter", "key"], name="aim_once")
        ]

    def __str__(self) -> str:
        return self.words
