"""Kites as images of their own: the address holds all that the picture needs, and is signed.

So the view that answers it asks no database and no session, and a browser may keep the picture for
ever: other figures have another address.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from appraisal.engine.kite import AXES, KitePoint, kite_point, kite_points
from appraisal.engine.results import Appraisal
from appraisal.pack.kite import COUNCIL_COLOUR, MOST_ASSESSMENTS, checked_colour, kite_svg
from appraisal.pack.kite_plan import Assessment

SALT = "appraisal.kite/1"  # another number where what a token holds changes its shape
MOST_DRAWINGS = 256  # that each process keeps, of about 27 KB each
_WIDTH_MM = 95
_LONGEST_NAME = 40  # letters: the picture has room for fewer


class NoSuchKite(LookupError):
    """The token was not made here: there is no such picture."""


def kite_address(
    shown: Appraisal | Sequence[Assessment],
    colour: str = COUNCIL_COLOUR,
) -> str:
    """Return the address of a kite's picture, of an appraisal or of one to three assessments."""
    return reverse("appraisal:kite", args=[token_of(shown, colour)])


def token_of(shown: Appraisal | Sequence[Assessment], colour: str = COUNCIL_COLOUR) -> str:
    """Return a signed text, fit for an address, that holds a kite's figures, names and colour.

    Raises ``ValueError`` for a colour that is none, and for more than three assessments.
    """
    assessments = (
        [Assessment("", kite_points(shown))] if isinstance(shown, Appraisal) else list(shown)
    )
    if not 1 <= len(assessments) <= MOST_ASSESSMENTS:
        raise ValueError(f"A kite shows 1 to {MOST_ASSESSMENTS} assessments.")
    held = [
        checked_colour(colour).removeprefix("#"),
        [point.short[:_LONGEST_NAME] for point in assessments[0].points],
        [
            [
                one.name[:_LONGEST_NAME],
                [None if p.percent is None else f"{p.percent:f}" for p in one.points],
            ]
            for one in assessments
        ],
    ]
    return Signer(salt=SALT).sign_object(held)


@lru_cache(maxsize=MOST_DRAWINGS)
def drawing(token: str) -> bytes:
    """Return the SVG that a token stands for; raises ``NoSuchKite`` for a token not signed here."""
    try:
        colour, names, assessments = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError):
        raise NoSuchKite from None
    shown = [Assessment(name, _points(names, percents)) for name, percents in assessments]
    return kite_svg(shown, colour=f"#{colour}", text="paths", width_mm=_WIDTH_MM).encode()


def _points(names: list[str], percents: list[str | None]) -> tuple[KitePoint, ...]:
    return tuple(
        kite_point(direction, name, name, None if percent is None else Decimal(percent))
        for direction, name, percent in zip(AXES, names, percents, strict=True)
    )
