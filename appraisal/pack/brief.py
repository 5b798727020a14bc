"""A text of which only so much has room, cut where it still says what it said."""

import re

_STOPS = ".;, "
_FIGURE = re.compile(
    r"(?:[£€(]*\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)",
    re.IGNORECASE,
)
_NAMED = r"(?:clause|month|page|part|phase|section|stage|week|year)s?"  # by a figure: “year 5”
_WHOLE = re.compile(rf"(?:.*[%.;,]|{_NAMED} \S+)$", re.IGNORECASE)
# To a figure: “up to £2 million”.
_LEADING = (
    rf"(?:{_NAMED}|an?|about|after|and|any|at|before|between|by|each|every|first|for|from|in|is|least|less|more|most|"
    r"next|of|on|only|or|over|sum|than|the|to|total|under|until|up|with|within)"
)
_LEADS_TO_FIGURE = re.compile(rf"(?:{_LEADING} )*{_FIGURE.pattern}", re.IGNORECASE)
_LED = re.compile(rf"(?: (?:{_LEADING}|{_FIGURE.pattern}\S*))+$", re.IGNORECASE)


def brief(text: str, most: int) -> str:
    """Return a text as one sentence of at most so many characters, with its stop.

    A longer one ends with “…” after a whole clause, else after a whole word: never within a word, and never between
    a figure and the words that lead to it or name what it counts: “ends within …” says something else.
    """
    clean = " ".join(text.split())
    if len(clean) < most:
        return clean if clean.endswith((".", "!", "?", "…")) else f"{clean}."
    ends = [at for at in range(1, most - 1) if clean[at] == " "]
    if not ends:
        return f"{clean[: most - 2]} …"
    # A comma, or the stop of “No.”, before a figure may stand in the midst of what it belongs to.
    clauses = [
        at
        for at in ends
        if clean[at - 1] in ";!?" or (clean[at - 1] in ".," and not _FIGURE.match(clean, at + 1))
    ]
    if clauses and clauses[-1] > most // 2:
        kept = clean[: clauses[-1]]
    else:
        kept, rest = clean[: ends[-1]], clean[ends[-1] + 1 :]
        if _LEADS_TO_FIGURE.match(rest) or _ends_with_part_of_figure(kept):
            kept = _LED.sub("", kept)
    return f"{kept.rstrip(_STOPS)} …"


def _ends_with_part_of_figure(kept: str) -> bool:
    """Say whether what a figure counts was cut off: “12”, but neither “year 12” nor “12%”."""
    last_two = " ".join(kept.split(" ")[-2:])
    return bool(_FIGURE.match(last_two.split(" ")[-1])) and not _WHOLE.match(last_two)
