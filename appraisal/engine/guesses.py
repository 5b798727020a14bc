"""What somebody meant: the known word that a mistyped one is nearest to."""

from collections.abc import Iterable

from appraisal.engine.faults import Faults, typed

_LONGEST = 40  # characters of a word that are compared


def did_you_mean(word: str, known: Iterable[str], faults: Faults) -> str:
    """Return the question ``Did you mean …? ``, or nothing where no known word is near."""
    words = list(known)
    wanted = "" if faults.full else _plain(word)
    near = [one for one in words if wanted and _plain(one) == wanted]
    if not near and not faults.many:
        from difflib import get_close_matches  # only where there is a fault: it takes time to load

        near = get_close_matches(word[:_LONGEST], words, n=1)
    return f"Did you mean {near[0]}? " if near else ""


def not_known(given: object, known: tuple[str, ...], faults: Faults) -> str:
    """Say that something is none of the words that may stand here, and which word is near it."""
    guess = did_you_mean(given, known, faults) if isinstance(given, str) else ""
    return f"{typed(given)} is not known here. {guess}It may be: {', '.join(known)}."


def _plain(word: str) -> str:
    """Return a word without what people vary: capitals, spaces, hyphens and the like."""
    return "".join(letter for letter in word[:_LONGEST].casefold() if letter.isalnum())
