"""What is wrong with text that is not JSON, in plain words, with line and column."""

import json

from appraisal.engine.faults import shown

_NEAR = 20  # characters that are quoted

# How the reader of JSON begins its complaint, and what we say instead.
_SAID = (
    ("Expecting ':' delimiter", "A colon is missing after the key."),
    (
        "Expecting ',' delimiter",
        'A comma is missing, or a quotation mark inside a text is not written as \\".',
    ),
    ("Expecting property name", "A key in double quotation marks must stand here."),
    (
        "Expecting value",
        "A value must stand here: a text in double quotation marks, a number such as 0.5, true, false, "
        "null, a list or an object.",
    ),
    ("Unterminated string", "The text that begins here has no closing quotation mark."),
    ("Invalid control character", "Inside a text a line end is written as \\n, and a tab as \\t."),
    ("Invalid \\escape", "Inside a text a backslash is written twice."),
    ("Invalid \\u", "After \\u there must be four digits or letters from a to f."),
    ("Extra data", "The object has ended before this, so nothing may follow."),
)


def in_plain_words(error: json.JSONDecodeError) -> str:
    """Say where the text stops being JSON, and what to put right."""
    text, at = error.doc, error.pos
    if not text.strip():
        return "The file is empty."
    before = text[:at].rstrip()
    if before.endswith(",") and text[at : at + 1] in ("}", "]"):
        at = len(before) - 1  # at the comma, where Python from 3.13 on finds the fault by itself
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    near = text[at : at + _NEAR].partition("\n")[0]
    quoted = f" (near “{shown(near.strip())}”)" if near.strip() else ""
    return (
        f"The file is not valid JSON at line {line}, column {column}{quoted}. "
        f"{_what_is_wrong(error.msg, text, at)}"
    )


def _what_is_wrong(said: str, text: str, at: int) -> str:
    here = text[at : at + 1]
    if here == "," and text[at + 1 :].lstrip()[:1] in ("}", "]"):
        return "Take out the comma before the closing bracket."
    if here == "'":
        return "Keys and texts stand in double quotation marks, not in single ones."
    if not said.startswith("Unterminated") and not text[at:].strip():
        return "It ends too soon: a closing bracket is missing."
    return next((ours for theirs, ours in _SAID if said.startswith(theirs)), f"{said}.")
