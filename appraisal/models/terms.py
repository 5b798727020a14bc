"""What an officer corrects of the terms that a group asks for."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User


class CorrectedTerms(models.Model):
    """The terms as the officer finds them, where they are not the group's: the group's own stay as they are.

    ``given`` is JSON: the key of each that is corrected with its value as a file holds it, null for none.
    ``saves_seen`` counts the saves of the group's page that the officer had read.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, related_name="corrected_terms"
    )
    given = models.TextField()
    reason = models.TextField()
    saves_seen = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "corrected terms"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="corrected_terms_have_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"corrected terms of {self.proposal}"
