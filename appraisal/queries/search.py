"""How words are looked for in long lists: in one text beside each row, in whatever letters they are typed."""

import unicodedata
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

_M = TypeVar("_M", bound=Model)

# An index of PostgreSQL knows letters by threes, those that begin a word with the gap before them. So one or two
# letters alone are only looked for where a word begins; anywhere, and all texts would have to be read for them.
_FEWEST_ANYWHERE = 3
_BEFORE_A_WORD = ("\n", " ", "-", "/", "(", "’", "'")


def folded(text: str) -> str:
    """Return a text without the difference of small and capital letters, and of ways to write an accent."""
    return unicodedata.normalize("NFC", text).casefold()


def looked_for(typed: str) -> list[str]:
    """Return the words that somebody looks for, each once: the longest first, for fewest texts hold it."""
    words = dict.fromkeys(folded(typed.replace("\0", "")).split())
    return sorted(words, key=len, reverse=True)


def holding(found: QuerySet[_M], typed: str) -> QuerySet[_M]:
    """Return the rows in whose ``found_by`` each of the words stands, in whatever order."""
    for word in looked_for(typed):
        found = found.filter(found_by__contains=word)
        if len(word) < _FEWEST_ANYWHERE:
            starts = (Q(found_by__contains=f"{gap}{word}") for gap in _BEFORE_A_WORD)
            found = found.filter(reduce(or_, starts, Q(found_by__startswith=word)))
    return found
