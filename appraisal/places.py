"""How a place is named by a postcode and by the number of a property, and how both are written."""

import re

# Royal Mail's shapes: A9, A99, AA9, AA99, A9A and AA9A, then a figure and two letters, which are none of CIKMOV;
# the one that is none of these is Girobank's.
_POSTCODE = re.compile(
    r"(?:[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-Z]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][A-Z])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}|GIR0AA)",
    re.ASCII,
)
_UPRN = re.compile(r"[0-9]{1,12}", re.ASCII)  # BS 7666: a whole number of 12 digits at most
_INWARD = 3  # characters after the blank


class Unlike(ValueError):
    """This has not the form that it should have; the message says which that is."""


def postcode(typed: str) -> str:
    """Return a postcode as it is printed, such as ``B33 8TX``; nothing where nothing was typed.

    Only its form is looked at, not whether there is one. Raises :class:`Unlike`.
    """
    plain = "".join(typed.split()).upper()
    if not plain:
        return ""
    if not _POSTCODE.fullmatch(plain):
        raise Unlike("Enter a full UK postcode, such as B33 8TX, or leave it blank")
    return f"{plain[:-_INWARD]} {plain[-_INWARD:]}"


def uprn(typed: str) -> str:
    """Return the number of a property without blanks; nothing where nothing was typed.

    Only its form is looked at. Raises :class:`Unlike`.
    """
    plain = "".join(typed.split())
    if plain and not _UPRN.fullmatch(plain):
        raise Unlike(
            "A UPRN is a number of up to 12 digits, such as 100070348191. Leave it blank if you "
            "do not know it"
        )
    return plain
