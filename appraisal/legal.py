"""The figures of the legal ledger, and an appraisal file without them: all that a group may have."""

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from appraisal.file import AppraisalFile
from appraisal.layout import LEGAL_TERMS

_LONGEST_WHOLE = 60  # digits; nothing that is read is longer


def without_legal(given: AppraisalFile) -> AppraisalFile:
    """Return a file without the figures of the legal ledger, in its ``source`` too."""
    return replace(silent_on_legal(given), source=source_without_legal(given.source), methods={})


def silent_on_legal(given: AppraisalFile) -> AppraisalFile:
    """Return the same for a page, which is appraised from it and gives no ``source`` away."""
    nothing: dict[str, Any] = dict.fromkeys(LEGAL_TERMS)
    terms = replace(given.answers.terms, **nothing)
    return replace(given, answers=replace(given.answers, terms=terms))


def source_without_legal(source: bytes) -> bytes:
    """Return the bytes of a valid file without those figures, nor what nothing reads (``x_…``)."""
    return source_without(source, LEGAL_TERMS)


def source_without(source: bytes, terms: Collection[str]) -> bytes:
    """Return the bytes of a valid file without some of its terms, nor what nothing reads (``x_…``)."""
    mapping = json.loads(
        source.decode("utf-8-sig"),
        parse_float=str,  # the very digits: the format takes them in quotation marks too
        parse_int=lambda digits: int(digits) if len(digits) <= _LONGEST_WHOLE else digits,
        object_pairs_hook=_read_by_somebody,
    )
    mapping["terms"] = {key: said for key, said in mapping["terms"].items() if key not in terms}
    mapping.pop("methods", None)  # an officer’s, as the assessment is
    return written(mapping)


def _read_by_somebody(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Leave out what nothing reads: nobody knows what it says."""
    return {key: value for key, value in pairs if not key.startswith("x_")}


def written(mapping: dict[str, object]) -> bytes:
    """Return an appraisal file as the site writes it."""
    return json.dumps(mapping, ensure_ascii=False, indent=1).encode() + b"\n"
