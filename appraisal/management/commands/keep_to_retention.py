"""``manage.py keep_to_retention [--council SLUG] [--carry-out]``: erase what was kept long enough."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appraisal.actions.retention import let_go
from appraisal.cli import utf8_streams
from appraisal.engine import words
from appraisal.queries.retention import over_at, periods_of
from appraisal.retention import BY_KEY
from core.models import Authority


class Command(BaseCommand):
    """Erase what was kept long enough."""

    help = "Say what a council has kept long enough; with --carry-out erase it. It cannot be brought back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose, and whether to do it."""
        parser.add_argument("--council", metavar="SLUG", help="only this council; else all")
        parser.add_argument("--carry-out", action="store_true", help="erase it, not only say it")

    def handle(self, *args: Any, council: str | None, carry_out: bool, **options: Any) -> None:
        """Say what goes, and let it go if that is asked for."""
        utf8_streams()
        councils = Authority.objects.order_by("slug")
        if council is not None:
            councils = councils.filter(slug=council)
            if not councils:
                self.stderr.write(f"There is no council {council}.")
                sys.exit(2)
        now = timezone.now()
        for one in councils:
            self._at(one, now, carry_out)
        if not carry_out:
            self.stdout.write("Nothing was erased. Say --carry-out to erase it.")

    def _at(self, authority: Authority, now: Any, carry_out: bool) -> None:
        over = over_at(authority, timezone.localdate(now))
        years = periods_of(authority)
        verb = "Erased" if carry_out else "Would erase"
        self.stdout.write(f"{authority}:")
        for kind, proposal in over.proposals:
            period = words.counted(years[kind], "year")
            self.stdout.write(
                f"  {verb} “{proposal.title}” ({proposal.pk}): {period} after {BY_KEY[kind].since}"
            )
        told = "Told" if carry_out else "Would tell"
        for _, proposal in over.soon:
            self.stdout.write(
                f"  {told} people that “{proposal.title}” ({proposal.pk}) will be erased"
            )
        counts = (
            (over.letters.count(), "email", ""),
            (over.notices.count(), "notice", ""),
            (over.invitations.count(), "invitation’s address", "invitations’ addresses"),
        )
        for number, one_of, many in counts:
            if number:
                self.stdout.write(f"  {verb} {words.counted(number, one_of, many)}")
        if not over.proposals and not over.soon and not any(number for number, *_ in counts):
            self.stdout.write("  Nothing is over its time.")
        if carry_out:
            try:
                let_go(authority=authority, over=over, at=now)
            except ExceptionGroup as failed:
                parts = words.counted(len(failed.exceptions), "part")
                said = f"{parts} of this could not be done, and the log says why."
                raise CommandError(said) from failed
