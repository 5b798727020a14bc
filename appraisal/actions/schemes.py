"""Loading a scheme: its text becomes a version, frozen from then on, with rows derived from it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from appraisal.engine.scheme import Criterion, Scheme
from appraisal.library import parse_scheme_text
from appraisal.models import CriterionRow, HeadingRow, SchemeVersion
from core.audit import on_record, record
from core.models import Authority, User


class CannotLoadScheme(ValueError):
    """The scheme cannot be loaded; the message says why, fit for the person who tried."""


def load_scheme(
    *, text: str, at: datetime, authority: Authority | None = None, by: User | None = None
) -> SchemeVersion:
    """Load a scheme from the text of its file, for one council or (none) for all.

    The same text again changes nothing. Raises ``CannotRead`` where the scheme is wrong and
    :class:`CannotLoadScheme` where this version is loaded already with another text.
    """
    scheme = parse_scheme_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with on_record():
        loaded = SchemeVersion.objects.filter(
            authority=authority, key=scheme.key, version=scheme.version
        ).first()
        if loaded is not None:
            if loaded.sha256 != digest:
                raise CannotLoadScheme(
                    f"{scheme.name} is loaded already with another text. A version is frozen: give the "
                    "changed scheme a version of its own."
                )
            return loaded
        version = SchemeVersion.objects.create(
            authority=authority,
            key=scheme.key,
            version=scheme.version,
            kind=scheme.kind,
            title=scheme.title,
            maximum=scheme.maximum,
            published_on=scheme.published,
            text=text,
            sha256=digest,
            loaded_at=at,
        )
        _derive_rows(scheme, version)
        if authority is not None:
            record(
                event="scheme loaded",
                by=by,
                authority=authority,
                about=f"scheme:{scheme.name}",
                at=at,
            )
    return version


def _derive_rows(scheme: Scheme, version: SchemeVersion) -> None:
    order = {criterion.letter: number for number, criterion in enumerate(scheme.criteria)}
    for number, heading in enumerate(scheme.headings):
        row = HeadingRow.objects.create(
            scheme=version, order=number, key=heading.key, title=heading.title, kite=heading.kite
        )
        CriterionRow.objects.bulk_create(
            _criterion_row(criterion, row, order[criterion.letter])
            for criterion in scheme.under(heading)
        )


def _criterion_row(criterion: Criterion, heading: HeadingRow, order: int) -> CriterionRow:
    return CriterionRow(
        scheme=heading.scheme,
        heading=heading,
        order=order,
        letter=criterion.letter,
        title=criterion.title,
        maximum=criterion.maximum,
        status=criterion.status,
        source=criterion.source,
        rule=json.dumps(_rule(criterion), ensure_ascii=False),
    )


def _rule(criterion: Criterion) -> dict[str, Iterable[object]]:
    questions = {question.key: question for question in criterion.questions}
    return {
        "questions": [
            {"key": one.key, "kind": one.kind, "label": one.label} for one in criterion.questions
        ],
        "rules": [[step.text, step.result] for step in criterion.measure.rules(questions)],
    }
