"""What is wrong with a file: each fault names its place and says what to do, in one line."""

import re
from decimal import Decimal
from typing import NamedTuple

# A hostile file must not make an endless list: after this many the rest is summed up in one line.
MOST_FAULTS = 1_000
_MANY = 50
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_:-]{1,80}", re.ASCII)


class Fault(NamedTuple):
    """One thing that is wrong, at ``place`` (``answers.H.activities[1].participants``).

    What cannot be read at all has no place: its message stands alone.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class CannotRead(ValueError):
    """The file, scheme or proxy list is not valid; ``faults`` says where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults[:3]))
        self.faults = faults


class Faults:
    """Collects faults, so that one reading names all of them: the first at each place."""

    def __init__(self) -> None:
        self._found: dict[str, Fault] = {}
        self._more = False

    def add(self, place: str, message: str) -> None:
        """Note a fault, unless one is noted at this place already."""
        if len(self._found) < MOST_FAULTS:
            self._found.setdefault(place, Fault(place, message))
        else:
            self._more = True

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def many(self) -> bool:
        """Say whether there are so many that a hint for each would cost too much."""
        return len(self._found) > _MANY

    @property
    def full(self) -> bool:
        """Say whether no more is listed, so that words for it would be made in vain."""
        return len(self._found) >= MOST_FAULTS

    @property
    def found(self) -> tuple[Fault, ...]:
        """Everything noted, in the order of reading."""
        found = tuple(self._found.values())
        if self._more:
            found += (
                Fault("", f"There are more than {MOST_FAULTS:,} faults; the rest are not listed."),
            )
        return found

    def raise_if_any(self) -> None:
        """Raise :class:`CannotRead` with everything found, if anything was."""
        if self._found:
            raise CannotRead(self.found)


def within(place: str, key: str) -> str:
    """Return the place of ``key`` inside the object at ``place``, safe to print on one line."""
    if not _PLAIN_KEY.fullmatch(key):
        key = shown(key)
    return f"{place}.{key}" if place else key


def shown(text: str) -> str:
    """Return a text fit for one line of a message: no control characters, not endless."""
    plain = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:60])
    return plain + "…" if len(text) > 60 else plain


def typed(given: object) -> str:
    """Name what stands in a file where something else should, to begin a sentence with."""
    if isinstance(given, str):
        return f"“{shown(given)}”" if given.strip() else "A blank text"
    if given is None or isinstance(given, bool):
        return "null" if given is None else str(given).lower()
    if isinstance(given, (int, Decimal)):
        return shown(str(given))
    if isinstance(given, float):  # NaN, Infinity, or digits without end, which are not kept
        return "This number"
    return "A list" if isinstance(given, list) else "An object"
