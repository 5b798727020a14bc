"""What a booklet holds: everything it prints, frozen, before anything is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from appraisal.booklet import proposal
from appraisal.booklet.definitions import definitions
from appraisal.booklet.questions import Aims, part_of
from appraisal.booklet.rooms import Asked, Form, Part
from appraisal.engine.scheme import Scheme
from appraisal.pack.kite import checked_colour
from appraisal.pack.parts import Fact
from appraisal.pack.printable import shortened

TITLE = "Question booklet"
WHITE, INK = "#ffffff", "#1a1a1a"
SIGNED = "We have filled this in as well as we know."


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """A blank booklet, as words and room to write. What draws it works nothing out."""

    council: str
    running_council: str
    colour: str
    ink: str  # what can be read on the colour
    title: str
    kind: str  # of proposal, in words
    scheme: str  # its title and version
    scheme_title: str
    how_to_use: tuple[str, ...]
    who: Form
    about: tuple[Asked, ...]
    parts: tuple[Part, ...]
    words: tuple[Fact, ...]
    statement: str
    signed: Form
    dated: date | None  # when the scheme was published


def booklet_of(
    scheme: Scheme, *, council: str, colour: str, aims: Mapping[str, Aims] = MappingProxyType({})
) -> Booklet:
    """Make a booklet of a scheme's questions.

    ``colour`` is ``#rrggbb``, or ValueError. ``aims`` are a council's own objectives, aims and
    priorities, by the letter of the criterion that rates them: pairs of a key and its words.
    """
    checked = checked_colour(colour)
    return Booklet(
        council=council,
        running_council=shortened(council),
        colour=checked,
        ink=ink_on(checked),
        title=TITLE,
        kind=proposal.KIND[scheme.kind],
        scheme=f"{scheme.title}, version {scheme.version}",
        scheme_title=shortened(scheme.title),
        how_to_use=proposal.how_to_use(council),
        who=proposal.WHO,
        about=proposal.about(scheme.kind),
        parts=tuple(part_of(scheme, heading, aims) for heading in scheme.headings),
        words=definitions(scheme.kind),
        statement=SIGNED,
        signed=proposal.SIGNED,
        dated=scheme.published,
    )


def ink_on(colour: str) -> str:
    """Return white, or near black where that stands out more from a colour (``#rrggbb``)."""
    light = _luminance(colour)
    on_white = (_luminance(WHITE) + 0.05) / (light + 0.05)
    return WHITE if on_white >= (light + 0.05) / (_luminance(INK) + 0.05) else INK


def _luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1, as WCAG 2 works it out."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
