"""Records: what was agreed or submitted at a moment, canonical and hashed, never changed."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User


class Record(models.Model):
    """Canonical JSON of inputs, scheme, proxies and result, with its SHA-256.

    ``audit_sequence`` and ``audit_hash`` are those of the entry that tells of it: they show later that
    the chain was not cut off before it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="records")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=60)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    audit_sequence = models.PositiveBigIntegerField()
    audit_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.event}, {self.proposal}"
