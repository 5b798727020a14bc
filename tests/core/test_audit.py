"""The audit's chain: written at the end of a transaction, in order, all of it or none."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from core.audit import detail_hash, entry_hash, on_record, record
from core.models import AuditDetail, AuditEntry, AuditHead, Authority
from tests.core.people import council

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def tell(authority: Authority, *events: str, **more: object) -> None:
    for event in events:
        record(event=event, by=None, authority=authority, about="x", at=NOW, detail=more)


def fail(authority: Authority, event: str) -> None:
    with on_record():
        tell(authority, event)
        Authority.objects.create(slug="never", name="Never", region="London")
        raise ValueError("no")


def told() -> list[str]:
    return [one.event for one in AuditEntry.objects.order_by("authority", "sequence")]


@pytest.mark.django_db
def test_entries_are_numbered_and_hashed_over_the_one_before() -> None:
    brum = council()
    for _ in range(2):
        with on_record():
            tell(brum, "a", "b", why="ŵ")
    entries = list(AuditEntry.objects.order_by("sequence"))
    assert [one.sequence for one in entries] == [1, 2, 3, 4]
    assert entries[0].previous == ""
    assert all(later.previous == one.hash for one, later in pairwise(entries))
    for one in entries:
        assert one.hash == entry_hash(one)
        assert one.detail_sha256 == detail_hash(one.told.salt, one.told.text)
        assert json.loads(one.detail) == {"why": "ŵ"}
    head = AuditHead.objects.get(authority=brum)
    assert (head.sequence, head.hash) == (4, entries[-1].hash)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 9},
        {"event": "b"},
        {"about": "y"},
        {"by_id": 5},
        {"at": datetime(2026, 11, 22, 12, 0, 0, 1, tzinfo=UTC)},
        {"previous": "0" * 64},
        {"detail_sha256": "0" * 64},
        {"authority_id": 77},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_an_entry_says_is_in_its_hash(change: dict[str, object]) -> None:
    with on_record():
        tell(council(), "a")
    entry = AuditEntry.objects.get()
    for key, value in change.items():
        setattr(entry, key, value)
    assert entry_hash(entry) != entry.hash


@pytest.mark.django_db
def test_each_council_has_a_chain_of_its_own() -> None:
    brum, leeds = council(), council("leeds", "Leeds")
    with on_record():
        tell(leeds, "a")
        tell(brum, "b")
        tell(leeds, "c")
    said = {(one.authority, one.sequence): one.event for one in AuditEntry.objects.all()}
    assert said == {(leeds, 1): "a", (leeds, 2): "c", (brum, 1): "b"}


@pytest.mark.django_db
def test_a_part_that_fails_leaves_nothing_and_the_rest_stands() -> None:
    brum = council()
    with on_record():
        tell(brum, "before")
        with pytest.raises(ValueError, match="no"):
            fail(brum, "inside")
        tell(brum, "after")
    assert told() == ["before", "after"]
    assert not Authority.objects.filter(slug="never").exists()


@pytest.mark.django_db
def test_what_fails_is_not_on_record_and_does_not_come_up_later() -> None:
    brum = council()
    with pytest.raises(ValueError, match="no"):
        fail(brum, "lost")
    with on_record():
        tell(brum, "kept")
    assert told() == ["kept"]
    assert AuditDetail.objects.count() == 1


@pytest.mark.django_db
def test_what_follows_an_entry_is_part_of_it() -> None:
    brum = council()
    seen: list[tuple[int, str]] = []

    def refuse(entry: AuditEntry) -> object:
        seen.append((entry.sequence, AuditHead.objects.get(authority=brum).hash))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), on_record():
        record(event="a", by=None, authority=brum, about="x", at=NOW, then=refuse)
    assert [sequence for sequence, _ in seen] == [1]
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("late", [False, True], ids=["outside", "once it was written"])
def test_nothing_is_told_that_nobody_would_write_down(late: bool) -> None:
    brum = council()
    if not late:
        with pytest.raises(RuntimeError, match="outside"):
            tell(brum, "a")
        return
    with pytest.raises(RuntimeError, match="outside"), on_record():
        record(
            event="a", by=None, authority=brum, about="x", at=NOW, then=lambda _: tell(brum, "b")
        )


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain_without_gaps() -> None:
    brum, leeds = council(), council("leeds", "Leeds")

    def work(number: int) -> None:
        try:
            for _ in range(5):
                with on_record():
                    both = (brum, leeds) if number % 2 else (leeds, brum)
                    for authority in both:
                        tell(authority, f"by {number}")
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with transaction.atomic():
        for authority in (brum, leeds):
            chain = list(AuditEntry.objects.filter(authority=authority).order_by("sequence"))
            assert [one.sequence for one in chain] == list(range(1, 31))
            assert all(later.previous == one.hash for one, later in pairwise(chain))


@pytest.mark.django_db
def test_details_may_go_but_never_change() -> None:
    with on_record():
        tell(council(), "a", why="b")
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        AuditDetail.objects.update(text="c")
    AuditDetail.objects.all().delete()
    assert AuditEntry.objects.get().detail == "{}"
