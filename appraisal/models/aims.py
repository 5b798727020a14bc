"""What proposals are rated against: a council's objectives, aims and priorities, and a proposal's own copy."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import Authority


class CouncilAim(models.Model):
    """One objective, aim or priority of a council, rated under the criterion of this letter.

    With a ``neighbourhood`` it is a priority of that one, and of proposals for assets there alone.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="aims")
    kind = models.CharField(max_length=20)  # of proposal
    letter = models.CharField(max_length=1)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=100)
    words = models.CharField(max_length=300)
    neighbourhood = models.CharField(max_length=100, blank=True)

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

    class Meta:
        ordering = ["letter", "order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "letter", "key"], name="aim_once")
        ]

    def __str__(self) -> str:
        return self.words
