"""``manage.py verify_audit [--council SLUG]``: see that the audit is whole, and name the first broken link."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from appraisal.cli import utf8_streams
from appraisal.engine import words
from appraisal.queries.verify import first_broken_link
from core.models import Authority


class Command(BaseCommand):
    """See that the audit is whole."""

    help = "See that no entry of the audit was changed, deleted or inserted. Exit status 1 where one was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose audit."""
        parser.add_argument("--council", metavar="SLUG", help="only this council’s; else all")

    def handle(self, *args: Any, council: str | None, **options: Any) -> None:
        """Say of each council whether its audit is whole."""
        utf8_streams()
        councils = Authority.objects.order_by("slug")
        if council is not None:
            councils = councils.filter(slug=council)
            if not councils:
                self.stderr.write(f"There is no council {council}.")
                sys.exit(2)
        broken = False
        for one in councils:
            found = first_broken_link(one)
            if found is None:
                self.stdout.write(
                    f"{one}: {words.counted(one.audit.count(), 'entry', 'entries')}, all whole."
                )
            else:
                broken = True
                self.stderr.write(str(found))
        if broken:
            sys.exit(1)
