"""Evidence: the files that a group or the council has sent in for a proposal."""

import uuid

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User

MOST_FILES = 50  # of a proposal


class Evidence(models.Model):
    """One file. ``stored`` is its random name in the storage; ``name`` is only shown, and says nothing of a place."""

    class State(models.TextChoices):
        """Whether it can be read."""

        HELD = "held", "Waiting for the virus check"
        OPEN = "open", "Can be read"
        INFECTED = "infected", "Taken away: a virus was found"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="evidence")
    letter = models.CharField(max_length=1, blank=True)  # of the criterion; none: for the checklist
    name = models.CharField(max_length=200)
    words = models.CharField(max_length=200, blank=True)  # what it shows, in the sender's words
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State.choices)
    found = models.CharField(max_length=100, blank=True)  # by the virus scanner
    councils = models.BooleanField(default=False)  # added by the council, not by the group
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "added_at", "id"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["state"], name="evidence_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="evidence_not_empty")
        ]

    def __str__(self) -> str:
        return self.name
