"""``manage.py sweep_files``: scan what waits for the virus check, and remove files that no row leads to."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.evidence import check_held
from appraisal.care import SWEEPS


class Command(BaseCommand):
    """It mends what a crash or a scanner that was down has left; ``manage.py care`` does it daily as well."""

    help = "Scan the evidence that is held, and remove stored files that nothing refers to."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both, and say what was done."""
        now = timezone.now()
        looked = check_held(at=now)
        for problem in looked.problems:
            self.stderr.write(problem)
        swept = sum(sweep(at=now) for sweep in SWEEPS)
        self.stdout.write(
            f"{looked.settled} of the files that waited are checked. {swept} left over are gone."
        )
