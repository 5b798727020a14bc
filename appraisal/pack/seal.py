"""What the cover of an issued pack says of itself, so that anybody can ask the council whether it is real."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from appraisal.engine import words
from appraisal.pack.codes import in_groups
from appraisal.pack.parts import Fact

_LONDON = ZoneInfo("Europe/London")
EXEMPT = "Exempt: not for publication"
PLACE = "Ward or neighbourhood"
_GROUP = 8  # digits of a hash that an eye can compare at once
_MODULE_MM = 0.75  # of the square code: a telephone reads it from a copy, at arm’s length


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """How anybody can look an issued file up, when it was issued, and who may read it."""

    issued: datetime
    short_code: str
    verify_address: str
    exempt: bool

    @property
    def mark(self) -> str:
        """Say who may read the pack."""
        return EXEMPT if self.exempt else "Public"

    @property
    def running_mark(self) -> str:
        """Say the same at the head of every page, as councils print it."""
        return "EXEMPT – NOT FOR PUBLICATION" if self.exempt else "PUBLIC"

    @property
    def code(self) -> str:
        """Return the short code as it is printed."""
        return in_groups(self.short_code)

    @property
    def keywords(self) -> str:
        """Say in the metadata which pack this is; a comma would part it into keywords."""
        return f"Pack {self.code} {'exempt' if self.exempt else 'public'}"

    @property
    def where(self) -> str:
        """Return where a code is looked up, as short as it can be typed."""
        above = self.verify_address.rstrip("/").rpartition("/")[0]
        return above.removeprefix("https://").removeprefix("http://")

    @property
    def qr(self) -> str:
        """Return the square code that leads to the council’s page on this pack, as an address of an SVG."""
        return f"data:image/svg+xml;base64,{b64encode(qr_svg(self.verify_address)).decode()}"

    @property
    def qr_says(self) -> str:
        """Say in words what the square code holds."""
        return f"QR code that leads to {self.verify_address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Stamp):
    """The record that a pack was drawn from, and how to look it up.

    ``version`` tells it from the other records of its proposal: “Sign-off 2”. ``issued`` is when the pack was
    made of it, ``frozen`` when the record itself was. ``meets_on`` is the day of the panel’s meeting, ``place`` the
    ward or neighbourhood and ``officer`` who led on it for the council; each may be empty. Without a short code it
    is of a copy to be edited, which was not issued.
    """

    record_sha256: str
    version: str
    frozen: datetime
    meets_on: str = ""
    place: str = ""
    officer: str = ""

    @property
    def record(self) -> str:
        """Return the hash of the record in groups of eight."""
        digest = self.record_sha256
        return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))

    @property
    def copied(self) -> str:
        """Say of a copy what it is: empty of an issued pack."""
        if self.short_code:
            return ""
        return (
            f"Copy for editing, made from {self.version}. What is changed in it is not on record."
        )

    @property
    def frozen_text(self) -> str:
        """Return which record it is and since when it stands, in words."""
        return f"{self.version}, frozen on {moment_of(self.frozen)}"

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return what the cover’s table says of it."""
        said = (
            Fact(PLACE, self.place),
            Fact("Officer", self.officer),
            Fact("Meeting", self.meets_on),
            Fact("Version", self.frozen_text),
            Fact("Issued", moment_of(self.issued) if self.short_code else ""),
            Fact("Short code", self.code if self.short_code else ""),
            Fact("SHA-256 of the record", self.record),
        )
        return tuple(one for one in said if one.text)


def qr_svg(text: str) -> bytes:
    """Return the square code of an address as a drawing of paths: sharp at any size."""
    import segno

    drawn = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawn, kind="svg", scale=_MODULE_MM, unit="mm", border=4, light="#fff", xmldecl=False)
    return drawn.getvalue()


def moment_of(at: datetime) -> str:
    """Return a moment in words, by the clocks of London."""
    there = at.astimezone(_LONDON)
    return f"{words.day(there.date())}, {there:%H:%M}"
