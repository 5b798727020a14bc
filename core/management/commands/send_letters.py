"""``manage.py send_letters [--by-worker]``: send the letters that are due, or have the worker look for them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.tasks import send_letters


class Command(BaseCommand):
    """Send the letters that are due."""

    help = "Send the letters that are due, now and from here; or have the worker look for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who is to send them."""
        parser.add_argument("--by-worker", action="store_true", help="only put it in its queue")

    def handle(self, *args: Any, by_worker: bool, **options: Any) -> None:
        """Send them."""
        if by_worker:
            send_letters.enqueue()
        else:
            self.stdout.write(f"{send_letters.call()} letters were sent.")
