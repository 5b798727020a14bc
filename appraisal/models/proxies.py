"""Figures that the council gives for one proposal in place of the published ones."""

from django.db import models

from appraisal.models.proposals import Proposal


class OwnProxy(models.Model):
    """A dated value of the council's own, with its source."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="own_proxies")
    key = models.CharField(max_length=100)
    area = models.CharField(max_length=100, blank=True)
    applies_from = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.TextField()

    class Meta:
        ordering = ["key", "area", "applies_from"]
        verbose_name_plural = "own proxies"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key", "area", "applies_from"], name="own_proxy_once"
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="own_proxy_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.applies_from}"
