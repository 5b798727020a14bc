"""Evidence: only what officers can open, stored whole or not at all, read by those who may read the proposal."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal.actions import evidence as actions
from appraisal.actions.evidence import (
    CannotRemove,
    add_evidence,
    check_file,
    remove_evidence,
    sweep_files,
)
from appraisal.actions.stored import CannotSweep
from appraisal.care import files
from appraisal.models import Evidence, Notice, Proposal, Record, State
from core.uploads.clamd import CannotScan, Scanner
from core.uploads.kinds import KINDS
from core.uploads.limits import MOST_BODY, MOST_BYTES
from tests.appraisal.site.browsing import complaints, page_of, title_of, words_of
from tests.appraisal.site.downloads import content_of, let_go
from tests.appraisal.site.people import NOW, Site, events, fingerprint
from tests.core.sent_files import BAD, GOOD, PDF, png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    """Let what is stored lie in a folder of this test's own."""
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": str(tmp_path / "files")}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": options},
    }
    return tmp_path / "files"


def stored(storage: Path) -> list[Path]:
    return [one for one in storage.rglob("*") if one.is_file()]


def send(
    client: Client,
    site: Site,
    letter: str = "A",
    content: bytes = PDF,
    name: str = "a.pdf",
    **more: Any,
) -> Any:
    """Send a file to a criterion's evidence, as a browser does."""
    address = site.address("evidence_for", letter) if letter else site.address("evidence")
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


def status(client: Client, address: str) -> int:
    """Ask for a file, and let go of it."""
    return int(let_go(client.get(address)).status_code)


def move(site: Site, state: State) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state)


def add(site: Site, who: str = "member", **more: Any) -> Evidence:
    from io import BytesIO

    proposal = Proposal.objects.select_related("authority").get(pk=site.proposal.pk)
    given: dict[str, Any] = {
        "letter": "A",
        "name": "a.pdf",
        "content": BytesIO(PDF),
        "councils": False,
        "at": NOW,
        **more,
    }
    return add_evidence(by=site.people[who], proposal=proposal, **given)


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_comes_back_to_the_byte(site: Site, member: Client, kind: str) -> None:
    response = send(member, site, content=GOOD[kind], name="x/../Ŵyn’s “letter”.bin")
    assert response.status_code == 302
    file = Evidence.objects.get()
    assert file.kind == kind
    got = member.get(site.address("evidence_file", str(file.pk)))
    assert content_of(got) == GOOD[kind]
    assert file.sha256 == hashlib.sha256(GOOD[kind]).hexdigest()
    assert file.size == len(GOOD[kind])
    said = got.headers["Content-Disposition"]
    assert said.startswith("attachment; filename*=utf-8''%C5%B4yn")
    assert said.endswith(KINDS[kind].suffixes[0])
    assert got.headers["Content-Type"] == KINDS[kind].mime
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-cache" in got.headers["Cache-Control"]
    assert "private" in got.headers["Cache-Control"]


def test_a_file_lies_under_a_random_name_that_only_the_site_reads(
    site: Site, member: Client, storage: Path
) -> None:
    send(member, site, name="letter.pdf")
    (lies,) = stored(storage)
    assert "letter" not in str(lies)
    assert lies.suffix == ""
    assert lies.stat().st_mode & 0o777 == 0o600
    assert Evidence.objects.get().stored == str(lies.relative_to(storage))


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_evidence_is_refused_and_nothing_is_stored(
    site: Site, member: Client, storage: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    content, reason = BAD[name]
    before = fingerprint()
    with caplog.at_level(logging.WARNING, "security"):
        response = send(member, site, content=content, name="accounts.pdf", words="Our accounts")
    assert reason in complaints(response)["file"]
    assert page_of(response).xpath("string(//input[@name='words']/@value)") == "Our accounts"
    assert fingerprint() == before
    assert stored(storage) == []
    assert content == b"" or "file refused: POST" in caplog.text


def test_no_file_at_all_is_said(site: Site, member: Client) -> None:
    response = member.post(site.address("evidence_for", "A"), {"words": "Our accounts"})
    assert complaints(response) == {"file": "Choose a file"}


@pytest.mark.parametrize("over", [0, 1, 1024 * 1024])
def test_both_sides_of_the_largest_size(
    site: Site, member: Client, storage: Path, over: int
) -> None:
    end = b"\n%%EOF\n"
    content = PDF + b"\0" * (MOST_BYTES + over - len(PDF) - len(end)) + end
    response = send(member, site, content=content, words="The survey")
    if over:
        assert "larger than 20 MB" in complaints(response)["file"]
        assert "The survey" in page_of(response).xpath("//input[@name='words']/@value")
        assert stored(storage) == []
    else:
        assert response.status_code == 302
        assert Evidence.objects.get().size == MOST_BYTES


def test_a_body_beyond_all_sense_is_refused_unread(site: Site, member: Client) -> None:
    class Unread:
        def read(self, *_: int) -> bytes:
            raise AssertionError("it was read")

        readline = read

    for length, status in ((MOST_BODY + 1, 413), (5 * 10**9, 413), (int("9" * 40), 413)):
        response = member.generic(
            "POST",
            site.address("evidence_for", "A"),
            content_type="multipart/form-data; boundary=x",
            **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(length)},  # type: ignore[arg-type]
        )
        assert response.status_code == status
        assert b"at most 20 MB" in response.content
        assert response.headers["Content-Security-Policy"]


def test_a_large_file_is_never_in_memory(
    site: Site, member: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    checked = actions._checked

    def look(content: Any) -> str:
        seen.append(type(content).__name__)
        return checked(content)

    monkeypatch.setattr(actions, "_checked", look)
    end = b"\n%%EOF\n"
    send(member, site, content=PDF + b"\0" * 1_000_000 + end)
    assert seen == ["TemporaryUploadedFile"]


def test_the_51st_file_is_refused_and_nothing_is_stored(
    site: Site, member: Client, storage: Path
) -> None:
    for _ in range(49):
        add(site)
    assert send(member, site, letter="").status_code == 302
    response = send(member, site)
    assert "has 50 files" in complaints(response)["file"]
    assert Evidence.objects.count() == len(stored(storage)) == 50


def test_a_file_of_one_s_own_can_be_removed_while_drafting(
    site: Site, member: Client, storage: Path
) -> None:
    file = add(site)
    address = site.address("remove_evidence", str(file.pk))
    assert "Remove this file?" in words_of(member.get(address))
    assert member.post(address).headers["Location"] == site.address("evidence_for", "A")
    assert not Evidence.objects.exists()
    assert stored(storage) == []
    assert member.post(address).status_code == 404
    event, detail = events(site.proposal)[-1]
    assert event == "evidence removed"
    assert detail["sha256"] == file.sha256


def test_what_was_sent_in_stays(site: Site, member: Client, storage: Path) -> None:
    old = add(site)
    Record.objects.create(
        proposal=site.proposal,
        made_at=NOW,
        made_by=site.people["lead"],
        event="submit",
        text="{}",
        sha256="0" * 64,
        audit_sequence=1,
        audit_hash="0" * 64,
    )
    move(site, State.RETURNED)
    new = add(site, name="b.pdf", at=NOW + timedelta(minutes=1))
    page = page_of(member.get(site.address("evidence_for", "A")))
    links = page.xpath("//a[contains(@href, '/remove/')]/@href")
    assert links == [site.address("remove_evidence", str(new.pk))]
    assert member.get(site.address("remove_evidence", str(old.pk))).status_code == 403
    assert member.post(site.address("remove_evidence", str(old.pk))).status_code == 403
    assert member.post(site.address("remove_evidence", str(new.pk))).status_code == 302
    assert list(Evidence.objects.all()) == [old]
    assert len(stored(storage)) == 1


@pytest.mark.parametrize("state", list(State))
def test_who_may_add_in_which_state(site: Site, state: State) -> None:
    move(site, state)
    groups = state in (State.DRAFT, State.RETURNED)
    councils = state in (State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT)
    for who, may in (("member", groups), ("lead", groups), ("officer", councils)):
        before = Evidence.objects.count()
        response = send(site.client(who), site)
        assert response.status_code == (302 if may else 403), who
        assert Evidence.objects.count() == before + may
        if not may:
            assert "You may not add or remove" in words_of(response)
    assert Evidence.objects.filter(councils=True).count() == councils


def test_neither_side_removes_what_is_the_other_s(site: Site, officer: Client) -> None:
    ours = add(site)
    move(site, State.ASSESSMENT)
    assert officer.post(site.address("remove_evidence", str(ours.pk))).status_code == 403
    fresh = Evidence.objects.select_related("proposal__authority").get()
    with pytest.raises(CannotRemove, match="only the group"):
        remove_evidence(by=site.people["officer"], evidence=fresh, councils=True, at=NOW)
    assert Evidence.objects.count() == 1


def test_a_proposal_sent_in_meanwhile_takes_no_file(
    site: Site, member: Client, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = actions._store

    def slow(content: Any) -> Any:
        move(site, State.SUBMITTED)
        return store(content)

    monkeypatch.setattr(actions, "_store", slow)
    response = send(member, site)
    assert "has moved on" in complaints(response)["file"]
    assert not Evidence.objects.exists()
    assert stored(storage) == []


def test_files_stand_on_the_pages_with_size_and_date(site: Site, member: Client) -> None:
    add(site, words="From the lottery fund", name="promise.pdf")
    add(site, letter="", name="constitution.pdf")
    officer = site.client("officer")
    for client in (member, officer):
        page = words_of(client.get(site.letter("A")))
        assert (
            "promise.pdf From the lottery fund 1 KB, added by the group on 22 November 2026" in page
        )
        assert "constitution.pdf" not in page
        both = words_of(client.get(site.address("check")))
        assert "promise.pdf" in both
        assert "constitution.pdf" in both
    assert "No file has been sent in" not in words_of(member.get(site.address("check")))


def test_as_many_files_as_there_may_be_cost_no_query_more(site: Site, member: Client) -> None:
    def asked() -> list[int]:
        found = []
        for name, more in (("check", ()), ("criterion", ("A",)), ("evidence", ())):
            address = site.address(name, *more)
            member.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert member.get(address).status_code == 200
            found.append(len(queries))
        return found

    add(site)
    before = asked()
    for number in range(49):
        add(site, letter="ABCDEFG"[number % 7])
    assert asked() == before


def test_a_guessed_file_and_another_proposal_s_are_not_there(site: Site, member: Client) -> None:
    from tests.appraisal.site.people import begin

    other = begin(site.council, site.group, site.people["member"])
    file = add(site)
    guessed = "6f1cbb32-97d4-4b63-a3b0-6a2ab7c7a9d1"
    for one in (guessed, str(file.pk)):
        for name in ("evidence_file", "remove_evidence"):
            assert member.get(site.address(name, one, proposal=other)).status_code == 404


# --- the virus check


@pytest.fixture
def scanner(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Let a scanner be set; the list's last entry is what it finds, and None means that it is down."""
    verdicts: list[str | None] = [None]

    def scan(content: Any, by: Scanner) -> str:
        if verdicts[-1] is None:
            raise CannotScan("It does not answer.")
        return verdicts[-1]

    settings.CLAMD = Scanner(path="/nobody")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(actions, "scan", scan)
    return verdicts


def run_tasks() -> int:
    """Do what waits for the worker; return how many tasks are left then."""
    from django_tasks import default_task_backend

    waiting = list(default_task_backend.results)  # type: ignore[attr-defined]
    default_task_backend.clear()  # type: ignore[attr-defined]
    for one in waiting:
        one.task.call(*one.args, **one.kwargs)
    return len(default_task_backend.results)  # type: ignore[attr-defined]


def test_a_file_is_held_until_it_passes(
    site: Site, member: Client, scanner: list[str | None]
) -> None:
    send(member, site)
    file = Evidence.objects.get()
    address = site.address("evidence_file", str(file.pk))
    page = member.get(site.letter("A"))
    assert "Waiting for the virus check" in words_of(page)
    assert not page_of(page).xpath(f"//a[@href='{address}']")
    assert status(member, address) == 404
    assert run_tasks() == 1, "the scanner is down: tried again later"
    assert status(member, address) == 404
    scanner.append("")
    assert run_tasks() == 0
    assert status(member, address) == 200
    assert events(site.proposal)[-1][0] == "evidence passed the virus check"


def test_an_infected_file_goes_and_both_sides_are_told(
    site: Site, member: Client, storage: Path, scanner: list[str | None]
) -> None:
    scanner.append("Eicar-Test")
    send(member, site)
    assert run_tasks() == 0
    assert stored(storage) == []
    file = Evidence.objects.get()
    assert member.get(site.address("evidence_file", str(file.pk))).status_code == 404
    for who in ("member", "officer"):
        assert "the virus check found Eicar-Test" in words_of(
            site.client(who).get(site.letter("A"))
        )
    told = Notice.objects.filter(kind="file-refused").values_list("user__email", flat=True)
    assert {"member@example.org", "officer@example.org"} <= set(told)
    event, detail = events(site.proposal)[-1]
    assert (event, detail["found"]) == ("evidence infected", "Eicar-Test")


def test_the_command_looks_at_what_waits_and_sweeps_what_nobody_knows(
    site: Site, storage: Path, scanner: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = add(site)
    scanner.append("")
    lost = storage / "evidence" / "ab" / "lost"
    lost.parent.mkdir(exist_ok=True)
    lost.write_bytes(PDF)
    for late, left in ((timedelta(), 2), (timedelta(days=400_0), 1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda late=late: NOW + late)
        call_command("sweep_files")
        assert len(stored(storage)) == left
    file.refresh_from_db()
    assert file.state == Evidence.State.OPEN


def test_where_most_files_are_unknown_none_is_swept(site: Site, storage: Path) -> None:
    add(site)
    folder = storage / "evidence" / "ab"
    folder.mkdir(exist_ok=True)
    for number in range(30):
        (folder / f"of-another-database-{number}").write_bytes(PDF)
    with pytest.raises(CannotSweep, match="30 of 31"):
        sweep_files(at=NOW + timedelta(days=4000))
    assert len(stored(storage)) == 31


def test_the_daily_care_checks_what_is_held_and_says_what_got_no_verdict(
    site: Site, scanner: list[str | None]
) -> None:
    lost, there = add(site), add(site, name="b.pdf")
    default_storage.delete(lost.stored)
    scanner.append("")
    with pytest.raises(CannotScan, match="is not there"):
        files(at=NOW)
    there.refresh_from_db()
    assert there.state == Evidence.State.OPEN


def test_a_file_that_is_lost_never_opens(site: Site, scanner: list[str | None]) -> None:
    file = add(site)
    default_storage.delete(file.stored)
    with pytest.raises(CannotScan):
        check_file(evidence=file, at=NOW)
    file.refresh_from_db()
    assert file.state == Evidence.State.HELD


def test_what_was_typed_comes_back_after_signing_in(site: Site) -> None:
    client = site.client("nobody")
    address = site.address("evidence_for", "A")
    client.post(address, {"words": "Our accounts", "file": SimpleUploadedFile("a.pdf", PDF)})
    client.force_login(site.people["member"])
    page = client.get(address)
    assert "You were signed out before the file arrived" in words_of(page)
    assert page_of(page).xpath("string(//input[@name='words']/@value)") == "Our accounts"
    assert title_of(page).startswith("Evidence for A")


def test_a_picture_keeps_its_own_ending(site: Site, member: Client) -> None:
    send(member, site, content=png(), name="roof.exe")
    assert Evidence.objects.get().name == "roof.exe.png"


def test_the_council_is_told_that_the_group_reads_what_it_adds(site: Site) -> None:
    add(site, "officer", councils=True)
    move(site, State.SUBMITTED)
    address = site.address("evidence")
    assert "The group can read what you add" in words_of(site.client("officer").get(address))
    assert "The group can read what you add" not in words_of(site.client("member").get(address))
