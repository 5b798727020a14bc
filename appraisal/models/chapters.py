"""What is said beside the criteria for the committee's report: a row for each question's value."""

from django.db import models

from appraisal.models.proposals import Proposal


class ChapterAnswer(models.Model):
    """The answer to one question of a chapter of :mod:`appraisal.chapters`, as JSON text.

    Numbers inside are strings, so none turns into a float. Who saved a chapter last stands with its page.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="chapters")
    chapter = models.CharField(max_length=15)
    key = models.CharField(max_length=60)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "chapter", "key"], name="chapter_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chapter}: {self.key} of {self.proposal}"
