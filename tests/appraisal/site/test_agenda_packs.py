"""Agenda packs: who issues and reads them, what is closed to whom, and that what was drawn is kept and verified."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from appraisal import tasks
from appraisal.actions import agenda_packs as actions
from appraisal.actions.agenda_packs import (
    CannotAsk,
    ask_for_agenda_pack,
    draw_agenda_pack,
    sweep_agenda_packs,
)
from appraisal.actions.meetings import put_on_agenda
from appraisal.actions.panel import declare
from appraisal.actions.retention import delete_with_all, let_go
from appraisal.models import AgendaPack, Notice, Proposal, State
from appraisal.pack import TooLong
from appraisal.pack.agenda import CLOSED, AgendaDocument
from appraisal.pack.codes import in_groups
from appraisal.pack.inside import look_inside
from appraisal.queries.agenda_packs import packs_to_go_on_with
from appraisal.queries.packs import issued_exactly, known_by_code
from appraisal.queries.retention import over_at
from appraisal.queries.verify import first_broken_link
from core.models import AuditDetail, AuditEntry, Membership
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.people import NOW, Site, begin, fingerprint
from tests.appraisal.site.sitting import OWN, Sitting, sit
from tests.appraisal.site.test_packs import MUCH_LATER, storages
from tests.pack.packed import kept

pytestmark = pytest.mark.django_db

BASE = "https://example.org/brum/packs/"
LONG_AGO = NOW - timedelta(days=365 * 8)
LATER = NOW + timedelta(minutes=21)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(STORAGES=storages(str(tmp_path))):
        yield tmp_path


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """Return a panel with two items on its agenda: the first is signed off."""
    made = sit(site)
    made.freezes("sign-off")
    other = begin(site.council, site.group, site.people["member"], title="Our shed")
    Proposal.objects.filter(pk=other.pk).update(state=State.CHECKED)
    put_on_agenda(by=site.people["officer"], meeting=made.meeting, proposal=other, at=NOW)
    return made


def asked(sitting: Sitting, *, exempt: bool = True, who: str = "officer") -> AgendaPack:
    return ask_for_agenda_pack(
        by=sitting.people[who],
        meeting=sitting.meeting,
        exempt=exempt,
        base=BASE,
        at=NOW,
        then=lambda pack: None,
    )


SHOWN: list[AgendaDocument] = []


def as_text(document: AgendaDocument) -> bytes:
    """Draw nothing: what a pack would show is kept for a look, and its code is its content."""
    SHOWN.append(document)
    closed = [str(one.number) for one in document.entries if one.nothing == CLOSED]
    return f"%PDF {document.seal.code} closed: {' '.join(closed)}".encode()


def draws(pack: AgendaPack, at: Any = NOW, draw: Any = as_text) -> AgendaPack:
    """Work on a pack as a worker does; without a look at pages."""
    with mock.patch.object(actions, "draw_agenda", draw):
        draw_agenda_pack(pack=pack.pk, clock=lambda: at)
    return AgendaPack.objects.get(pk=pack.pk)


def at_page(sitting: Sitting, name: str = "agenda_packs", *more: object) -> str:
    return reverse(f"appraisal:{name}", args=[sitting.site.council.slug, sitting.meeting.pk, *more])


def got(sitting: Sitting, who: str, pack: AgendaPack) -> Any:
    return sitting.site.client(who).get(at_page(sitting, "agenda_pack", pack.pk))


def told(kind: str) -> list[str]:
    return [one.user.name for one in Notice.objects.filter(kind=kind)]


# --- issuing and drawing -------------------------------------------------------------------------


def test_an_officer_issues_it_and_a_worker_draws_it(sitting: Sitting) -> None:
    client = sitting.site.client("officer")
    answer = client.post(at_page(sitting), {"part": "exempt"}, follow=True)
    (pack,) = AgendaPack.objects.all()
    assert "is being drawn" in answer.content.decode()
    assert got(sitting, "officer", pack).status_code == 404, "nothing is drawn yet"
    assert [(one.number, one.record is not None) for one in pack.items.all()] == [
        (1, True),
        (2, False),
    ]
    ready = draws(pack)
    assert ready.ready
    assert told("agenda-pack") == [sitting.people["officer"].name]
    content = content_of(got(sitting, "officer", pack))
    assert hashlib.sha256(content).hexdigest() == ready.sha256
    assert "(PDF, " in client.get(at_page(sitting)).content.decode()


def test_what_is_the_same_is_one_pack_and_is_drawn_once(sitting: Sitting) -> None:
    first = draws(asked(sitting))
    before = fingerprint()
    assert asked(sitting) == first
    assert fingerprint() == before
    assert asked(sitting, exempt=False) != first
    draws(first, LATER, draw=mock.Mock(side_effect=AssertionError("it was drawn before")))
    sitting.freezes("sign-off")
    assert asked(sitting) != first, "there is a newer record"


def test_the_page_says_when_the_agenda_has_changed(sitting: Sitting) -> None:
    draws(asked(sitting))
    client = sitting.site.client("officer")
    assert "has changed since" not in client.get(at_page(sitting)).content.decode()
    sitting.freezes("sign-off")
    assert "has changed since" in client.get(at_page(sitting)).content.decode()


def test_nothing_signed_off_and_what_is_not_theirs_are_refused(site: Site) -> None:
    sitting = sit(site)
    with pytest.raises(CannotAsk, match="signed off yet"):
        asked(sitting)
    answer = site.client("officer").post(at_page(sitting), {"part": "exempt"})
    assert (answer.status_code, b"signed off yet" in answer.content) == (409, True)
    nothing = site.client("officer").post(at_page(sitting), {})
    assert b"Choose who it is for" in nothing.content
    sitting.freezes("sign-off")
    with pytest.raises(CannotAsk, match="number 1 is closed to you"):
        asked(sitting, who="chair")
    assert not AgendaPack.objects.exists()


def test_one_that_cannot_be_drawn_says_why_and_may_be_asked_for_again(sitting: Sitting) -> None:
    pack = draws(asked(sitting), draw=mock.Mock(side_effect=TooLong("It has 9,000 lines.")))
    assert (pack.failed, pack.ready) == ("It has 9,000 lines.", False)
    assert b"9,000 lines" in sitting.site.client("officer").get(at_page(sitting)).content
    again = asked(sitting)
    assert (again.pk, again.failed) == (pack.pk, "")
    assert draws(again).ready


def test_who_may_not_issue_it_any_more_gets_none(sitting: Sitting) -> None:
    pack = asked(sitting)
    Membership.objects.filter(user=sitting.people["officer"]).delete()
    assert draws(pack).failed == actions.NOT_ANY_MORE


def test_what_a_worker_left_behind_is_drawn_by_another_and_given_up_in_the_end(
    sitting: Sitting,
) -> None:
    pack = asked(sitting)
    broken = mock.Mock(side_effect=OSError("killed"))
    draws(pack, NOW, broken)
    assert packs_to_go_on_with(NOW) == [], "its claim stands"
    assert packs_to_go_on_with(LATER) == [pack.pk]
    draws(pack, LATER, broken)
    draws(pack, LATER + timedelta(minutes=21), broken)
    last = draws(pack, LATER + timedelta(minutes=42))
    assert "broken off three times" in last.failed
    assert packs_to_go_on_with(LATER + timedelta(hours=1)) == []


def test_two_workers_keep_one_file(sitting: Sitting, files: Path) -> None:
    pack = asked(sitting)

    def slowly(document: AgendaDocument) -> bytes:
        draws(pack, LATER)  # the other thinks that this one was killed
        return b"%PDF too late"

    ready = draws(pack, NOW, slowly)
    assert b"too late" not in content_of(got(sitting, "officer", ready))
    assert len([one for one in files.rglob("*") if one.is_file()]) == 1
    assert AuditEntry.objects.filter(event="agenda pack issued").count() == 1
    assert sweep_agenda_packs(at=NOW + MUCH_LATER) == 0
    default_storage.save("agenda-packs/ab/lost", ContentFile(b"left by a worker that was killed"))
    assert sweep_agenda_packs(at=NOW) == 0, "somebody may be about to write the row"
    assert sweep_agenda_packs(at=NOW + MUCH_LATER) == 1


def test_the_queue_has_it_once_it_is_committed_and_again_if_a_worker_died(
    sitting: Sitting, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        sitting.site.client("officer").post(at_page(sitting), {"part": "public"})
    (pack,) = AgendaPack.objects.all()
    waiting = DBTaskResult.objects.filter(task_path=tasks.draw_agenda.module_path)
    assert [one.args_kwargs["args"] for one in waiting] == [[pack.pk]]
    tasks.go_on_with_agenda_packs(at=NOW)
    assert waiting.count() == 1, "it waits already"
    waiting.update(status="RUNNING")  # it was begun, and the worker was killed
    tasks.go_on_with_agenda_packs(at=NOW)
    assert waiting.filter(status="READY").count() == 1


# --- what is closed to whom ----------------------------------------------------------------------


def test_the_panel_reads_it_once_they_declared(sitting: Sitting) -> None:
    pack = draws(asked(sitting))
    assert got(sitting, "panel", pack).status_code == 404
    page = sitting.site.client("panel").get(at_page(sitting)).content.decode()
    assert "Our hall" in page
    assert "Nothing is left of it" in page
    sitting.declares("panel")
    assert content_of(got(sitting, "panel", pack)) == content_of(got(sitting, "officer", pack))
    for who in ("lead", "member", "rival", "checker", "auditor", "stranger", "elsewhere"):
        assert got(sitting, who, pack).status_code == 404


def two_signed_off(sitting: Sitting) -> None:
    """Freeze the second item as well: as if it were the first, for nobody looks at its text."""
    first = Proposal.objects.get(title="Our hall").records.get(event="sign-off")
    other = Proposal.objects.get(title="Our shed")
    first.pk, first.proposal, first._state.adding = None, other, True
    first.save()


def test_who_has_an_interest_gets_a_copy_without_that_item(sitting: Sitting) -> None:
    two_signed_off(sitting)
    pack = draws(asked(sitting))
    shed = sitting.meeting.items.get(proposal__title="Our shed")
    sitting.declares("panel")
    ask_for_copy = partial(
        sitting.site.client("panel").post, at_page(sitting, "agenda_pack_copy", pack.pk)
    )
    declare(by=sitting.people["panel"], item=shed, kind=OWN, nature="My sister’s.", at=NOW)
    assert got(sitting, "panel", pack).status_code == 404, "no copy of theirs is drawn"
    assert ask_for_copy().status_code == 302
    (copy,) = AgendaPack.objects.filter(copy_of=pack)
    assert got(sitting, "panel", pack).status_code == 404
    copy = draws(copy)
    assert told("agenda-copy") == [sitting.people["panel"].name]
    shown = SHOWN[-1]
    assert [(one.pack is None, one.nothing == CLOSED) for one in shown.entries] == [
        (False, False),
        (True, True),
    ]
    content = content_of(got(sitting, "panel", pack))
    assert hashlib.sha256(content).hexdigest() == copy.sha256
    assert b"closed: 2" in content
    assert hashlib.sha256(content_of(got(sitting, "officer", pack))).hexdigest() == pack.sha256
    # Another interest, and the copy that held the first item is theirs no more.
    sitting.declares("panel", OWN, "And this.")
    assert got(sitting, "panel", pack).status_code == 404
    assert ask_for_copy().status_code == 403, "nothing would be left in it"
    assert AgendaPack.objects.filter(copy_of=pack).count() == 1
    assert got(sitting, "panel", copy).status_code == 404, "a copy has no address of its own"


def test_the_public_part_is_closed_likewise(sitting: Sitting) -> None:
    pack = draws(asked(sitting, exempt=False))
    assert got(sitting, "panel", pack).status_code == 404
    sitting.declares("panel")
    assert content_of(got(sitting, "panel", pack)).startswith(b"%PDF")


# --- verifying -----------------------------------------------------------------------------------


def test_the_council_issued_exactly_this_file_and_no_other(sitting: Sitting) -> None:
    pack = draws(asked(sitting))
    council = sitting.site.council
    assert issued_exactly(pack.sha256, "", council).exactly
    assert issued_exactly(pack.sha256, "").exactly
    assert not issued_exactly(pack.sha256, "", sitting.site.other).exactly
    other = issued_exactly("0" * 64, pack.code, council)
    assert (other.exactly, "something in it was changed" in other.said) == (False, True)


def test_its_code_says_what_anybody_may_know(sitting: Sitting) -> None:
    pack = asked(sitting)
    council = sitting.site.council
    assert known_by_code(council, pack.code) is None, "it is not issued before it is drawn"
    draws(pack)
    known = known_by_code(council, pack.code)
    assert known is not None
    assert (known.agenda, known.superseded) == (True, False)
    where = reverse("appraisal:pack_code", args=[council.slug, in_groups(pack.code)])
    page = sitting.site.client("nobody").get(where).content.decode()
    assert "an agenda pack" in page
    assert "Our hall" not in page
    sitting.freezes("sign-off")
    assert known_by_code(council, pack.code) == known._replace(superseded=True)


@pytest.mark.parametrize("change", ["file", "row", "part", "gone"])
def test_the_chain_finds_what_was_changed(sitting: Sitting, files: Path, change: str) -> None:
    pack = draws(asked(sitting))
    assert first_broken_link(sitting.site.council) is None
    if change == "file":
        (stored,) = (one for one in files.rglob("*") if one.is_file())
        stored.write_bytes(b"%PDF another")
    elif change == "row":
        AgendaPack.objects.filter(pk=pack.pk).update(sha256="0" * 64)
    elif change == "part":
        pack.items.update(closed=True)
    else:
        default_storage.delete(pack.stored)
    broken = first_broken_link(sitting.site.council)
    assert broken is not None
    assert pack.code in str(broken.what)


def test_the_database_lets_none_go_without_a_word(sitting: Sitting) -> None:
    pack = draws(asked(sitting))
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_with_all(AgendaPack.objects.filter(pk=pack.pk))
    assert AgendaPack.objects.filter(pk=pack.pk).exists()


def test_it_goes_with_the_first_of_its_proposals_that_is_erased(
    sitting: Sitting,
    files: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    two_signed_off(sitting)
    pack = draws(asked(sitting))
    council = sitting.site.council
    Proposal.objects.filter(title="Our hall").update(
        state=State.REFUSED, state_since=LONG_AGO, changed_at=LONG_AGO
    )
    with django_capture_on_commit_callbacks(execute=True):
        let_go(authority=council, over=over_at(council, NOW.date()), at=NOW)
    assert not Proposal.objects.filter(title="Our hall").exists()
    assert Proposal.objects.filter(title="Our shed").exists()
    assert not AgendaPack.objects.exists()
    assert [one for one in files.rglob("*") if one.is_file()] == []
    (gone,) = AuditDetail.objects.filter(entry__event="agenda pack erased")
    assert pack.code in gone.text
    assert not AuditDetail.objects.filter(entry__event="agenda pack issued").exists()
    assert known_by_code(council, pack.code) is None


def test_a_real_one_is_drawn_and_both_verdicts_hold(sitting: Sitting, tmp_path: Path) -> None:
    pack = asked(sitting)
    draw_agenda_pack(pack=pack.pk, clock=lambda: NOW)
    content = content_of(got(sitting, "officer", pack))
    sums = look_inside(kept(tmp_path / "a.pdf", content))
    assert (sums.agree, sums.code) == (True, pack.code)
    assert issued_exactly(hashlib.sha256(content).hexdigest(), sums.code).exactly
