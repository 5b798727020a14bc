"""``manage.py set_lists FILE.toml --council SLUG``: set the council's objectives, aims and priorities."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.aims import CannotSet, set_aims, set_neighbourhoods
from appraisal.cli import utf8_streams
from appraisal.engine.faults import CannotRead
from appraisal.library import read_toml
from appraisal.models import Kind
from core.audit import on_record
from core.models import Authority


class Command(BaseCommand):
    """Set what proposals of a kind are rated against."""

    help = (
        'Set a council’s lists from a file: [asset-transfer.E] with a line `key = "words"` for each. '
        'A line `neighbourhoods = ["Name"]` at its head names the neighbourhoods; [asset-transfer.G.Name] '
        "holds the priorities of one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the council."""
        parser.add_argument("file", metavar="FILE.toml")
        parser.add_argument("--council", required=True, metavar="SLUG")

    def handle(self, *args: Any, file: str, council: str, **options: Any) -> None:
        """Set them; the exit status is 2 where the file or the council is wrong."""
        utf8_streams()
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            self.stderr.write(f"There is no council {council}.")
            sys.exit(2)
        try:
            given = read_toml(Path(file))
            names = given.pop("neighbourhoods", None)
            with on_record():  # all of the file, or nothing
                if names is not None:
                    self._set_neighbourhoods(authority, names)
                for kind, lists in given.items():
                    _must_be_a_kind(kind)
                    set_aims(
                        by=None, authority=authority, kind=kind, lists=lists, at=timezone.now()
                    )
        except CannotRead as error:
            for fault in error.faults:
                self.stderr.write(str(fault.message))
            sys.exit(2)
        except CannotSet as cannot:
            self.stderr.write(f"{cannot} Nothing was changed.")
            sys.exit(2)
        self.stdout.write(
            f"The lists of {authority} are set. Proposals that are started now keep them."
        )

    def _set_neighbourhoods(self, authority: Authority, names: object) -> None:
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise CannotSet('neighbourhoods must be a list of names, such as ["Kings Norton"].')
        set_neighbourhoods(by=None, authority=authority, names=names, at=timezone.now())


def _must_be_a_kind(key: str) -> None:
    if key not in Kind.values:
        kinds = " or ".join(f"[{one}.E]" for one in Kind.values)
        raise CannotSet(
            f"“{key}” is no kind of proposal: begin a list with a head such as {kinds}."
        )
