"""``manage.py withdraw_figures KIND --reason WHY``: take figures out of force, or put the last ones back."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.datasets import CannotImport
from appraisal.actions.withdrawn_figures import in_place_of, put_back, withdraw_import
from appraisal.area.readers import READERS
from appraisal.cli import in_utf_8, utf8_streams
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import put_back_until, said_of, without
from core.models import Authority

NOT_UTF_8 = "Write the reason in UTF-8: some of its letters cannot be read."


class Command(BaseCommand):
    """Withdraw what one council, or the whole site, has in force of one kind; or put it back."""

    help = "Take a council’s own figures, or the whole site’s, out of force; or put the last ones back in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is withdrawn, and why."""
        parser.add_argument("kind", choices=sorted(READERS))
        parser.add_argument(
            "--council", default="", help="a council’s slug; without: the whole site"
        )
        parser.add_argument("--edition", type=int, default=0, help="of the indices: 2019 or 2025")
        parser.add_argument("--reason", required=True, help="it goes on record")
        parser.add_argument(
            "--put-back",
            action="store_true",
            help="put back in force what was withdrawn or replaced last, while it is kept",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it and say what is in force now; the exit status is 2 where nothing could be changed."""
        utf8_streams()
        try:
            if in_utf_8(options["reason"]) != options["reason"]:
                raise CannotImport(NOT_UTF_8)
            found = _imports(options)
            self._back(found, options) if options["put_back"] else self._withdraw(found, options)
        except CannotImport as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)

    def _withdraw(self, found: list[Dataset], options: dict[str, Any]) -> None:
        one = next((one for one in found if one.state == DatasetState.IN_FORCE), None)
        if one is None:
            raise CannotImport("No such figures are in force there. Nothing was changed.")
        after = without(one)
        if not options["dry_run"]:
            withdraw_import(
                by=None,
                dataset=one,
                reason=options["reason"],
                instead=after.pk if after else None,
                at=timezone.now(),
            )
        self._say("Withdrawn", one, options)
        holds = f"the whole site’s, {said_of(after)}" if after else "nothing"
        self.stdout.write(f"In force afterwards: {holds}.")

    def _back(self, found: list[Dataset], options: dict[str, Any]) -> None:
        at = timezone.now()
        kept = [(one.in_force_until, one) for one in found if (put_back_until(one) or at) > at]
        if not kept:
            raise CannotImport("No earlier figures are kept. Import the file again.")
        one = max(kept, key=lambda pair: (pair[0], pair[1].pk))[1]
        if not options["dry_run"]:
            put_back(
                by=None,
                dataset=one,
                reason=options["reason"],
                instead_of=in_place_of(one),
                at=at,
            )
        self._say("Put back in force", one, options)

    def _say(self, done: str, one: Dataset, options: dict[str, Any]) -> None:
        end = " Nothing was changed: this was a dry run." if options["dry_run"] else ""
        self.stdout.write(f"{done}: {one.name}, {said_of(one)}.{end}")


def _imports(options: dict[str, Any]) -> list[Dataset]:
    """Return the imports of a kind, of a council or of the whole site."""
    slug = options["council"]
    council = Authority.objects.filter(slug=slug).first() if slug else None
    if slug and council is None:
        raise CannotImport(f"There is no council “{slug}”.")
    found = Dataset.objects.filter(authority=council, kind=options["kind"])
    return list(found.filter(edition=options["edition"]).select_related("authority"))
