"""The panel's meetings: who sits, what is on the agenda, whose interest it is, what they think and agree."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import Authority, User


class Meeting(models.Model):
    """One meeting of a council's panel. ``quorum`` counts members who attend and have no interest."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    quorum = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)

    class Meta:
        indexes = [models.Index(fields=["authority", "-held_at"], name="meeting_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="meeting_quorum"),
            models.CheckConstraint(
                condition=models.Q(state__in=("planned", "open", "closed")), name="meeting_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.held_at:%d %m %Y}"


class Seat(models.Model):
    """That somebody sits at a meeting, as its chair or a member, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    chair = models.BooleanField(default=False)
    attended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="seat_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(chair=True), name="seat_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"


class AgendaItem(models.Model):
    """A proposal on the agenda of a meeting.

    It is live until it is taken off or decided; a proposal has one live item at most. Once moderation is
    open, marks are fixed and all who sit see all; ``agreed_at`` says that the panel's levels stand.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(off_at__isnull=True, decided_at__isnull=True),
                name="agenda_item_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} of {self.meeting_id}"

    @property
    def live(self) -> bool:
        """Say whether it still waits for a decision."""
        return self.off_at is None and self.decided_at is None


class Interest(models.Model):
    """What a member declared of an item. Only ever added: an interest that was declared stays declared."""

    class Kind(models.TextChoices):
        """Of what kind it is, as members' codes of conduct tell them apart."""

        NONE = "none", "No interest"
        PECUNIARY = "pecuniary", "A disclosable pecuniary interest"
        REGISTRABLE = "registrable", "Another registrable interest"
        OTHER = "other", "A non-registrable interest, or bias"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    nature = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=models.Q(kind="none"),
                name="interest_none_once",
            ),
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=~models.Q(kind="none"),
                name="interest_declared_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="none", nature="")
                | (models.Q(kind__in=("pecuniary", "registrable", "other")) & ~models.Q(nature="")),
                name="interest_has_a_nature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} in {self.item_id}"


class MarkSheet(models.Model):
    """One member's marks of one item. ``saves`` counts them; ``done_at``: they said that they are done."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saves = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="mark_sheet_once")]

    def __str__(self) -> str:
        return f"marks of {self.person_id} for {self.item_id}"


class Mark(models.Model):
    """The level of one criterion in a member's eyes. ``accepts``: they keep the officer's."""

    sheet = models.ForeignKey(MarkSheet, on_delete=models.CASCADE, related_name="marks")
    letter = models.CharField(max_length=1)
    accepts = models.BooleanField(default=False)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "letter"], name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(accepts=False) | models.Q(points__isnull=True),
                name="mark_accepts_or_picks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} of {self.sheet_id}"


class Agreed(models.Model):
    """The level of one criterion that the panel agreed where it is not the officer's, and why."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="agreed")
    letter = models.CharField(max_length=1)
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "agreed"
        constraints = [
            models.UniqueConstraint(fields=["item", "letter"], name="agreed_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="agreed_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} of {self.item_id}: {self.points}"
