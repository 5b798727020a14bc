"""What an officer finds: of each criterion, and of the proposal as a whole."""

from django.db import models

from appraisal.models.assessments import Assessment
from appraisal.models.proposals import Proposal
from core.models import Authority, User


class Finding(models.Model):
    """What an officer finds of one criterion, beside what the group says of it.

    Corrected figures stand in the officer's own entry of the same letter. ``answers_seen`` counts the saves
    of the group's page that the officer had read: what the group changes later wants another look.
    """

    class Verdict(models.TextChoices):
        """What the officer makes of the group's answer."""

        ACCEPT = "accept", "Accepted as it is"
        CORRECT = "correct", "Figures corrected"
        PICK = "pick", "Points picked"
        AGREE = "agree", "Agreed that it does not apply"
        REFUSE = "refuse", "Not agreed that it does not apply"

    class Evidence(models.TextChoices):
        """How well the answer is supported."""

        CLAIMED = "claimed", "Claimed"
        DOCUMENTED = "documented", "Documented"
        VERIFIED = "verified", "Verified"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    letter = models.CharField(max_length=1)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    points = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, blank=True)
    answers_seen = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "letter"], name="finding_once"),
            models.CheckConstraint(
                condition=models.Q(
                    verdict__in=("accept", "correct", "pick", "agree", "refuse"),
                    evidence__in=("", "claimed", "documented", "verified"),
                ),
                name="finding_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="pick", points__isnull=False)
                | (~models.Q(verdict="pick") & models.Q(points__isnull=True)),
                name="finding_points_are_picked",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="accept") | ~models.Q(reason=""),
                name="finding_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} of {self.assessment}: {self.get_verdict_display()}"


class Flag(models.Model):
    """Something about a proposal, or about one criterion, that must be settled before it is signed off."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="flags")
    letter = models.CharField(max_length=1, blank=True)
    reason = models.TextField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    resolution = models.TextField(blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="flag_has_reason"),
            models.CheckConstraint(
                condition=models.Q(
                    resolved_at__isnull=True, resolved_by__isnull=True, resolution=""
                )
                | (
                    models.Q(resolved_at__isnull=False, resolved_by__isnull=False)
                    & ~models.Q(resolution="")
                ),
                name="flag_resolved_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"flag on {self.letter or 'all'} of {self.proposal}"


class Recommendation(models.Model):
    """What an assessment comes to in words, and what it recommends.

    ``discount_percent`` None: as the scheme's policy derives it. ``ready_of`` is the fingerprint of all that
    the assessment said when somebody said that it was ready: a later change of it wants that said again. A
    wording of the officer's own is looked at again where the data gives another one than ``wording_of``.
    ``delegation`` is whom the council authorised to settle the documents, in the words of when it was ready.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="recommendation"
    )
    summary = models.TextField(blank=True)
    refusal = models.BooleanField(default=False)  # recommended: that the committee does not agree
    discount_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    discount_reason = models.TextField(blank=True)
    equality = models.TextField(blank=True)
    wording = models.TextField(blank=True)  # of the resolution; empty: as it is made of the data
    wording_of = models.TextField(blank=True)  # what was made of the data when that was written
    delegation = models.TextField(blank=True)
    conditions_settled = models.BooleanField(default=False)  # so that “none” is an answer too
    exempt_settled = models.BooleanField(default=False)  # likewise: “the public may read all of it”
    ready_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_of = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount_percent__isnull=True)
                | models.Q(discount_percent__lte=100),
                name="recommendation_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(ready_by__isnull=True, ready_at__isnull=True, ready_of="")
                | (
                    models.Q(ready_by__isnull=False, ready_at__isnull=False)
                    & ~models.Q(ready_of="")
                ),
                name="recommendation_ready_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation of {self.assessment}"


class StandardCondition(models.Model):
    """A condition that a council often sets. A retired one stands where it was chosen before."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="conditions")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    words = models.TextField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "key"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="standard_condition_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="standard_condition_words"),
        ]

    def __str__(self) -> str:
        return self.words


class RecommendedCondition(models.Model):
    """A condition that an assessment recommends, in the words that it had when it was chosen.

    ``key`` is that of the council's standard condition; empty: the officer's own words.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="recommended_conditions"
    )
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, blank=True)
    words = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "order"], name="condition_order_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="condition_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class ExemptSection(models.Model):
    """A section of the report that the public may not read.

    ``paragraph`` is one of Part 1 of Schedule 12A to the Local Government Act 1972; ``why`` says how the public
    interest in keeping it closed outweighs that in telling it.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="exempt_sections"
    )
    section = models.CharField(max_length=20)
    paragraph = models.PositiveSmallIntegerField()
    why = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section"], name="exempt_section_once"),
            models.CheckConstraint(
                condition=models.Q(paragraph__gte=1, paragraph__lte=7),
                name="exempt_under_a_paragraph",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="exempt_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.assessment}, paragraph {self.paragraph}"
