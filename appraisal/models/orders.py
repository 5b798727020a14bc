"""Orders of packs for a whole portfolio, drawn by the workers one after the other."""

from django.db import models

from appraisal.models.packs import IssuedPack
from appraisal.models.records import Record
from core.models import Authority, User


class PackOrder(models.Model):
    """What was ordered, by whom and for whom. ``base``: the address under which anybody asks of a pack's code.

    ``ended_at`` is set once nothing is left to draw, ``cancelled_at`` where somebody stopped it before.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="pack_orders")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    exempt = models.BooleanField()
    edition = models.CharField(max_length=20)
    base = models.CharField(max_length=300)
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"Order {self.pk}"

    @property
    def running(self) -> bool:
        """Say whether the workers go on with it."""
        return self.cancelled_at is None and self.ended_at is None


class PackOrderItem(models.Model):
    """One pack of an order: waiting, claimed by a worker, or done with a pack or a sentence that says why not.

    A claim that is old was left behind by a worker that was killed; ``tries`` counts the claims.
    """

    order = models.ForeignKey(PackOrder, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    pack = models.ForeignKey(IssuedPack, on_delete=models.PROTECT, null=True, related_name="+")
    failed = models.TextField(default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "record"], name="record_in_order_once"),
            models.UniqueConstraint(fields=["order", "number"], name="number_in_order_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, pack__isnull=True, failed="")
                | models.Q(done_at__isnull=False, pack__isnull=False, failed="")
                | (models.Q(done_at__isnull=False, pack__isnull=True) & ~models.Q(failed="")),
                name="ordered_pack_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.order}"
