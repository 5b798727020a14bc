"""``manage.py sweep_files``: scan what waits for the virus check, and remove files that no row leads to."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.evidence import check_file, sweep_files
from appraisal.models import Evidence
from core.uploads.clamd import CannotScan


class Command(BaseCommand):
    """Run it once a day: it mends what a crash or a scanner that was down has left."""

    help = "Scan the evidence that is held, and remove stored files that nothing refers to."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both, and say what was done."""
        now = timezone.now()
        held = Evidence.objects.filter(state=Evidence.State.HELD)
        settled = 0
        for one in held.select_related("proposal__authority").order_by("added_at"):
            try:
                settled += check_file(evidence=one, at=now).state != Evidence.State.HELD
            except CannotScan as error:
                self.stderr.write(str(error))
        swept = sweep_files(at=now)
        self.stdout.write(
            f"{settled} of the files that waited are checked. {swept} left over are gone."
        )
