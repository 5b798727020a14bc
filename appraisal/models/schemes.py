"""Scheme versions: the text is the truth, the rows are derived from it, published is frozen."""

from django.db import models

from core.models import Authority


class SchemeVersion(models.Model):
    """One version of a scheme: its TOML text, hashed, and what is derived from it."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="schemes"
    )  # none: shared by all councils
    key = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    maximum = models.PositiveIntegerField()
    published_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"],
                condition=models.Q(authority__isnull=True),
                name="scheme_version_once_for_all",
            ),
            models.UniqueConstraint(
                fields=["authority", "key", "version"], name="scheme_version_once_for_a_council"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"


class HeadingRow(models.Model):
    """A heading of a scheme version, as the text gives it."""

    scheme = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="headings")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    kite = models.CharField(max_length=5)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="heading_once"),
            models.UniqueConstraint(fields=["scheme", "kite"], name="heading_own_kite_point"),
        ]

    def __str__(self) -> str:
        return self.title


class CriterionRow(models.Model):
    """A criterion of a scheme version, as the text gives it; ``rule`` is JSON."""

    heading = models.ForeignKey(HeadingRow, on_delete=models.CASCADE, related_name="criteria")
    scheme = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1)
    title = models.CharField(max_length=200)
    maximum = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    source = models.TextField()
    rule = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "letter"], name="criterion_letter_once"),
            models.CheckConstraint(condition=models.Q(maximum__gt=0), name="criterion_maximum"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.title}"
