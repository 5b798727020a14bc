"""What the owners of published figures want to be said of them wherever they are shown, beside source and licence.

The statements are those of HM Land Registry (Price Paid Data, its page on gov.uk) and of the Office for National
Statistics (user guides of its postcode products; FOI/2022/3481). Each holds under the Open Government Licence.
"""

import re
from collections.abc import Mapping
from datetime import date

_OPEN = re.compile(r"open government licen[cs]e|\bogl(\b|v?[0-9])", re.IGNORECASE)
_RIGHT = "copyright and database right"
# A kind of figures → statements: what tells that one is there already, and its words.
_WANTED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "postcodes": (
        ("Contains OS data ©", f"Contains OS data © Crown {_RIGHT} {{year}}."),
        ("Contains Royal Mail data ©", f"Contains Royal Mail data © Royal Mail {_RIGHT} {{year}}."),
        (
            "Source: Office for National Statistics",
            "Source: Office for National Statistics licensed under the Open Government Licence v.3.0.",
        ),
    ),
    "prices": (
        (
            "Contains HM Land Registry data ©",
            f"Contains HM Land Registry data © Crown {_RIGHT} {{year}}. This data is licensed under the Open "
            "Government Licence v3.0.",
        ),
    ),
}


def with_attribution(kind: str, licence: str, dated: date) -> str:
    """Return a licence with the statements that it asks for of this kind, where they are missing.

    The year is that of publication. A licence that is not the Open Government Licence, or “OGL” for short, stays as
    it is: what that one asks for, nobody here knows.
    """
    if not _OPEN.search(licence):
        return licence
    missing = [
        words.format(year=dated.year)
        for sign, words in _WANTED.get(kind, ())
        if sign.casefold() not in licence.casefold()
    ]
    return " ".join((f"{licence.rstrip('. ')}.", *missing)) if missing else licence
