"""Issued packs: the PDF that was drawn from a record, kept for good and never drawn again."""

from django.db import models

from appraisal.models.records import Record
from core.models import User


class IssuedPack(models.Model):
    """One file. ``stored`` is its random name in the storage; ``code`` stands on its cover.

    ``exempt``: it holds what is exempt from publication under Schedule 12A to the Local Government Act 1972.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=20)
    exempt = models.BooleanField()
    code = models.CharField(max_length=10, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()  # bytes
    stored = models.CharField(max_length=60, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "edition", "exempt"], name="pack_of_a_record_once"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="pack_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, of {self.record}"
