"""Numbers as people write them, read exactly: “£1,200.50”, “1 200”, “2½”, “310 m²”."""

import re
import unicodedata
from decimal import Decimal

LIMIT = 10**12
MOST_DECIMALS = 6
LONGEST = 100  # characters: nobody writes a number with more by hand

# Groups of three with the same comma or space between them, or no groups at all.
_NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)?(?:\.(?P<rest>[0-9]*))?"
)
_MINUS = ("-", "−", "–")
# Fractions that are exact in figures; of others, such as ⅓, people choose how exact they want to be.
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75", "⅛": "125", "⅜": "375", "⅝": "625", "⅞": "875"}
# Ways to write a unit beside the one that stands at the box.
_SPELLINGS = {
    "m²": ("m2", "sqm", "sq m", "sq. m", "square metres", "square meters"),
    "a year": ("per year", "pa", "p.a.", "/year"),
}


class CannotRead(ValueError):
    """What was typed is not a number we take; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(text: str, *, signs: tuple[str, ...] = ("£",), unit: str = "") -> Decimal:
    """Return the number that was typed; ``signs`` may stand before or behind it, its ``unit`` behind it.

    Raises:
        CannotRead: with the code ``figures`` (a digit of another script), ``negative``, ``too_large``,
            ``too_fine``, ``grouped`` (commas or spaces where they cannot be) or ``invalid``.
    """
    bare = _in_figures(_without_signs(_without_unit(_plain_spaces(text), unit), signs))
    if bare.startswith(_MINUS):
        raise CannotRead("negative" if _is_number(bare[1:]) else "invalid")
    found = _NUMBER.fullmatch(bare)
    if found is None or not (found["whole"] or found["rest"]):
        raise CannotRead(_fault_of(bare))
    whole = re.sub("[, ]", "", found["whole"] or "0")
    rest = found["rest"] or ""
    if len(whole.lstrip("0")) >= len(str(LIMIT)):
        raise CannotRead("too_large")
    if len(rest) > MOST_DECIMALS:
        raise CannotRead("too_fine")
    return Decimal(f"{whole}.{rest}" if rest else whole)


def _plain_spaces(text: str) -> str:
    """Return the text with every kind of space as a plain one, and none at the ends."""
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in text).strip()


def _without_signs(text: str, signs: tuple[str, ...]) -> str:
    for sign in signs:
        text = text.removeprefix(sign).removesuffix(sign).strip()
        for minus in _MINUS:  # “-£5”
            if text.startswith(f"{minus}{sign}"):
                text = minus + text.removeprefix(f"{minus}{sign}")
    return text


def _without_unit(text: str, unit: str) -> str:
    """Return the text without its unit: of “hours a week” people may write the whole, or “hours”."""
    if not unit:
        return text
    whole = unit.removeprefix("£").strip()
    words = whole.split()
    ways = {whole, *_SPELLINGS.get(whole, ())}
    if not unit.startswith("£"):
        ways |= {words[0], words[0].removesuffix("s")}
        if "a" not in words:  # new businesses
            ways |= {words[-1], words[-1].removesuffix("s"), words[-1].removesuffix("es")}
    for way in sorted(ways, key=len, reverse=True):
        if way and text.lower().endswith(way.lower()):
            return text[: -len(way)].strip()
    return text


def _in_figures(text: str) -> str:
    """Return the text with a fraction at its end in figures: “2½” as “2.5”."""
    rest = _FRACTIONS.get(text[-1:])
    whole = text[:-1].strip()
    return f"{whole or 0}.{rest}" if rest and (not whole or whole[-1].isdigit()) else text


def _is_number(text: str) -> bool:
    return bool(text.strip()) and _NUMBER.fullmatch(text.strip()) is not None


def _fault_of(text: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in text):
        return "figures"
    if len(text) > LONGEST and text.isdigit():
        return "too_large"
    return "grouped" if re.fullmatch(r"[0-9][0-9,. ]*", text) else "invalid"
