"""Whoever changes, deletes, inserts or cuts off a row past the triggers is found out, and where is said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.actions.records import keep
from appraisal.models import Proposal, Record
from appraisal.queries.verify import first_broken_link
from core.audit import ERASED, entry_hash, on_record, record
from core.models import AuditDetail, AuditEntry, AuditHead, Authority
from tests.appraisal.site.people import Site, usual_site
from tests.core.people import council
from tests.tampering import past_the_triggers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LENGTH = 12
RECORD_AT = 9


@pytest.fixture
def brum() -> Authority:
    """Return a council with a chain of twelve entries, and another with one of its own."""
    brum, leeds = council(), council("leeds", "Leeds City Council")
    for number in range(1, LENGTH + 1):
        with on_record():
            for authority in (brum, leeds):
                record(
                    event=f"event {number}",
                    by=None,
                    authority=authority,
                    about="x",
                    at=NOW + timedelta(seconds=number),
                    detail={"why": f"because of {number}"},
                )
    return brum


def entry(authority: Authority, sequence: int) -> AuditEntry:
    return AuditEntry.objects.get(authority=authority, sequence=sequence)


def found(authority: Authority) -> tuple[int, str] | None:
    broken = first_broken_link(authority)
    return (broken.sequence, broken.what) if broken else None


def test_a_chain_that_nobody_has_touched_is_whole(brum: Authority) -> None:
    assert found(brum) is None
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().splitlines() == [
        "Birmingham City Council: 12 entries, all whole.",
        "Leeds City Council: 12 entries, all whole.",
    ]


def test_a_council_without_any_entry_is_whole() -> None:
    assert found(council()) is None


def change(brum: Authority) -> None:
    AuditEntry.objects.filter(authority=brum, sequence=5).update(event="another")


def change_and_hash_again(brum: Authority) -> None:
    row = entry(brum, 5)
    row.event = "another"
    row.hash = entry_hash(row)
    row.save()


def change_detail(brum: Authority) -> None:
    AuditDetail.objects.filter(entry=entry(brum, 5)).update(text='{"why": "no"}')


def lose_detail(brum: Authority) -> None:
    AuditDetail.objects.filter(entry=entry(brum, 5)).delete()


def delete(brum: Authority) -> None:
    AuditDetail.objects.filter(entry=entry(brum, 5)).delete()
    AuditEntry.objects.filter(authority=brum, sequence=5).delete()


def insert(brum: Authority) -> None:
    for one in AuditEntry.objects.filter(authority=brum, sequence__gte=5).order_by("-sequence"):
        one.sequence += 1
        one.save()
    row = entry(brum, 4)
    told = row.told
    row.pk, row.sequence, row.previous = None, 5, row.hash
    row.hash = entry_hash(row)
    row.save()
    AuditDetail.objects.create(entry=row, salt=told.salt, text=told.text)


def add(brum: Authority) -> None:
    row = entry(brum, LENGTH)
    told = row.told
    row.pk, row.sequence, row.previous = None, LENGTH + 1, row.hash
    row.hash = entry_hash(row)
    row.save()
    AuditDetail.objects.create(entry=row, salt=told.salt, text=told.text)


def cut(brum: Authority) -> None:
    cut_off = AuditEntry.objects.filter(authority=brum, sequence__gt=10)
    AuditDetail.objects.filter(entry__in=cut_off).delete()
    cut_off.delete()


def lose_head(brum: Authority) -> None:
    AuditHead.objects.filter(authority=brum).delete()


@pytest.mark.parametrize(
    ("tamper", "at", "what"),
    [
        (change, 5, "it was changed"),
        (change_and_hash_again, 6, "does not follow from the entry before it"),
        (change_detail, 5, "its detail was changed"),
        (lose_detail, 5, "its detail is missing"),
        (delete, 6, "entry 5 is missing before it"),
        (insert, 6, "does not follow from the entry before it"),
        (add, 13, "added past the chain’s head"),
        (cut, 11, "it is missing: the chain ends before it, but went on to entry 12"),
        (lose_head, 12, "lost its head"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_what_was_tampered_with_is_named(
    brum: Authority,
    capsys: pytest.CaptureFixture[str],
    tamper: Callable[[Authority], None],
    at: int,
    what: str,
) -> None:
    with past_the_triggers():
        tamper(brum)
    said, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", stdout=said, stderr=errors)
    assert ended.value.code == 1
    (line,) = errors.getvalue().splitlines()
    assert line.startswith(f"Birmingham City Council, entry {at}: ")
    assert what in line
    assert said.getvalue() == "Leeds City Council: 12 entries, all whole.\n"
    call_command("verify_audit", "--council", "leeds", stdout=said)


def test_a_council_that_there_is_not_is_said() -> None:
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", "--council", "nowhere", stderr=errors)
    assert (ended.value.code, errors.getvalue()) == (2, "There is no council nowhere.\n")


# --- details that were erased when their time was over


def erase(brum: Authority, *sequences: tuple[int, int]) -> None:
    """Erase details and say so, as keep_to_retention does."""
    with on_record():
        for first, last in sequences:
            old = AuditEntry.objects.filter(authority=brum, sequence__range=(first, last))
            AuditDetail.objects.filter(entry__in=old).delete()
        detail = {"sequences": sequences}
        record(event=ERASED, by=None, authority=brum, about="x", at=NOW, detail=detail)


def test_details_that_an_entry_says_were_erased_may_be_missing(brum: Authority) -> None:
    erase(brum, (1, 3), (5, 5))
    erase(brum, (4, 4), (6, 7))
    assert found(brum) is None
    AuditDetail.objects.filter(entry=entry(brum, 8)).delete()
    assert found(brum) == (8, "its detail is missing, and no entry says that it was erased.")


def test_an_entry_that_says_what_was_erased_is_believed_only_as_it_was_written(
    brum: Authority,
) -> None:
    erase(brum, (1, 3))
    with past_the_triggers():
        text = json.dumps({"sequences": [[1, 4]]})
        AuditDetail.objects.filter(entry=entry(brum, 13)).update(text=text)
    AuditDetail.objects.filter(entry=entry(brum, 4)).delete()
    assert found(brum) == (1, "its detail is missing, and no entry says that it was erased.")


# --- records


@pytest.fixture
def site() -> Site:
    """Return a site whose proposal has a record, and whose chain goes on after it."""
    site = usual_site()
    freeze(site.proposal, site)
    with on_record():
        record(event="later", by=None, authority=site.council, about="x", at=NOW)
    return site


def freeze(proposal: Proposal, site: Site) -> None:
    """Keep a record, as sending a proposal in does."""
    by = site.people["lead"]
    said = {"event": "submit", "proposal": str(proposal.pk), "made_by": by.pk}
    text = json.dumps({**said, "made_at": NOW.isoformat(timespec="microseconds")})
    with on_record():
        digest, then = keep(text, proposal=proposal, event="submit", by=by, at=NOW)
        record(
            event="submit",
            by=by,
            authority=proposal.authority,
            about=f"proposal:{proposal.pk}",
            at=NOW,
            detail={"record": digest},
            then=then,
        )


def test_a_record_stands_in_the_chain(site: Site) -> None:
    assert found(site.council) is None


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"text": "{}"}, "its hash does not fit its text"),
        ({"text": "{}", "sha256": hash_of("{}")}, "the chain holds another hash of it"),
        ({"audit_hash": "0" * 64}, "it is another one than that which the record"),
        ({"audit_sequence": 999}, "so the end of the chain was cut off"),
    ],
)
def test_a_record_that_was_changed_is_found(
    site: Site, changes: dict[str, object], what: str
) -> None:
    with past_the_triggers():
        Record.objects.update(**changes)
    broken = found(site.council)
    assert broken is not None
    assert what in broken[1]


def test_a_record_that_is_gone_is_found(site: Site) -> None:
    at = Record.objects.get().audit_sequence
    with past_the_triggers():
        Record.objects.all().delete()
    assert found(site.council) == (at, "it tells of a record that is not there any more.")


def test_a_tail_that_was_cut_off_with_its_head_is_found_by_the_record(site: Site) -> None:
    at = Record.objects.get().audit_sequence
    with past_the_triggers():
        cut_off = AuditEntry.objects.filter(authority=site.council, sequence__gte=at)
        AuditDetail.objects.filter(entry__in=cut_off).delete()
        cut_off.delete()
        last = entry(site.council, at - 1)
        AuditHead.objects.filter(authority=site.council).update(
            sequence=last.sequence, hash=last.hash
        )
    broken = found(site.council)
    assert broken is not None
    assert (broken[0], "so the end of the chain was cut off" in broken[1]) == (at, True)


# --- whatever somebody does

FIELDS = st.sampled_from(["event", "about", "hash", "previous", "detail_sha256", "by_id", "at"])


@given(
    data=st.data(),
    sequence=st.integers(1, LENGTH),
    how=st.sampled_from(["field", "rehashed", "swap", "delete", "detail", "lose", "head", "cut"]),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_that_is_changed_at_random_goes_unnoticed(
    brum: Authority, data: st.DataObject, sequence: int, how: str
) -> None:
    with transaction.atomic():
        with past_the_triggers():
            tamper_at_random(brum, data, sequence, how)
        assert found(brum) is not None
        transaction.set_rollback(True)
    assert found(brum) is None


def tamper_at_random(brum: Authority, data: st.DataObject, sequence: int, how: str) -> None:
    row = entry(brum, sequence)
    if how in ("field", "rehashed"):
        field = data.draw(FIELDS)
        other = {"by_id": None, "at": NOW - timedelta(days=1)}.get(field, "0" * 40)
        if field == "by_id":
            row.event, other = "by nobody known", None
        setattr(row, field, other)
        if how == "rehashed" and field != "hash":
            row.hash = entry_hash(row)
        row.save()
    elif how == "swap":
        other_row = entry(brum, data.draw(st.integers(1, LENGTH).filter(lambda n: n != sequence)))
        AuditEntry.objects.filter(pk=row.pk).update(sequence=LENGTH + 5)
        AuditEntry.objects.filter(pk=other_row.pk).update(sequence=sequence)
        AuditEntry.objects.filter(pk=row.pk).update(sequence=other_row.sequence)
    elif how == "delete":
        AuditDetail.objects.filter(entry=row).delete()
        AuditEntry.objects.filter(pk=row.pk).delete()
    elif how == "detail":
        typed = data.draw(st.text(st.characters(blacklist_characters="\0", codec="utf-8")))
        AuditDetail.objects.filter(entry=row).update(text=f"{typed}!")
    elif how == "lose":
        AuditDetail.objects.filter(entry=row).delete()
    elif how == "head":
        AuditHead.objects.filter(authority=brum).update(sequence=sequence - 1)
    else:
        cut_off = AuditEntry.objects.filter(authority=brum, sequence__gte=sequence)
        AuditDetail.objects.filter(entry__in=cut_off).delete()
        cut_off.delete()


def test_a_long_chain_is_read_in_one_go(brum: Authority) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert found(brum) is None
    short = len(asked)
    with on_record():
        for number in range(1200):
            record(event=f"{number}", by=None, authority=brum, about="x", at=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert found(brum) is None
    assert len(asked) == short
