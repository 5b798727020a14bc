"""What is done beside the pages, by the worker: each task is one call of an action."""

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from appraisal.actions.evidence import check_file
from appraisal.models import Evidence
from core.uploads.clamd import CannotScan

logger = logging.getLogger(__name__)
_AGAIN = timedelta(minutes=5)


@task()
def scan_evidence(evidence: str) -> None:
    """Have a file that is held looked at by the virus scanner; where it does not answer, later again."""
    found = Evidence.objects.filter(pk=UUID(evidence)).select_related("proposal__authority").first()
    if found is None:  # removed meanwhile
        return
    now = timezone.now()
    try:
        check_file(evidence=found, at=now)
    except CannotScan as error:
        logger.warning("The file %s stays held. %s", evidence, error)
        scan_evidence.using(run_after=now + _AGAIN).enqueue(evidence)
