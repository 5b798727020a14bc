"""Which scheme a council uses today, and what it rates proposals against."""

from datetime import date

from appraisal.engine.scheme import Scheme
from appraisal.models import CouncilAim, SchemeVersion
from appraisal.schemes import engine_scheme
from core.models import Authority


def newest_version(council: Authority, kind: str, on: date) -> SchemeVersion | None:
    """Return the council's newest scheme of a kind, or, where it has none of its own, the shared one."""
    published = SchemeVersion.objects.filter(kind=kind, published_on__lte=on)
    for own in (published.filter(authority=council), published.filter(authority=None)):
        newest = own.order_by("-published_on", "-version").first()
        if newest is not None:
            return newest
    return None


def newest_scheme(council: Authority, kind: str, on: date) -> Scheme | None:
    """Return the same as the engine reads it; None where the council has none."""
    version = newest_version(council, kind, on)
    return engine_scheme(version) if version else None


def council_aims(council: Authority, kind: str) -> dict[str, list[tuple[str, str]]]:
    """Return a council's objectives, aims and priorities: letter → keys and words, in order."""
    aims: dict[str, list[tuple[str, str]]] = {}
    for aim in CouncilAim.objects.filter(authority=council, kind=kind):
        aims.setdefault(aim.letter, []).append((aim.key, aim.words))
    return aims
