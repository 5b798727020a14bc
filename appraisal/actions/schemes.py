"""Loading a scheme: its text becomes a version, frozen from then on, with rows derived from it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Model

from appraisal.actions.settings import setting_of
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.library import parse_scheme_text
from appraisal.models import CriterionRow, HeadingRow, SchemeDraft, SchemeVersion
from appraisal.queries import newest_version
from core.audit import on_record, record
from core.models import AuditEntry, Authority, User


class CannotLoadScheme(ValueError):
    """The scheme cannot be loaded; the message says why, fit for the person who tried."""


def load_scheme(
    *,
    text: str,
    at: datetime,
    authority: Authority | None = None,
    by: User | None = None,
    published_on: date | None = None,
    reason: str = "",
) -> SchemeVersion:
    """Load a scheme from the text of its file, for one council or (none) for all.

    ``published_on`` takes the place of the day that the text names. The same text again changes nothing.
    Raises ``CannotRead`` where the scheme is wrong and :class:`CannotLoadScheme` where this version is
    loaded already with another text.
    """
    scheme = parse_scheme_text(text)
    refuse_what_has_no_room(scheme)
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
            published_on=published_on or scheme.published,
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
                detail={
                    "sha256": digest,
                    "published_on": version.published_on and version.published_on.isoformat(),
                    "reason": reason,
                },
            )
    return version


def keep_scheme_draft(
    *, by: User, authority: Authority, name: str, text: str, at: datetime
) -> SchemeDraft:
    """Keep a scheme that a manager has sent in until somebody publishes or drops it; it replaces the last.

    Raises ``CannotRead`` where it is wrong and :class:`CannotLoadScheme` where this version is there already, or
    says more than the site has room for.
    """
    scheme = parse_scheme_text(text)
    refuse_what_has_no_room(scheme)
    taken = SchemeVersion.objects.filter(
        authority=authority, key=scheme.key, version=scheme.version
    )
    if taken.exists():
        raise CannotLoadScheme(
            f"The council has published {scheme.name} already. Give the changed scheme a version of its own."
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    with on_record():
        draft, _ = SchemeDraft.objects.update_or_create(
            authority=authority,
            defaults={
                "name": name[:200],
                "text": text,
                "sha256": digest,
                "sent_by": by,
                "sent_at": at,
            },
        )
        _tell(by, authority, "scheme sent in", scheme.name, {"sha256": digest}, at)
    return draft


_MOST = 2**31 - 1  # that a database keeps as a number


def refuse_what_has_no_room(scheme: Scheme) -> None:
    """Raise :class:`CannotLoadScheme` for what is valid in a file, but longer than the site can keep."""
    for what, text, most in _texts(scheme):
        if len(text) > most:
            raise CannotLoadScheme(
                f"{what} has {len(text):,} characters; the site keeps {most} at most."
            )
        if "\0" in text:
            raise CannotLoadScheme(f"{what} holds a NUL character, which cannot be kept.")
    largest = max((scheme.maximum, *(one.maximum for one in scheme.criteria)))
    if largest > _MOST:
        raise CannotLoadScheme(f"The site keeps maximums up to {_MOST:,}.")


def _texts(scheme: Scheme) -> Iterator[tuple[str, str, int]]:
    """Yield the texts of a scheme that are kept in columns, each with its name and the most it may have."""

    def most(model: type[Model], name: str) -> int:
        field = model._meta.get_field(name)
        return getattr(field, "max_length", None) or 100_000

    for name in ("key", "version", "title", "kind"):
        yield f"The {name} of the scheme", getattr(scheme, name), most(SchemeVersion, name)
    about = most(AuditEntry, "about") - len("scheme:")
    yield "The name of the scheme, key and version together,", scheme.name, about
    for heading in scheme.headings:
        for name in ("key", "title", "kite"):
            yield (
                f"The {name} of heading {heading.key[:60]}",
                getattr(heading, name),
                most(HeadingRow, name),
            )
    for one in scheme.criteria:
        for name in ("letter", "title", "status", "source"):
            yield (
                f"The {name} of criterion {one.letter[:60]}",
                getattr(one, name),
                most(CriterionRow, name),
            )


def drop_scheme_draft(*, by: User, authority: Authority, sha256: str, at: datetime) -> None:
    """Drop a scheme that was sent in, unless it was replaced or published meanwhile."""
    with on_record():
        found = SchemeDraft.objects.select_for_update().filter(authority=authority, sha256=sha256)
        if found.exists():
            found.delete()
            _tell(by, authority, "scheme dropped", "", {"sha256": sha256}, at)


def publish_scheme(
    *, by: User, authority: Authority, sha256: str, published_on: date, reason: str, at: datetime
) -> SchemeVersion:
    """Publish the scheme that was sent in, for proposals that are started from a day on.

    Proposals that were started before keep the version that they began with. Raises
    :class:`CannotLoadScheme` where the day is past, no reason is given, or the draft is not the one that
    the manager has looked at.
    """
    if published_on < at.date():
        raise CannotLoadScheme(
            "A scheme can be published from today on, not for days that are past."
        )
    if not reason.strip():
        raise CannotLoadScheme("Say why the scheme changes: it goes on record.")
    draft = SchemeDraft.objects.filter(authority=authority).first()
    if draft is None or draft.sha256 != sha256:
        raise CannotLoadScheme(
            "This scheme was replaced, published or dropped meanwhile. Look at it again."
        )
    scheme = parse_scheme_text(draft.text)
    with setting_of(authority, f"scheme:{scheme.kind}", by=by, reason=reason, at=at) as setting:
        gone, _ = SchemeDraft.objects.filter(authority=authority, sha256=sha256).delete()
        if not gone:
            raise CannotLoadScheme("This scheme was published or dropped meanwhile.")
        before = newest_version(authority, scheme.kind, at.date())
        version = load_scheme(
            text=draft.text,
            at=at,
            authority=authority,
            by=by,
            published_on=published_on,
            reason=setting.reason,
        )
        after = {"scheme": str(version), "published_on": published_on.isoformat()}
        setting.save({"scheme": str(before or "")}, after, event="scheme published")
    return version


def _tell(
    by: User, authority: Authority, event: str, name: str, detail: dict[str, object], at: datetime
) -> None:
    about = f"scheme:{name}"
    record(event=event, by=by, authority=authority, about=about, at=at, detail=detail)


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
