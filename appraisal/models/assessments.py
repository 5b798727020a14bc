"""Assessments of a proposal, and their answers: a row for each question's value."""

from django.db import models

from appraisal.models.proposals import Proposal


class Assessment(models.Model):
    """One assessment of a proposal: the group's own, later the officer's and the panel's."""

    class Of(models.TextChoices):
        """Whose it is."""

        SELF = "self", "The group’s own"
        OFFICER = "officer", "The officer’s"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assessments")
    of = models.CharField(max_length=10, choices=Of.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "of"], name="assessment_once")]

    def __str__(self) -> str:
        return f"{self.get_of_display()} assessment of {self.proposal}"


class CriterionEntry(models.Model):
    """What an assessment says of one criterion, beside the answers to its questions.

    No entry: it is unanswered. An entry without answers is an answer too: “we add nothing here”.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="entries")
    letter = models.CharField(max_length=1)
    answered = models.BooleanField(default=False)
    not_applicable_reason = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    evidence = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "letter"], name="entry_once"),
            models.CheckConstraint(
                condition=models.Q(agreed_by="") | ~models.Q(not_applicable_reason=""),
                name="entry_agreed_needs_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} of {self.assessment}"


class Answer(models.Model):
    """The value of one question, as JSON text: numbers inside are strings, so none turns into a float."""

    entry = models.ForeignKey(CriterionEntry, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.entry}"
