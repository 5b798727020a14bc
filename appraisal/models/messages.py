"""Questions and answers between a group and the council on a proposal: added, never changed."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User


class Message(models.Model):
    """What somebody wrote to the other side."""

    class Side(models.TextChoices):
        """For whom they wrote."""

        GROUP = "group", "The group"
        COUNCIL = "council", "The council"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="messages")
    form = models.UUIDField()  # of the form it came with: a button pressed twice sends it once
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "form"], name="message_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} on {self.proposal}"


class ReadUpTo(models.Model):
    """How far somebody has read the messages on a proposal: up to the one of this number."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    message = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="read_up_to_once")]

    def __str__(self) -> str:
        return f"{self.user_id} has read up to {self.message}"
