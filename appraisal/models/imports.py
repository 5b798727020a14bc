"""An appraisal file that somebody has sent in, before they have said that it may be taken over."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User


class PendingImport(models.Model):
    """A valid file that waits for a yes; each person has one a proposal at most."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "by"], name="import_once")]

    def __str__(self) -> str:
        return f"{self.name} for {self.proposal}"
