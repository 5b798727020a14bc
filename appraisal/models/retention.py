"""How long a council keeps what."""

from django.db import models

from core.models import Authority


class RetentionPeriod(models.Model):
    """For how many years a council keeps one kind of thing; no row: as :mod:`appraisal.retention` says."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="retention")
    kind = models.CharField(max_length=20)
    years = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind"], name="retention_once"),
            models.CheckConstraint(
                condition=models.Q(years__gte=1, years__lte=100), name="retention_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} years"
