"""Issued packs: what one shows of its record, and what anybody may ask of it by its code or its bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.utils.timezone import localtime

from appraisal.engine import words
from appraisal.models import AgendaItem, AgendaPack, AgendaPackItem, IssuedPack, Proposal, Record
from appraisal.pack import document_of
from appraisal.pack.codes import in_groups
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.editions import Edition
from appraisal.pack.report import Issue
from appraisal.pack.seal import Seal
from appraisal.queries.exempt import closed_of
from appraisal.readers import Reader
from appraisal.recorded import Frozen, part, read_record
from core.logos import logo_of
from core.models import Authority, User

# The events that freeze a record: how a cover calls its version, and whose figures it holds.
VERSIONS = {
    "submit": ("Sent in", "Group"),
    "resubmit": ("Sent in again", "Group"),
    "sign-off": ("Sign-off", "Officer"),
    "decide": ("Decision", "Panel"),
    "decide-alone": ("Decision outside the panel", "Officer"),
}
ISSUED = "pack issued"  # the event that tells of a pack
SENT_IN = ("submit", "resubmit")
SIGNED_OFF = ("sign-off",)
DECIDED = ("decide", "decide-alone")


def version_of(record: Record) -> str:
    """Return what tells a record from the others of its proposal: “Sign-off 2”."""
    before = Record.objects.filter(
        proposal_id=record.proposal_id,
        event=record.event,
        audit_sequence__lte=record.audit_sequence,
    )
    return f"{VERSIONS[record.event][0]} {before.count()}"


def issued_document(
    record: Record, *, exempt: bool, code: str, issued: datetime, address: Callable[[str], str]
) -> AppraisalDocument:
    """Return what the pack of a record shows, from records alone but for the council’s colour and logo.

    A public one shows the report as the record says what of it may not be read: each such section gives way to a
    notice, and what it holds stands nowhere else. Where nobody had chosen, it holds what a group may read: no
    figure of the legal ledger, no discount and nothing of what the council found, not even in the files inside it.
    ``address`` gives the page on which anybody can ask of a code. Raises ``CannotRead`` where the record cannot be
    appraised.
    """
    frozen = read_record(record.text)
    closed = None if exempt else closed_of(record, frozen.closed)
    whole = exempt or closed is not None
    council = record.proposal.authority
    version = version_of(record)
    meets_on = _meets_on(frozen)
    issue = _issue(record, frozen, version, meets_on, named=exempt) if whole else None
    return document_of(
        frozen.file,
        draft=False,
        colour=council.colour,
        logo=logo_of(council),
        reader=Reader.OFFICER if whole else Reader.GROUP,
        name=VERSIONS[record.event][1],
        issue=issue,
        closed=closed,
        seal=Seal(
            record_sha256=record.sha256,
            version=version,
            frozen=record.made_at,
            issued=issued,
            short_code=code,
            verify_address=address(code),
            exempt=exempt,
            meets_on=meets_on or _to_meet_on(record),
            place=str(frozen.about.get("neighbourhood") or ""),
            officer=_officer(frozen, issue) if exempt else "",
        ),
    )


def report_document(record: Record) -> AppraisalDocument:
    """Return the same for the report that is edited elsewhere: all of a record, without a code to look up."""
    return issued_document(
        record, exempt=True, code="", issued=record.made_at, address=lambda code: ""
    )


def _issue(record: Record, frozen: Frozen, version: str, meets_on: str, *, named: bool) -> Issue:
    """Return a record with the last of each kind before it: what the sections of the report are made of.

    Not ``named``: people stand in it by what they are, as the register of decisions tells nobody’s name.
    """
    kinds = {"submitted": SENT_IN, "signed": SIGNED_OFF, "decided": DECIDED}
    found: dict[str, Frozen] = {}
    for kind, events in kinds.items():
        if record.event in events:
            found[kind] = frozen
            break
        before = Record.objects.filter(
            proposal_id=record.proposal_id,
            event__in=events,
            audit_sequence__lt=record.audit_sequence,
        )
        if last := before.order_by("-audit_sequence").first():
            found[kind] = read_record(last.text)
    if named:
        numbers = {number for one in found.values() for number in _people_in(one)}
        people = {pk: str(one) for pk, one in User.objects.in_bulk(numbers).items()}
    else:
        people = _roles(found)
    return Issue(**found, people=people, meeting=meets_on, version=version)


def _roles(found: Mapping[str, Frozen]) -> dict[int, str]:
    """Return what people are to a proposal, by number: members of the panel are told apart, and nobody is named."""
    people: dict[int, str] = {}
    for one in found.values():
        people.update(dict.fromkeys(_people_in(one), "an officer of the council"))
    if "submitted" in found and isinstance(by := found["submitted"].said.get("made_by"), int):
        people[by] = "the group"
    panel = part(found["decided"].beside, "panel") if "decided" in found else {}
    members = sorted({one for key in ("decided", "withdrew") for one in panel.get(key) or ()})
    people |= {one: f"member {number} of the panel" for number, one in enumerate(members, 1)}
    return people


def newest_issues(proposals: Iterable[UUID]) -> dict[UUID, Issue]:
    """Return of each proposal the last record that was signed off or decided, where there is one, in one query."""
    found = Record.objects.filter(
        proposal_id__in=list(proposals), event__in=(*SIGNED_OFF, *DECIDED)
    )
    newest = {one.proposal_id: one for one in found.order_by("audit_sequence")}
    return {
        proposal: Issue(decided=read_record(one.text))
        if one.event in DECIDED
        else Issue(signed=read_record(one.text))
        for proposal, one in newest.items()
    }


def _people_in(frozen: Frozen) -> Iterator[int]:
    """Yield the numbers under which a record holds people."""
    panel = part(frozen.beside, "panel")
    said = [
        frozen.said.get("made_by"),
        frozen.about.get("officer"),
        *(one.get("by") for one in part(frozen.assessment, "findings").values()),
        *(one.get("by") for one in part(frozen.beside, "gate").get("checks") or ()),
        *(one for key in ("decided", "withdrew") for one in panel.get(key) or ()),
    ]
    yield from (one for one in said if isinstance(one, int))


def _officer(frozen: Frozen, issue: Issue | None) -> str:
    number = frozen.about.get("officer")
    return issue.name(number) if issue and number is not None else ""


def _to_meet_on(record: Record) -> str:
    """Return the day on which the panel is to see what was signed off, as it is planned now."""
    if record.event not in SIGNED_OFF:
        return ""
    live = AgendaItem.objects.filter(
        proposal_id=record.proposal_id, off_at__isnull=True, decided_at__isnull=True
    )
    item = live.select_related("meeting").first()
    return words.day(localtime(item.meeting.held_at).date()) if item else ""


def _meets_on(frozen: Frozen) -> str:
    """Return the day of the meeting that a record names, in words."""
    said = part(frozen.beside, "panel").get("held_at")
    return words.day(localtime(datetime.fromisoformat(said)).date()) if said else ""


def kept_pack(record: Record, edition: Edition, *, exempt: bool) -> IssuedPack | None:
    """Return the pack of a record that is kept already, in this edition and part."""
    return IssuedPack.objects.filter(record=record, edition=edition, exempt=exempt).first()


def packs_of(proposal: Proposal) -> QuerySet[IssuedPack]:
    """Return the packs of a proposal, the newest first, with their records but for the texts of those."""
    found = IssuedPack.objects.filter(record__proposal=proposal)
    return found.select_related("record", "issued_by").defer("record__text")


class Known(NamedTuple):
    """What anybody may know of a pack: that its record exists, since when, and whether there is a later one.

    ``agenda``: it is the pack of a whole meeting, and ``frozen`` when the newest of its records was.
    """

    council: str
    code: str
    frozen: datetime
    issued: datetime
    superseded: bool
    agenda: bool = False


def known_by_code(council: Authority, code: str) -> Known | None:
    """Return what anybody may know of a council’s pack with this code; None where there is none."""
    return _known(council, code=code)


class Issued(NamedTuple):
    """The second verdict, in a sentence. ``exactly`` says whether the council issued this very file."""

    exactly: bool
    said: str
    known: Known | None = None


def issued_exactly(sha256: str, code: str, council: Authority | None = None) -> Issued:
    """Say whether a council, or any where none is given, issued the file that has this SHA-256.

    ``code`` is what the file says of itself: it may name a pack that was issued with another content.
    """
    if known := _known(council, sha256=sha256):
        return Issued(True, f"{known.council} issued exactly this file.", known)
    if code and (other := _known(council, code=code)):
        return Issued(
            False,
            f"This is not the file that {other.council} issued as pack {in_groups(code)}: something in it was changed.",
            other,
        )
    who = str(council) if council else "No council here"
    did = "did not issue" if council else "issued"
    return Issued(False, f"{who} {did} this file.")


def _known(council: Authority | None, **by: str) -> Known | None:
    """Return what anybody may know of the pack that is looked up ``by`` one of its fields."""
    return _known_pack(council, **by) or _known_agenda(council, **by)


def _known_agenda(council: Authority | None, **by: str) -> Known | None:
    found = AgendaPack.objects.filter(issued_at__isnull=False, **by)
    if council is not None:
        found = found.filter(meeting__authority=council)
    pack = found.select_related("meeting__authority").first()
    if pack is None or pack.issued_at is None:
        return None
    items = AgendaPackItem.objects.filter(pack=pack, record__isnull=False)
    later = items.filter(record__proposal__records__audit_sequence__gt=F("record__audit_sequence"))
    frozen = items.aggregate(newest=Max("record__made_at"))["newest"]
    return Known(
        str(pack.meeting.authority), pack.code, frozen, pack.issued_at, later.exists(), agenda=True
    )


def _known_pack(council: Authority | None, **by: str) -> Known | None:
    found = IssuedPack.objects.filter(**by)
    if council is not None:
        found = found.filter(record__proposal__authority=council)
    named = found.select_related("record__proposal__authority").defer("record__text")
    pack = named.order_by("issued_at", "pk").first()
    if pack is None:
        return None
    record = pack.record
    later = Record.objects.filter(
        proposal_id=record.proposal_id, audit_sequence__gt=record.audit_sequence
    )
    who = str(record.proposal.authority)
    return Known(who, pack.code, record.made_at, pack.issued_at, later.exists())
