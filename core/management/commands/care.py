"""``manage.py care``: do whatever is due once a day, now and from here; the worker does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.care import take_care


class Command(BaseCommand):
    """Do whatever is due once a day."""

    help = "Do whatever is due: send letters, sweep up, erase what was kept long enough. Again does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, say what came of each part, and end with status 1 where one failed."""
        done = take_care(at=timezone.now())
        for part in done:
            self.stdout.write(f"{part.part}: {part.said}")
        if failed := [one.part for one in done if one.failed]:
            raise CommandError(f"Not done, and the log says why: {', '.join(failed)}.")
