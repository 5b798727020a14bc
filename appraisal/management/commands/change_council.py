"""``manage.py change_council SLUG …``: change a council's name, colour, or what its groups see."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.councils import CannotFound, change_council
from appraisal.cli import utf8_streams


class Command(BaseCommand):
    """Change a council."""

    help = "Change a council: what is not named stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to change."""
        parser.add_argument("slug")
        parser.add_argument("--name")
        parser.add_argument("--colour", help="such as #1d4e79, dark enough for white words")
        parser.add_argument(
            "--groups-see-discount",
            choices=("yes", "no"),
            help="whether a group's own estimate shows the discount that it would give",
        )

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        """Change it; the exit status is 2 where it cannot be."""
        utf8_streams()
        changes = {key: options[key] for key in ("name", "colour") if options[key]}
        if options["groups_see_discount"]:
            changes["groups_see_discount"] = options["groups_see_discount"] == "yes"
        try:
            council = change_council(slug=slug, changes=changes, at=timezone.now())
        except CannotFound as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        self.stdout.write(f"{council} is changed." if changes else "Nothing to change was named.")
