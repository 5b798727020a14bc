"""Agenda packs: the packs of all items of a meeting in one PDF, drawn by a worker and kept for good."""

from django.db import models

from appraisal.models.panel import AgendaItem, Meeting
from appraisal.models.records import Record
from core.models import User


class AgendaPack(models.Model):
    """One file, asked for and then drawn. ``base``: the address under which anybody asks of its code.

    ``made_of`` is a hash over all that it is drawn from, so that the same is never drawn twice. ``copy_of``: the pack
    that the council issued, of which this is a copy for readers to whom some of its items are closed. ``exempt``: it
    holds what is exempt from publication under Schedule 12A to the Local Government Act 1972. Until it is drawn
    ``stored``, ``sha256`` and ``size`` are empty; a claim that is old was left behind by a worker that was killed,
    and ``tries`` counts the claims.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    exempt = models.BooleanField()
    made_of = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=10, unique=True)
    base = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failed = models.TextField(default="")
    issued_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_index=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    stored = models.CharField(max_length=60, default="")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stored"], condition=~models.Q(stored=""), name="agenda_pack_stored_once"
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at__isnull=True, sha256="", size=0, stored="")
                | (
                    models.Q(issued_at__isnull=False, size__gt=0, failed="")
                    & ~models.Q(sha256="")
                    & ~models.Q(stored="")
                ),
                name="agenda_pack_drawn_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, of {self.meeting}"

    @property
    def ready(self) -> bool:
        """Say whether it is drawn."""
        return self.issued_at is not None

    @property
    def waits(self) -> bool:
        """Say whether a worker has it still to do."""
        return self.issued_at is None and not self.failed


class AgendaPackItem(models.Model):
    """An item of an agenda pack: its number there, and the record whose pages follow its divider, where any do.

    ``closed``: its pages are left out, for it is closed to whom the copy is for.
    """

    pack = models.ForeignKey(AgendaPack, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="+")
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="number_in_agenda_pack_once"),
            models.UniqueConstraint(fields=["pack", "item"], name="item_in_agenda_pack_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.pack}"
