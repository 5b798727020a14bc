"""Packs of a whole portfolio: ordered, drawn by any number of workers, killed, gone on with, taken away."""

from __future__ import annotations

import csv
import hashlib
import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, Any
from unittest import mock
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from appraisal import tasks
from appraisal.access import (
    MayNot,
    NoSuchProposal,
    memberships_of,
    open_proposal,
    proposals_to_issue,
)
from appraisal.actions import orders, packs
from appraisal.actions.councils import add_member
from appraisal.actions.orders import CannotOrder, cancel_order, draw_next, order_packs
from appraisal.actions.packs import sweep_packs
from appraisal.engine.faults import CannotRead, Fault
from appraisal.exports.zips import PIECE, NotAsKept, length_of_zip, zip_of_packs
from appraisal.models import IssuedPack, Notice, PackOrder, PackOrderItem, Proposal, Record, State
from appraisal.pack import TooLong
from appraisal.pack.codes import in_groups
from appraisal.pack.editions import Edition
from appraisal.queries.orders import Line, lines_of, progress_of, records_to_order
from appraisal.roles import To
from core.models import AuditEntry, Membership
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.people import NOW, WHO, Site, begin, carry, fingerprint, usual_site
from tests.appraisal.site.test_packs import DRAWN, MUCH_LATER, storages, stored
from tests.appraisal.site.test_together import at_once
from tests.killing import Point, finished, killed

BASE = "https://example.org/brum/packs/"
LATER = NOW + timedelta(minutes=6)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(STORAGES=storages(str(tmp_path))):
        yield tmp_path


def clock(at: datetime = NOW) -> datetime:
    return at


def checked(site: Site, number: int) -> list[Record]:
    """Return the records of so many proposals whose assessments were checked."""
    carry(site, to=State.SUBMITTED)
    text = Record.objects.get(event="submit").text
    found = []
    for one in range(number):
        own = begin(site.council, site.group, site.people["member"], title=f"Hall {one}")
        Proposal.objects.filter(pk=own.pk).update(state=State.CHECKED)
        found.append(
            Record.objects.create(
                proposal=own,
                made_at=NOW,
                made_by=site.people["checker"],
                event="sign-off",
                text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                audit_sequence=one + 1,
                audit_hash="",
            )
        )
    return found


def ordered(
    site: Site, records: list[Record], *, exempt: bool = False, edition: Edition = Edition.FULL
) -> PackOrder:
    """Order packs, which no worker hears of."""
    return order_packs(
        by=site.people["officer"],
        authority=site.council,
        records=[one.pk for one in records],
        exempt=exempt,
        edition=edition,
        base=BASE,
        at=NOW,
        then=lambda order: None,
    )


def draw_all(order: PackOrder, at: datetime = NOW, draw: Any = None) -> int:
    """Work on an order as one worker does, drawing nothing; return how many turns it took."""
    turns = 0
    with mock.patch.object(packs, "draw", draw or (lambda document, edition: DRAWN)):
        while draw_next(order=order.pk, clock=partial(clock, at)):
            turns += 1
    return turns


def told() -> list[str]:
    """Return whom the software told that packs are ready."""
    return [one.user.name for one in Notice.objects.filter(kind="packs-ready")]


def ended() -> int:
    return AuditEntry.objects.filter(event=orders.ENDED).count()


# --- ordering and drawing ------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_pack_of_an_order_is_drawn_and_who_gave_it_is_told_once(site: Site) -> None:
    records = checked(site, 3)
    order = ordered(site, records, exempt=True)
    assert (progress_of(order).total, progress_of(order).left) == (3, 3)
    assert draw_all(order) == 3
    order.refresh_from_db()
    assert (order.ended_at, progress_of(order).ready) == (NOW, 3)
    assert [one.pack and one.pack.record for one in order.items.all()] == records
    assert all(one.exempt for one in IssuedPack.objects.all())
    assert told() == [site.people["officer"].name]
    assert draw_all(order) == 0
    assert (len(told()), ended()) == (1, 1)


@pytest.mark.django_db
def test_what_was_issued_before_is_taken_as_it_is(site: Site) -> None:
    records = checked(site, 2)
    draw_all(ordered(site, records))
    before = set(IssuedPack.objects.values_list("pk", flat=True))

    def draw(document: object, edition: Edition) -> bytes:
        raise AssertionError("it was drawn before")

    again = ordered(site, records)
    draw_all(again, draw=draw)
    assert {one.pack_id for one in again.items.all()} == before


@pytest.mark.django_db
def test_the_same_order_given_twice_is_one_while_it_is_drawn(site: Site) -> None:
    records = checked(site, 2)
    first = ordered(site, records)
    assert ordered(site, records) == first
    assert ordered(site, records, exempt=True) != first
    cancel_order(by=site.people["officer"], order=first, at=NOW)
    assert ordered(site, records) != first


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 5_001])
def test_none_and_too_many_are_refused(site: Site, number: int) -> None:
    before = fingerprint()
    with pytest.raises(CannotOrder, match="5,001 packs" if number else "no proposal"):
        order_packs(
            by=site.people["officer"],
            authority=site.council,
            records=range(number),
            exempt=False,
            base=BASE,
            at=NOW,
            then=lambda order: None,
        )
    assert fingerprint() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CannotRead((Fault("", "There is no figure for 2031."),)), "There is no figure for 2031."),
        (TooLong("It would have 9,000 lines."), "9,000 lines"),
    ],
)
def test_what_cannot_be_drawn_says_why_and_is_not_tried_again(
    site: Site, error: Exception, said: str
) -> None:
    order = ordered(site, checked(site, 2))
    real = packs.issue_pack
    calls = []

    def issue(**given: Any) -> IssuedPack:
        calls.append(given["of"])
        if len(calls) == 1:
            raise error
        return real(**given)

    with mock.patch.object(orders, "issue_pack", issue):
        assert draw_all(order) == 2
        assert draw_all(order, LATER) == 0
    first, second = order.items.all()
    assert said in first.failed
    assert (second.failed, second.pack is not None) == ("", True)
    assert tuple(progress_of(order)) == (2, 1, 1)
    assert len(told()) == 1


@pytest.mark.django_db
def test_what_breaks_is_tried_three_times_and_then_given_up(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    order = ordered(site, checked(site, 2))

    tried = []

    def broken(document: object, edition: Edition) -> bytes:
        tried.append(document)
        raise OSError("the disk is full")

    at = NOW
    for turn in range(1, 4):
        assert draw_all(order, at, broken) == 0
        assert len(tried) == 2 * turn - 1, "a worker stops at the first that breaks"
        for _ in range(2):
            draw_all(order, at, broken)
        assert len(tried) == 2 * turn, "not over and over at once"
        at += timedelta(minutes=6)
    assert "the disk is full" in caplog.text
    assert not told()
    assert draw_all(order, at, broken) == 2
    assert {one.failed for one in order.items.all()} == {orders.GAVE_UP}
    assert len(told()) == 1


@pytest.mark.django_db
def test_who_may_not_issue_packs_any_more_gets_none(site: Site) -> None:
    order = ordered(site, checked(site, 1))
    Membership.objects.filter(user=site.people["officer"]).delete()
    draw_all(order)
    assert order.items.get().failed == orders.NOT_ANY_MORE
    assert not IssuedPack.objects.exists()


@pytest.mark.django_db
def test_one_that_is_stopped_draws_no_more_and_keeps_what_it_has(site: Site) -> None:
    order = ordered(site, checked(site, 3))

    def draw(document: object, edition: Edition) -> bytes:
        cancel_order(by=site.people["checker"], order=order, at=NOW)  # while the first is drawn
        return DRAWN

    assert draw_all(order, draw=draw) == 1
    assert draw_all(order, LATER) == 0
    assert tuple(progress_of(order)) == (3, 1, 0)
    assert (told(), ended()) == ([], 0)
    assert not cancel_order(by=site.people["checker"], order=order, at=NOW)
    assert AuditEntry.objects.filter(event=orders.CANCELLED).count() == 1


@pytest.mark.django_db
def test_a_pack_and_a_reason_why_not_exclude_each_other(site: Site) -> None:
    item = ordered(site, checked(site, 1)).items.get()
    for wrong in ({"failed": "x"}, {"done_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PackOrderItem.objects.filter(pk=item.pk).update(**wrong)


@pytest.mark.django_db
def test_the_records_of_a_part_are_the_last_of_their_kind(site: Site) -> None:
    first, second = checked(site, 2)
    later = Record.objects.get(pk=first.pk)
    later.pk, later.audit_sequence = None, 99
    later.save(force_insert=True)
    mine = Proposal.objects.filter(authority=site.council)
    wanted = records_to_order(mine, part="signed-off", kind="")
    assert wanted == [second.pk, later.pk]
    assert records_to_order(mine, part="signed-off", kind="asset-transfer") == wanted
    assert records_to_order(mine, part="signed-off", kind="coproduction") == []
    assert records_to_order(mine, part="decided", kind="") == []
    Proposal.objects.filter(pk=second.proposal_id).update(state=State.PANEL)
    assert records_to_order(mine, part="at-panel", kind="") == [second.pk]


# --- the worker ----------------------------------------------------------------------------------


@pytest.fixture
def queue(settings: Settings) -> None:
    """Put tasks in the database, as production does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting() -> int:
    return DBTaskResult.objects.filter(
        task_path=tasks.draw_ordered.module_path, status="READY"
    ).count()


@pytest.mark.django_db
@pytest.mark.usefixtures("queue")
def test_what_a_killed_worker_has_left_is_put_in_the_queue_once(site: Site) -> None:
    order = ordered(site, checked(site, 2))
    for _ in range(2):
        tasks.go_on_with_orders(at=NOW)
        assert waiting() == 1
    DBTaskResult.objects.update(status="RUNNING")  # it was begun, and the worker was killed
    PackOrderItem.objects.update(claimed_at=NOW, tries=1)
    tasks.go_on_with_orders(at=NOW)
    assert waiting() == 0, "somebody may be drawing still"
    tasks.go_on_with_orders(at=LATER)
    assert waiting() == 1
    draw_all(order, LATER)
    DBTaskResult.objects.all().delete()
    tasks.go_on_with_orders(at=LATER)
    assert waiting() == 0, "it is over"


@pytest.mark.django_db
@pytest.mark.usefixtures("queue")
def test_the_worker_s_look_goes_on_with_orders(
    site: Site, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    from core.tasks import send_letters

    ordered(site, checked(site, 1))
    settings.LOOKS = {"what breaks": "no.such.thing", **settings.LOOKS}
    send_letters.call()
    assert waiting() == 1
    assert "the look for what breaks failed" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("queue")
def test_a_long_order_makes_room_for_letters(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    order = ordered(site, checked(site, 3))
    times = (NOW + timedelta(seconds=4 * number) for number in range(99))
    monkeypatch.setattr(timezone, "now", lambda: next(times))
    with mock.patch.object(packs, "draw", return_value=DRAWN):
        tasks.draw_ordered.call(order.pk)
    assert 0 < progress_of(order).ready < 3
    again = DBTaskResult.objects.get()
    assert (again.task_path, again.priority) == (tasks.draw_ordered.module_path, -10)


# --- killed in the middle ------------------------------------------------------------------------


def drawing(order: int, at: str, folder: str) -> None:
    """Draw an order: the job that is killed."""
    with (
        override_settings(STORAGES=storages(folder)),
        mock.patch.object(packs, "draw", return_value=DRAWN),
    ):
        while draw_next(order=order, clock=partial(clock, datetime.fromisoformat(at))):
            pass


JOB = "tests.appraisal.site.test_orders.drawing"
POINTS = [
    Point("appraisal.actions.orders._claim", "after", 2),
    Point("appraisal.actions.packs._store", "after", 2),
    Point("appraisal.actions.orders._draw", "after", 2),  # it is issued, the order does not know
    Point("appraisal.actions.orders._say_done", "after", 2),
    Point("core.audit._write", "after", 4),  # all is drawn; that it is over is not committed
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_one_that_is_killed_is_gone_on_with_and_nothing_is_drawn_twice(
    files: Path, point: Point
) -> None:
    site = usual_site()
    order = ordered(site, checked(site, 3))
    killed(JOB, point, order=order.pk, at=NOW.isoformat(), folder=str(files))
    before = {one.pk: one.code for one in IssuedPack.objects.all()}
    assert 1 <= len(before) <= 3
    assert told() == []
    finished(JOB, order=order.pk, at=LATER.isoformat(), folder=str(files))
    after = {one.pk: one.code for one in IssuedPack.objects.all()}
    assert before.items() <= after.items()
    assert tuple(progress_of(order)) == (3, 3, 0)
    assert {one.pack_id for one in order.items.all()} == set(after)
    assert (len(told()), ended()) == (1, 1)
    sweep_packs(at=NOW + MUCH_LATER)
    assert len(stored(files)) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_draw_each_pack_once() -> None:
    site = usual_site()
    order = ordered(site, checked(site, 6))
    drawn = []

    def draw(document: object, edition: Edition) -> bytes:
        drawn.append(document)
        return DRAWN

    with mock.patch.object(packs, "draw", draw):
        at_once([partial(_until_nothing_is_left, order.pk)] * 3)
    assert len(drawn) == 6
    assert tuple(progress_of(order)) == (6, 6, 0)
    assert {one.tries for one in order.items.all()} == {1}
    assert (len(told()), ended()) == (1, 1)


def _until_nothing_is_left(order: int) -> None:
    while draw_next(order=order, clock=clock):
        pass


# --- the zip -------------------------------------------------------------------------------------


def line(number: int, pdf: bytes, title: str = "Our hall") -> Line:
    code = f"SC8KP3G5W{number}"
    digest = hashlib.sha256(pdf).hexdigest()
    return Line(number, title, "", code, digest, len(pdf), f"{number}.pdf", NOW)


def test_a_zip_holds_each_pack_and_a_table_that_no_spreadsheet_calculates() -> None:
    held = {"1.pdf": b"one" * 50_000, "2.pdf": b"two"}
    lines = [line(1, held["1.pdf"], '=HYPERLINK("x")'), line(2, held["2.pdf"], "Ŵyn’s hall")]
    pieces = list(zip_of_packs(lines, lambda name: BytesIO(held[name])))
    with ZipFile(BytesIO(b"".join(pieces))) as made:
        assert made.testzip() is None
        names = made.namelist()
        assert names == [
            "index.csv",
            "0001-hyperlinkx-SC8KP-3G5W1.pdf",
            "0002-wyns-hall-SC8KP-3G5W2.pdf",
        ]
        assert [made.read(name) for name in names[1:]] == list(held.values())
        assert {one.compress_type for one in made.infolist()} == {ZIP_STORED}
        assert {one.date_time for one in made.infolist()} == {(2026, 11, 22, 12, 0, 0)}
        rows = list(csv.DictReader(StringIO(made.read("index.csv").decode("utf-8-sig"))))
    assert rows[0]["title"] == '\'=HYPERLINK("x")'
    assert [one["sha256"] for one in rows] == [one.sha256 for one in lines]
    assert pieces == list(zip_of_packs(lines, lambda name: BytesIO(held[name])))
    assert length_of_zip(lines) == len(b"".join(pieces))


def test_the_length_of_a_zip_is_known_beyond_two_gibibytes_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So many bytes take a while, so the limit from which a place in a zip takes more is lowered here."""
    monkeypatch.setattr("zipfile.ZIP64_LIMIT", 6_000)
    held = b"x" * 2_500
    lines = [line(number, held) for number in range(1, 5)]
    whole = b"".join(zip_of_packs(lines, lambda name: BytesIO(held)))
    assert b"PK\x06\x06" in whole, "it ends as a zip beyond the limit does"
    assert length_of_zip(lines) == len(whole)


def test_a_zip_breaks_off_at_a_pack_that_is_not_as_it_was() -> None:
    pieces = zip_of_packs([line(1, b"whole")], lambda name: BytesIO(b"half"))
    with pytest.raises(NotAsKept):
        list(pieces)


class _Endless(BytesIO):
    """A file that makes up what is read of it."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= PIECE
        got = min(size, self.left)
        self.left -= got
        return bytes(got)


def test_a_zip_is_never_held_in_memory() -> None:
    size, number = 1024 * 1024, 40
    lines = [line(1, b"x")._replace(number=one, size=size) for one in range(1, number + 1)]
    opened: Any = lambda name: _Endless(size)  # noqa: E731
    total = 0
    tracemalloc.start()
    try:
        for piece in zip_of_packs(lines, opened):
            total += len(piece)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total > number * size
    assert most < size, "less than one of the files"


def test_a_zip_of_a_pack_that_is_gone_breaks_off() -> None:
    def gone(name: str) -> IO[bytes]:
        raise FileNotFoundError(name)

    with pytest.raises(FileNotFoundError):
        list(zip_of_packs([line(1, b"x")], gone))


# --- the pages -----------------------------------------------------------------------------------


def page(name: str, *more: int) -> str:
    return reverse(f"appraisal:{name}", args=["brum", *more])


WANTED = {"part": "signed-off", "kind": "", "whom": "public", "edition": "full"}


@pytest.mark.django_db
def test_an_officer_orders_packs_and_takes_them_away(
    site: Site, officer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    records = checked(site, 2)
    there = page("pack_orders")
    asked = officer.get(there, WANTED).content.decode()
    assert "That is 2 packs." in asked
    assert "Order 2 packs" in asked
    with (
        mock.patch.object(packs, "draw", return_value=DRAWN),
        django_capture_on_commit_callbacks(execute=True),
    ):
        answer = officer.post(there, WANTED)
    order = PackOrder.objects.get()
    assert answer.headers["Location"] == page("pack_order", order.pk)
    shown = officer.get(page("pack_order", order.pk)).content.decode()
    assert "2 of 2 packs drawn." in shown
    assert 'max="2" value="2"' in shown
    assert "refresh" not in shown
    whole = officer.get(page("packs_zip", order.pk))
    assert getattr(whole, "streaming", False)
    content = content_of(whole)
    assert whole.headers["Content-Length"] == str(len(content))
    with ZipFile(BytesIO(content)) as made:
        assert len(made.namelist()) == 3
    assert [one.record for one in IssuedPack.objects.order_by("pk")] == records
    assert "2 of 2 packs" in officer.get(there).content.decode()


@pytest.mark.django_db
def test_an_order_is_of_one_edition_and_says_which(
    site: Site, officer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    checked(site, 1)
    drawn: list[Edition] = []

    def draw(document: object, edition: Edition) -> bytes:
        drawn.append(edition)
        return DRAWN

    with (
        mock.patch.object(packs, "draw", side_effect=draw),
        django_capture_on_commit_callbacks(execute=True),
    ):
        officer.post(page("pack_orders"), {**WANTED, "edition": "large"})
    order = PackOrder.objects.get()
    assert drawn == [Edition.LARGE]
    assert IssuedPack.objects.get().edition == Edition.LARGE
    assert "Edition: large print." in officer.get(page("pack_order", order.pk)).content.decode()
    assert "Large print" in officer.get(page("pack_orders")).content.decode()
    name = officer.get(page("packs_zip", order.pk)).headers["Content-Disposition"]
    assert name.endswith('-large.zip"')


@pytest.mark.django_db
def test_the_same_packs_in_another_edition_are_another_order(site: Site) -> None:
    records = checked(site, 1)
    same = {ordered(site, records).pk for _ in range(2)}
    assert len(same) == 1
    assert ordered(site, records, edition=Edition.LARGE).pk not in same


@pytest.mark.django_db
def test_the_page_of_an_order_shows_real_figures_and_loads_again_only_for_who_asks(
    site: Site, officer: Client
) -> None:
    order = ordered(site, checked(site, 3))
    there = page("pack_order", order.pk)
    assert officer.get(page("packs_zip", order.pk)).status_code == 404
    with mock.patch.object(packs, "draw", return_value=DRAWN):
        draw_next(order=order.pk, clock=clock)
    with mock.patch.object(orders, "issue_pack", side_effect=TooLong("It is too long.")):
        draw_next(order=order.pk, clock=clock)
    shown = officer.get(there).content.decode()
    assert "1 of 3 packs drawn so far. 1 could not be drawn. 1 still to do." in shown
    assert 'max="3" value="2"' in shown
    assert "It is too long." in shown
    assert "http-equiv" not in shown
    watched = officer.get(there, {"watch": "yes"}).content.decode()
    assert '<meta http-equiv="refresh" content="10">' in watched
    assert "Stop loading it again" in watched
    stopped = officer.post(page("cancel_pack_order", order.pk), follow=True).content.decode()
    assert "This order was stopped" in stopped
    assert "1 left out, for it was stopped" in stopped
    assert (
        "It was over already"
        in officer.post(page("cancel_pack_order", order.pk), follow=True).content.decode()
    )
    assert "http-equiv" not in officer.get(there, {"watch": "yes"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"part": "all", "whom": "public"}, {"part": "decided"}])
def test_an_order_of_nothing_is_refused(site: Site, officer: Client, sent: dict[str, str]) -> None:
    answer = officer.post(page("pack_orders"), sent)
    assert "There is a problem" in answer.content.decode()
    assert not PackOrder.objects.exists()


@pytest.mark.django_db
def test_where_there_are_too_many_the_page_says_so(site: Site, officer: Client) -> None:
    checked(site, 2)
    with (
        mock.patch("appraisal.actions.orders.MOST_PACKS", 1),
        mock.patch("appraisal.views.orders.MOST_PACKS", 1),
    ):
        asked = officer.get(page("pack_orders"), WANTED).content.decode()
        assert "At most 1 can be ordered" in asked
        assert "Order 2 packs" not in asked
        answer = officer.post(page("pack_orders"), WANTED).content.decode()
    assert "These would be 2 packs. At most 1 can be ordered at once" in answer
    assert not PackOrder.objects.exists()


@pytest.mark.django_db
def test_a_notice_leads_to_the_orders(site: Site, officer: Client) -> None:
    draw_all(ordered(site, checked(site, 1)))
    notices = officer.get(f"/{site.council.slug}/notices/").content.decode()
    assert "Your packs are ready" in notices
    assert f'href="{page("pack_orders")}"' in notices


# --- who reads them ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_zip_opens_to_nobody_what_a_single_pack_would_not(site: Site) -> None:
    checked(site, 2)
    add_member(user=site.people["officer"], organisation=site.group, at=NOW)
    rival = site.people["rival"].memberships.get().organisation
    assert rival is not None
    begin(site.council, rival, site.people["rival"])
    everything = Proposal.objects.filter(authority=site.council)
    opened = {}
    for who in (*WHO[:-1], "second"):
        memberships = memberships_of(site.people[who], site.council)
        single = set()
        for one in everything:
            try:
                open_proposal(
                    memberships=memberships,
                    authority=site.council,
                    proposal_id=one.pk,
                    to=To.ISSUE,
                )
                single.add(one.pk)
            except (NoSuchProposal, MayNot):
                pass
        many = proposals_to_issue(memberships, site.council)
        assert set(many.values_list("pk", flat=True)) == single, who
        opened[who] = len(single)
    assert opened.pop("officer") == 1, "not what is their own group’s"
    assert set(opened.values()) == {0}


@pytest.mark.django_db
def test_only_officers_of_the_council_get_the_zip(site: Site) -> None:
    order = ordered(site, checked(site, 1))
    draw_all(order)
    got = {who: site.client(who).get(page("packs_zip", order.pk)).status_code for who in WHO}
    assert (got.pop("officer"), got.pop("nobody")) == (200, 302)
    assert set(got.values()) == {404}
    theirs = reverse("appraisal:packs_zip", args=["ely", order.pk])
    assert site.client("elsewhere").get(theirs).status_code == 404


@pytest.mark.django_db
def test_who_has_an_interest_since_finds_nothing_in_the_zip(site: Site, officer: Client) -> None:
    order = ordered(site, checked(site, 2))
    draw_all(order)
    with mock.patch.object(orders, "issue_pack", side_effect=TooLong("It is too long.")):
        draw_all(ordered(site, list(Record.objects.filter(event="sign-off")), exempt=True))
    failed = PackOrder.objects.get(exempt=True)
    assert "It is too long." in officer.get(page("pack_order", failed.pk)).content.decode()
    add_member(user=site.people["officer"], organisation=site.group, at=NOW)
    assert lines_of(order, Proposal.objects.all())
    assert officer.get(page("packs_zip", order.pk)).status_code == 404
    assert "It is too long." not in officer.get(page("pack_order", failed.pk)).content.decode()


# --- a real one ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_real_pack_comes_out_of_an_order(
    site: Site, officer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    checked(site, 1)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(page("pack_orders"), WANTED)
    pack = IssuedPack.objects.get()
    with default_storage.open(pack.stored) as kept:
        pdf = kept.read()
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() == pack.sha256
    from tests.pack.conftest import text_of

    said = text_of(pdf, "-raw")
    assert in_groups(pack.code) in said
    assert "testserver/brum/packs" in "".join(said.split())
    answer = officer.get(page("packs_zip", PackOrder.objects.get().pk))
    with ZipFile(BytesIO(content_of(answer))) as made:
        assert made.read(made.namelist()[1]) == pdf
    assert answer.headers["Content-Type"] == "application/zip"


# --- how much the pages ask ----------------------------------------------------------------------


def asked_by(client: Client, path: str) -> int:
    client.get(path)  # the first page of a visit notes the council in the session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.django_db
def test_the_pages_of_orders_ask_as_much_of_many_as_of_one(site: Site, officer: Client) -> None:
    records = checked(site, 5)

    def failed_order(of: list[Record]) -> PackOrder:
        order = ordered(site, of)
        with mock.patch.object(orders, "issue_pack", side_effect=TooLong("It is too long.")):
            while draw_next(order=order.pk, clock=clock):
                pass
        return order

    few = failed_order(records[:1])
    listed, one = page("pack_orders"), page("pack_order", few.pk)
    before = asked_by(officer, listed), asked_by(officer, one)
    many = [failed_order(records) for _ in range(3)]
    assert (asked_by(officer, listed), asked_by(officer, page("pack_order", many[-1].pk))) == before
    # Session, person, council, memberships, what they were told of; the orders, or one, its progress and its failures.
    assert before == (6, 8)
