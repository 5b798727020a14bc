"""A council's colour: a hex triple dark enough for white words on it."""

import re

from django.core.exceptions import ValidationError

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for words of any size
_HEX = re.compile(r"#[0-9a-f]{6}")


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour such as ``#1d4e79`` with white, from 1 to 21."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def validate_colour(colour: str) -> None:
    """Refuse what is no colour, or too pale to carry white words."""
    if not _HEX.fullmatch(colour):
        raise ValidationError(
            "Enter a colour as # and six digits or letters a to f, such as #1d4e79."
        )
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise ValidationError(
            "This colour is too pale: white words on it could not be read. Choose a darker one."
        )
