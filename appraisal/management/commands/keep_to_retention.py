"""``manage.py keep_to_retention [--council SLUG] [--carry-out]``: erase what was kept long enough."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
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
        if carry_out:
            call_command("clearsessions")
        else:
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
        counts = ((over.letters.count(), "email"), (over.notices.count(), "notice"))
        for number, what in counts:
            if number:
                self.stdout.write(f"  {verb} {words.counted(number, what)}")
        if not over.proposals and not any(number for number, _ in counts):
            self.stdout.write("  Nothing is over its time.")
        if carry_out:
            let_go(authority=authority, over=over, at=now)
