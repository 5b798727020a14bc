"""The short code of an issued pack: ten characters that survive being read out, copied and typed.

The letters are Douglas Crockford’s base 32, which leaves out I, L, O and U. Nine are drawn by chance; the
tenth is worked out from them in the field of 32 elements, so that one wrong character, or two that changed
places side by side, never gives another code that is in order.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_HALF = LENGTH // 2
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = str.maketrans("", "", " -\u2010\u2011\u2013\u00a0")
_LONGEST = 40  # characters that somebody may have typed, spaces with them
# x⁵ + x² + 1, by which the elements of the field are multiplied with x.
_POLYNOMIAL = 0b100101


def new_code() -> str:
    """Return a code drawn by chance, which nobody can guess: one of 2⁴⁵."""
    drawn = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[one] for one in (*drawn, _times_x(_sum(drawn))))


def read_code(typed: str) -> str:
    """Return the code that somebody typed, however they wrote it; empty where it can be none."""
    if len(typed) > _LONGEST:
        return ""
    code = typed.upper().translate(_BETWEEN).translate(_MISREAD)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return "" if _sum([ALPHABET.index(one) for one in code]) else code


def in_groups(code: str) -> str:
    """Return a code as it is printed: in two groups."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def _sum(values: list[int]) -> int:
    """Return a word’s value as a polynomial at x: 0 for a whole code."""
    total = 0
    for one in values:
        total = _times_x(total) ^ one
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled
