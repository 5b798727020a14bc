"""What happened to the pages of a proposal: who saved one last, and what was left on it unfinished."""

from django.db import models

from appraisal.models.proposals import Proposal
from core.models import User


class PageState(models.Model):
    """One page of one proposal: a criterion's letter, or the name of a page of facts.

    ``saves`` counts every change, so that somebody who opened the page before it is told.
    ``unfinished`` holds the page's boxes as they were typed (as a form's address would) where they
    could not be taken as answers yet: nothing that was typed and saved is lost.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pages")
    page = models.CharField(max_length=20)
    saves = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    unfinished = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "page"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.page} of {self.proposal}"
