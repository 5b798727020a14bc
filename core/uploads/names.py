"""What a file is called: for people to read, never a place on a disk."""

import re
import unicodedata

MOST_CHARACTERS = 150
_APART = re.compile(r"[/\\]")
# What no name on any machine should hold, and what would end the quoted name in a header.
_UNFIT = re.compile(r'[<>:"|?*]')


def clean_name(given: str, suffixes: tuple[str, ...]) -> str:
    """Return a name to show, with the first of ``suffixes`` (such as ``.pdf``) unless it ends in one of them.

    Folders, control characters and marks that turn the direction of writing are left out: a name that reads
    “photo.exe” backwards must not.
    """
    last = _APART.split(given)[-1]
    plain = "".join(one if _fit(one) else " " for one in unicodedata.normalize("NFC", last))
    name = " ".join(_UNFIT.sub(" ", plain).split()).strip(". ")
    stem, dot, end = name.rpartition(".")
    known = f"{dot}{end}".lower() in suffixes
    base = (stem if known else name).strip(". ") or "file"
    suffix = f"{dot}{end}" if known else suffixes[0]
    return base[: MOST_CHARACTERS - len(suffix)].rstrip(". ") + suffix


def _fit(character: str) -> bool:
    """Say whether a character shows itself and nothing else: no control, no format mark, no lone surrogate."""
    return unicodedata.category(character)[0] != "C"
