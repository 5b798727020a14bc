"""``manage.py add_council SLUG NAME --region REGION``: set up a council, whose pages then are at /SLUG/."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.councils import CannotFound, found_council
from appraisal.cli import utf8_streams


class Command(BaseCommand):
    """Set up a council."""

    help = "Set up a council: SLUG is the first part of the addresses of its pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what a council is."""
        parser.add_argument("slug")
        parser.add_argument("name")
        parser.add_argument("--region", required=True, help="one of the nine regions of England")
        parser.add_argument(
            "--colour", default="", help="such as #1d4e79, dark enough for white words"
        )
        parser.add_argument(
            "--groups-see-discount",
            action="store_true",
            help="show groups the discount that their own estimate would give",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it up; the exit status is 2 where it cannot be."""
        utf8_streams()
        given = {key: options[key] for key in ("slug", "name", "region", "colour")}
        discount = options["groups_see_discount"]
        try:
            found_council(**given, groups_see_discount=discount, at=timezone.now())
        except CannotFound as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        self.stdout.write(f"{given['name']} is set up. Its pages are at /{given['slug']}/")
