"""What was imported of the figures that others publish: each import, and the lines of it that were refused."""

from django.db import models
from django.db.models import Q

from core.models import Authority, User


class DatasetState(models.TextChoices):
    """How far an import is; of each kind and edition one at most is in force for a council."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    CHECKED = "checked", "Read, not in force"
    IN_FORCE = "in-force", "In force"
    REPLACED = "replaced", "Replaced by a newer one"
    WITHDRAWN = "withdrawn", "Withdrawn"
    FAILED = "failed", "Could not be read"
    DISCARDED = "discarded", "Thrown away"


class Dataset(models.Model):
    """One import of one publisher's file. Its rows count for nothing until it is in force.

    Without an ``authority`` it is the whole site's, loaded by who runs it; a council's own goes before it.
    ``edition`` is 0 where the kind has none. ``dated``: the day that its publisher gives it. ``part``: it was
    meant to cover only a part of the country. ``only_check``: read and reported on, and no row kept.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, null=True, blank=True, related_name="datasets"
    )
    kind = models.CharField(max_length=30)
    edition = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)  # of the file
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file = models.CharField(max_length=200, blank=True)  # where it waits to be read, in storage
    source = models.TextField()
    licence = models.TextField()
    dated = models.DateField()
    part = models.BooleanField(default=False)
    only_check = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=DatasetState.choices, default=DatasetState.WAITING
    )
    begun_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: who runs the site
    begun_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    read_bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failed = models.TextField(default="")  # why, in a sentence
    read_at = models.DateTimeField(null=True)
    in_force_from = models.DateTimeField(null=True)
    in_force_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: who runs the site
    in_force_until = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: who runs the site, or it was not withdrawn
    withdrawn_why = models.TextField(default="", blank=True)
    swept = models.BooleanField(default=False)  # its rows are deleted

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["authority", "kind", "state"], name="dataset_of_council")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "edition"],
                condition=Q(state="in-force", authority__isnull=False),
                name="dataset_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "edition"],
                condition=Q(state="in-force", authority__isnull=True),
                name="dataset_of_site_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DatasetState.values), name="dataset_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition or ''}, {self.name}"


class RejectedLine(models.Model):
    """A line of a file that was not taken, and why."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    words = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"
