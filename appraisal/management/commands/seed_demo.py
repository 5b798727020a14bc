"""``manage.py seed_demo``: build two councils, their groups and proposals, all through the actions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.demo import build_demo
from appraisal.cli import utf8_streams


class Command(BaseCommand):
    """Build the demo, unless it is there already."""

    help = "Build two made-up councils with groups and proposals in several states, and say how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it and print who may sign in."""
        utf8_streams()
        demo = build_demo(at=timezone.now())
        self.stdout.write("Who may sign in to the demo, and at which council’s pages:")
        for person in demo.people:
            self.stdout.write(f"  {person.email:<28}{person.what:<46}/{person.council}/")
        self.stdout.write(f"Everybody’s password: {demo.password}")
