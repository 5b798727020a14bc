"""An appraisal as a reader of the pack may see it: the rest is gone before a word is made of it."""

from dataclasses import replace
from typing import NamedTuple

from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.legal import without_legal
from appraisal.readers import Reader


class Seen(NamedTuple):
    """A file and what it comes to, both without what their reader may not see."""

    given: AppraisalFile
    appraisal: Appraisal
    for_group: bool
    with_discount: bool


def seen_by(given: AppraisalFile, reader: Reader, *, show_discount: bool) -> Seen:
    """Appraise a file for a reader. An officer sees all of it, the discount too.

    A group never sees the figures of the legal ledger, so neither what follows from them, and the
    discount only where ``show_discount``.
    """
    for_group = reader is Reader.GROUP
    own = without_legal(given) if for_group else given
    appraisal = own.appraise()
    with_discount = show_discount or not for_group
    if not with_discount:
        appraisal = replace(appraisal, discount=None)
    return Seen(own, appraisal, for_group, with_discount)
