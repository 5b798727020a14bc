"""Whether two names are one council’s: publishers write “Birmingham”, or “Bristol, City of”, and councils more."""

import re

# What kind of council it is, and not which.
_KIND = frozenset(
    {"the", "of", "council", "authority", "unitary", "corporation", "city", "county", "borough"}
    | {"district", "metropolitan", "royal", "london"}
)
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = str.maketrans("", "", "'’.")


def same_council(one: str, other: str) -> bool:
    """Say whether two names are whole names of one council; a part of a name never is."""
    return bool(_own_words(one)) and _own_words(one) == _own_words(other)


def _own_words(name: str) -> list[str]:
    """Return the words of a name without those for its kind; all of them where no others are there."""
    every = _WORD.findall(name.casefold().translate(_LEFT_OUT).replace("&", " and "))
    return [word for word in every if word not in _KIND] or every
