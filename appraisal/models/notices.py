"""What people are told of, and how they want to be told."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import Authority, Letter, User


class Notice(models.Model):
    """One thing that one person was told of; :mod:`appraisal.notices` says it in words."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="notices")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    facts = models.TextField(default="{}")  # JSON; what its sentence names beside the title
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.SET_NULL, null=True, related_name="notice"
    )

    class Meta:
        indexes = [
            models.Index(fields=["user", "authority", "-id"], name="notice_newest"),
            models.Index(
                fields=["user", "authority"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NoticeSetting(models.Model):
    """How somebody wants to be told of one sort of thing; no row: as it is at first."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_settings")
    sort = models.CharField(max_length=20)
    how = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "sort"], name="notice_setting_once"),
            models.CheckConstraint(
                condition=models.Q(how__in=["mail", "list", "not"]), name="notice_setting_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} of {self.user_id}: {self.how}"
