"""``manage.py booklet``: the blank question booklet of a scheme, as PDF and for Word."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from django.core.management.base import BaseCommand

from appraisal.booklet import booklet_of, draw_docx, draw_pdf
from appraisal.cli import utf8_streams
from appraisal.engine.faults import CannotRead
from appraisal.engine.scheme import ProposalKind, Scheme
from appraisal.library import NoSuchScheme, scheme_named, scheme_of_kind
from appraisal.pack.kite import COUNCIL_COLOUR


class Command(BaseCommand):
    """Draw the blank booklet of a scheme; needs no database."""

    help = "Draw the blank question booklet for groups who write by hand, as PDF or for Word."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the scheme, the council and where to put the booklet."""
        kinds = " or ".join(get_args(ProposalKind))
        parser.add_argument(
            "scheme", metavar="KIND|SCHEME", help=f"{kinds}; or key, or key@version"
        )
        parser.add_argument("--pdf", metavar="OUT.pdf", help="draw it as PDF into this file")
        parser.add_argument("--docx", metavar="OUT.docx", help="draw it for Word into this file")
        parser.add_argument("--council", required=True, metavar="NAME", help="whose booklet it is")
        parser.add_argument("--colour", default=COUNCIL_COLOUR, metavar="#RRGGBB")

    def handle(self, *args: Any, scheme: str, council: str, colour: str, **options: Any) -> None:
        """Draw what is asked for; the exit status is 2 where it cannot be."""
        utf8_streams()
        if not (options["pdf"] or options["docx"]):
            self._refuse("Say where the booklet goes: --pdf OUT.pdf, --docx OUT.docx, or both.")
        try:
            booklet = booklet_of(_scheme(scheme), council=council, colour=colour)
        except (NoSuchScheme, CannotRead, ValueError) as error:
            self._refuse(str(error))
        for path, draw in ((options["pdf"], draw_pdf), (options["docx"], draw_docx)):
            if path:
                self._write(Path(path), draw(booklet))

    def _write(self, path: Path, drawn: bytes) -> None:
        unfinished = path.with_name(f"{path.name}.part")
        try:
            unfinished.write_bytes(drawn)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            self._refuse(f"{path} cannot be written: {error.strerror}.")
        self.stdout.write(f"The booklet is in {path}.")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(2)


def _scheme(name: str) -> Scheme:
    if name in get_args(ProposalKind):
        return scheme_of_kind(cast(ProposalKind, name))
    return scheme_named(name)
