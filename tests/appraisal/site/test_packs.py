"""Issued packs: drawn from a record once, kept for good, read by those who may, looked up by anybody."""

from __future__ import annotations

import copy
import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import docx
import pikepdf
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from lxml import html

from appraisal.actions import packs
from appraisal.actions.checking import sign_off
from appraisal.actions.packs import issue_pack, sweep_packs
from appraisal.actions.panel import Pick
from appraisal.actions.stored import Stored
from appraisal.exports.word.sections import sections_of
from appraisal.models import Asset, IssuedPack, Proposal, Record, State
from appraisal.pack.codes import in_groups
from appraisal.pack.editions import Edition
from appraisal.pack.inside import look_inside
from appraisal.pack.press import Busy
from appraisal.pack.verify import FILE, RESULT, SCHEME, sums_of
from appraisal.queries.packs import issued_document, report_document
from appraisal.queries.verify import first_broken_link
from appraisal.recorded import read_record
from appraisal.views import record_copies, verify
from core.models import User
from tests.appraisal.site.assessing import assessed, find, fresh, made_ready, under_assessment
from tests.appraisal.site.browsing import complaints, fill_in, words_of
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.people import NOW, Site, begin, carry, events, fingerprint, usual_site
from tests.appraisal.site.sitting import sit
from tests.killing import Point, finished, killed
from tests.pack.conftest import text_of
from tests.pack.packed import hall, hall_pack, with_files
from tests.pack.packed import kept as written
from tests.pack.structure import failures, faults
from tests.pack.test_square_code import codes_in
from tests.tampering import past_the_triggers

MUCH_LATER = timedelta(days=20_000)  # than files that were made by a real clock
DRAWN = b"%PDF-1.7 drawn"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(STORAGES=storages(str(tmp_path))):
        yield tmp_path


def storages(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(settings.STORAGES)
    found["default"]["OPTIONS"]["location"] = folder
    return found


def address(code: str) -> str:
    return f"https://example.org/brum/packs/{in_groups(code)}/"


def sent_in(site: Site) -> Record:
    """Return the record of what the group sent in."""
    carry(site, to=State.SUBMITTED)
    return Record.objects.select_related("proposal__authority").get(event="submit")


def issue(site: Site, record: Record, *, exempt: bool = False, drawn: bytes = DRAWN) -> IssuedPack:
    """Issue a pack, for which nothing is drawn: that takes time."""
    with mock.patch.object(packs, "draw", return_value=drawn):
        return issue_pack(
            by=site.people["officer"], of=record, exempt=exempt, address=address, at=NOW
        )


def content(pack: IssuedPack) -> bytes:
    with default_storage.open(pack.stored) as kept:
        return bytes(kept.read())


def stored(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


# --- issuing -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_pack_is_kept_with_its_hash_and_stands_on_record(site: Site, files: Path) -> None:
    record = sent_in(site)
    pack = issue(site, record, exempt=True)
    assert (pack.sha256, pack.size) == (hashlib.sha256(DRAWN).hexdigest(), len(DRAWN))
    assert content(pack) == DRAWN
    assert pack.code not in pack.stored
    event, told = events(site.proposal)[-1]
    assert (event, told["pack"], told["sha256"]) == ("pack issued", pack.code, pack.sha256)
    assert told["of_record"] == record.sha256
    assert sweep_packs(at=NOW + MUCH_LATER) == 0
    assert len(stored(files)) == 1


@pytest.mark.django_db
def test_what_was_issued_is_not_drawn_again(site: Site, files: Path) -> None:
    record = sent_in(site)
    first = issue(site, record)
    before = fingerprint()
    with mock.patch.object(packs, "draw") as draw:
        again = issue_pack(
            by=site.people["checker"], of=record, exempt=False, address=address, at=NOW
        )
    assert again == first
    assert not draw.called
    assert fingerprint() == before
    assert issue(site, record, exempt=True) != first
    assert len(stored(files)) == 2


@pytest.mark.django_db
def test_of_two_at_once_one_is_kept(site: Site, files: Path) -> None:
    record = sent_in(site)
    first: list[IssuedPack] = []

    def meanwhile(pdf: bytes) -> Stored:
        if not first:
            first.append(mock.DEFAULT)
            first[0] = issue(site, record)
        return store(pdf)

    store = packs._store
    with mock.patch.object(packs, "_store", meanwhile):
        second = issue(site, record, drawn=b"another")
    assert [second] == first
    assert IssuedPack.objects.count() == 1
    assert [one.read_bytes() for one in stored(files)] == [DRAWN]


@pytest.mark.django_db
def test_nothing_is_drawn_inside_a_transaction(site: Site) -> None:
    record = sent_in(site)
    inside: list[bool] = []
    depth = len(transaction.get_connection().savepoint_ids)

    def draw(document: object, edition: Edition) -> bytes:
        inside.append(len(transaction.get_connection().savepoint_ids) > depth)
        return DRAWN

    with mock.patch.object(packs, "draw", draw):
        issue_pack(by=site.people["officer"], of=record, exempt=True, address=address, at=NOW)
    assert inside == [False]


@pytest.mark.django_db
def test_the_database_refuses_to_change_one(site: Site) -> None:
    issue(site, sent_in(site))
    found = IssuedPack.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.delete()


@pytest.mark.django_db
def test_it_is_drawn_from_the_record_alone(site: Site) -> None:
    record = sent_in(site)
    about: dict[str, Any] = {
        "exempt": True,
        "code": "SC8KP3G5WC",
        "issued": NOW,
        "address": address,
    }
    before = issued_document(record, **about)
    Proposal.objects.filter(pk=site.proposal.pk).update(title="Another", summary="Another")
    site.proposal.terms.delete()
    fresh = Record.objects.select_related("proposal__authority").get(pk=record.pk)
    assert issued_document(fresh, **about) == before


# --- what stands on it ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_its_cover_says_what_it_was_drawn_from_and_its_sums_agree(
    site: Site, tmp_path: Path
) -> None:
    sitting = sit(site)
    sitting.ready()
    sitting.decides()
    record = Record.objects.select_related("proposal__authority").get(event="decide")
    pack = issue_pack(by=site.people["officer"], of=record, exempt=True, address=address, at=NOW)
    pdf = content(pack)
    words = " ".join(text_of(pdf, "-raw").split())
    digest = record.sha256
    assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in words
    assert in_groups(pack.code) in words
    assert "Scan the square, or look the code up at example.org/brum/packs" in words
    assert "Decision 1, frozen on 22 November 2026, 12:00" in words
    assert "Exempt: not for publication" in words
    assert "Meeting 23 November 2026" in words
    assert "Draft" not in words
    with pikepdf.open(BytesIO(pdf)) as opened:
        spoken = [str(one.Alt) for one in opened.objects if _is_figure(one) and "/Alt" in one]
    assert any(address(pack.code) in one for one in spoken)
    assert codes_in(pdf, tmp_path) == [address(pack.code)]
    # Of the two streams that are written last, one in 128 ends so: what it says hangs on chance.
    assert [one for one in failures(pdf) if "STREAM-LENGTH" not in one] == []
    assert faults(pdf) == []
    inside = look_inside(written(tmp_path / "exempt.pdf", pdf))
    assert (inside.said, inside.code) == (AGREE, pack.code)
    public = issue_pack(by=site.people["officer"], of=record, exempt=False, address=address, at=NOW)
    inside = look_inside(written(tmp_path / "public.pdf", content(public)))
    assert (inside.said, inside.code) == (AGREE, public.code)


@pytest.mark.django_db
def test_a_cover_says_where_it_is_who_led_on_it_and_when_the_panel_meets(site: Site) -> None:
    Asset.objects.filter(proposal=site.proposal).update(neighbourhood="Ladywood")
    Proposal.objects.filter(pk=site.proposal.pk).update(officer=site.people["officer"])
    carry(site, to=State.ASSESSMENT)
    under_assessment(site)
    made_ready(site)
    fingerprint = assessed(site).fingerprint
    sign_off(by=site.people["checker"], proposal=fresh(site), fingerprint=fingerprint, at=NOW)
    sit(site, whole=True)
    signed = Record.objects.select_related("proposal__authority").get(event="sign-off")
    about: dict[str, Any] = {"code": "SC8KP3G5WC", "issued": NOW, "address": address}

    def cover(*, exempt: bool) -> dict[str, str]:
        seal = issued_document(signed, exempt=exempt, **about).seal
        assert seal is not None
        return {one.label: one.text for one in seal.facts}

    Asset.objects.filter(proposal=site.proposal).update(neighbourhood="Elsewhere")
    told, public = cover(exempt=True), cover(exempt=False)
    assert told["Ward or neighbourhood"] == public["Ward or neighbourhood"] == "Ladywood"
    assert told["Meeting"] == public["Meeting"] == "23 November 2026"
    assert told["Officer"] == str(site.people["officer"])
    assert "Officer" not in public, "the public reads nobody’s name"


def _is_figure(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.Figure


@pytest.mark.django_db
def test_a_public_one_holds_nothing_of_the_legal_ledger(site: Site) -> None:
    carry(site, to=State.ASSESSMENT)
    record = Record.objects.select_related("proposal__authority").get()
    about: dict[str, Any] = {"code": "SC8KP3G5WC", "issued": NOW, "address": address}
    public = issued_document(record, exempt=False, **about)
    exempt = issued_document(record, exempt=True, **about)
    assert (public.undervalue, public.discount) == (None, None)
    assert public.seal is not None
    assert public.seal.mark == "Public"
    assert b"unrestricted_value_gbp" not in public.source
    assert exempt.with_discount


@pytest.mark.django_db
def test_the_sums_of_every_kind_of_record_agree(site: Site) -> None:
    """What a panel picked, and what an officer did, stands in the file of the record."""
    carry(site, to=State.ASSESSMENT)
    under_assessment(site)
    find(site, "C", "pick", points=5)
    made_ready(site)
    sign_off(
        by=site.people["checker"],
        proposal=fresh(site),
        fingerprint=assessed(site).fingerprint,
        at=NOW,
    )
    sitting = sit(site, whole=True)
    for who in ("chair", "panel"):
        sitting.declares(who)
    sitting.opens("chair", "panel")
    sitting.moderates()
    sitting.agrees({"A": Pick(0, "The letter is a promise only.")})
    sitting.decides()
    found = Record.objects.order_by("audit_sequence")
    assert [one.event for one in found] == ["submit", "sign-off", "decide"]
    for record in found:
        frozen = read_record(record.text)
        files = {
            FILE: frozen.file.source,
            RESULT: json.dumps(frozen.result).encode(),
            SCHEME: frozen.scheme_text.encode(),
        }
        assert sums_of(files).said == AGREE
    last = json.loads(found[2].text)["result"]["criteria"]
    picked = {one["letter"] for one in last if "picked" in one}
    assert picked == {"A", "C"}


# --- killed in the middle ------------------------------------------------------------------------


def issuing(record: int, by: int, at: str, folder: str) -> None:
    """Issue a pack: the job that is killed."""
    with (
        override_settings(STORAGES=storages(folder)),
        mock.patch.object(packs, "draw", return_value=DRAWN),
    ):
        issue_pack(
            by=User.objects.get(pk=by),
            of=Record.objects.select_related("proposal__authority").get(pk=record),
            exempt=False,
            address=address,
            at=datetime.fromisoformat(at),
        )


@pytest.mark.django_db
def test_each_edition_is_drawn_as_itself_and_kept_beside_the_others(site: Site) -> None:
    record, officer = sent_in(site), site.client("officer")
    asked = []

    def draw(document: object, edition: Edition) -> bytes:
        asked.append(edition)
        return DRAWN + edition.encode()

    with mock.patch.object(packs, "draw", draw):
        for edition in (*Edition, Edition.LARGE):
            typed = {"record": str(record.pk), "part": "exempt", "edition": str(edition)}
            assert fill_in(officer, site.address("packs"), typed).status_code == 302
    assert asked == list(Edition), "the second of large print was kept already"
    assert {one.edition: content(one) for one in IssuedPack.objects.all()} == {
        str(one): DRAWN + one.encode() for one in Edition
    }
    listed = words_of(officer.get(site.address("packs")))
    assert all(one.words in listed for one in Edition)
    typed = {"record": str(record.pk), "part": "exempt", "edition": "huge"}
    assert set(complaints(fill_in(officer, site.address("packs"), typed))) == {"edition"}


JOB = "tests.appraisal.site.test_packs.issuing"
POINTS = [
    Point("appraisal.actions.packs._store", "after"),  # the file is there, the row is not
    Point("core.audit._write", "after"),  # the row is written; it is not committed
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_one_that_is_killed_leaves_a_file_at_most(files: Path, point: Point) -> None:
    site = usual_site()
    record = sent_in(site)
    given = {
        "record": record.pk,
        "by": site.people["officer"].pk,
        "at": NOW.isoformat(),
        "folder": str(files),
    }
    before = fingerprint()
    killed(JOB, point, **given)
    assert fingerprint() == before
    assert len(stored(files)) == 1
    assert sweep_packs(at=NOW) == 0, "somebody may be about to add the row"
    assert sweep_packs(at=NOW + MUCH_LATER) == 1
    finished(JOB, **given)
    assert IssuedPack.objects.get().record == record
    assert [one.read_bytes() for one in stored(files)] == [DRAWN]


# --- who reads them ------------------------------------------------------------------------------


@pytest.fixture
def decided(site: Site) -> dict[str, IssuedPack]:
    """Return the packs of a proposal that was sent in, signed off and decided, by what they are of."""
    sitting = sit(site)
    sitting.freezes("submit")
    sitting.freezes("sign-off")
    sitting.ready()
    sitting.decides()
    found = {}
    for record in Record.objects.select_related("proposal__authority"):
        for exempt in (False, True):
            name = f"{record.event} {'exempt' if exempt else 'public'}"
            found[name] = issue(site, record, exempt=exempt, drawn=name.encode())
    return found


ALL = {
    f"{event} {part}" for event in ("submit", "sign-off", "decide") for part in ("public", "exempt")
}
READ = {
    "officer": ALL,
    "checker": ALL,
    "auditor": ALL,
    "chair": {one for one in ALL if not one.startswith("submit")},
    "panel": {one for one in ALL if not one.startswith("submit")},
    "lead": {"submit public", "decide public"},
    "member": {"submit public", "decide public"},
    "rival": set(),
    "stranger": set(),
    "elsewhere": set(),
    "admin": set(),
}


@pytest.mark.django_db
def test_everybody_reads_what_is_theirs_and_no_more(
    site: Site, decided: dict[str, IssuedPack]
) -> None:
    for who, own in READ.items():
        client = site.client(who)
        read = set()
        for name, pack in decided.items():
            answer = client.get(site.address("issued_pack", str(pack.pk)))
            if answer.status_code == 200:
                assert content_of(answer) == name.encode()
                read.add(name)
            else:
                assert answer.status_code == 404
        assert read == own, who
        listed = client.get(site.address("packs")).content.decode()
        assert {name for name, one in decided.items() if in_groups(one.code) in listed} == own


@pytest.mark.django_db
def test_a_panel_that_still_scores_reads_the_record_of_the_pack_before_it(site: Site) -> None:
    sitting = sit(site, whole=True)
    sitting.freezes("sign-off")
    signed = Record.objects.get(event="sign-off")
    pack = issue(site, signed, exempt=True, drawn=b"%PDF")
    record, text = (site.address(name, str(signed.pk)) for name in ("record", "record_text"))
    printed = site.address("issued_pack", str(pack.pk))
    member = site.client("panel")
    for there in (record, text, printed):
        assert member.get(there).status_code == 404, "who has not declared yet reads nothing"
    sitting.declares("panel")
    for there in (record, text):
        assert member.get(there).status_code == 200, there
    assert content_of(member.get(printed)) == b"%PDF"
    assert record in member.get(site.address("records")).content.decode()
    assert site.client("lead").get(record).status_code == 404


# --- a record as files to work with ---------------------------------------------------------------


@pytest.mark.django_db
def test_who_reads_the_exempt_pack_of_a_record_takes_its_report_and_its_scores_away(
    site: Site, decided: dict[str, IssuedPack]
) -> None:
    exempt = {name: one for name, one in decided.items() if one.exempt}
    with mock.patch.object(record_copies, "draw_report", return_value=DRAWN):
        for who, own in READ.items():
            client = site.client(who)
            for page in ("record_report", "record_scores"):
                for name, pack in exempt.items():
                    there = site.address(page, str(pack.record_id))
                    status = client.get(there).status_code
                    assert (status == 200) == (name in own), (who, page, name)
                    listed = client.get(site.address("packs")).content.decode()
                    assert (there in listed) == (name in own)
    other = begin(site.council, site.group, site.people["member"])
    there = site.address("record_report", str(exempt["decide exempt"].record_id), proposal=other)
    assert site.client("officer").get(there).status_code == 404


@pytest.mark.django_db
def test_the_report_and_the_scores_of_a_record_name_it_and_are_made_of_it_alone(
    site: Site, officer: Client
) -> None:
    sitting = sit(site)
    sitting.freezes("sign-off")
    record = Record.objects.select_related("proposal__authority").get(event="sign-off")

    def taken(page: str) -> tuple[str, bytes]:
        answer = officer.get(site.address(page, str(record.pk)))
        assert answer.status_code == 200
        return answer.headers["Content-Disposition"], answer.content

    name, report = taken("record_report")
    sheet_name, sheet = taken("record_scores")
    assert name.endswith('-sign-off-1-report.docx"')
    assert sheet_name.endswith('-sign-off-1-scores.xlsx"')
    written_report = docx.Document(BytesIO(report))
    own = written_report.core_properties
    assert own.language == "en-GB"
    assert (
        own.subject
        == f"Exempt: not for publication. Sign-off 1, SHA-256 of the record {record.sha256}"
    )
    said = "\n".join(one.text for one in written_report.paragraphs)
    assert "Copy for editing, made from Sign-off 1. What is changed in it is not on record." in said
    assert "Draft" not in said
    assert record.sha256[:8] in written_report.sections[0].footer.paragraphs[0].text
    rows = {row.cells[0].text: row.cells[1].text for row in written_report.tables[0].rows}
    assert rows["SHA-256 of the record"].replace(" ", "") == record.sha256
    assert "Short code" not in rows
    with zipfile.ZipFile(BytesIO(sheet)) as file:
        strings = file.read("xl/sharedStrings.xml").decode()
        assert record.sha256 in file.read("docProps/core.xml").decode()
    assert f"SHA-256 of the record: {record.sha256}" in strings
    Proposal.objects.filter(pk=site.proposal.pk).update(title="Another", summary="Another")
    assert taken("record_report")[1] == report
    assert taken("record_scores")[1] == sheet


@pytest.mark.django_db
def test_the_report_for_word_has_the_sections_of_the_pack_in_its_order(site: Site) -> None:
    sitting = sit(site)
    sitting.freezes("sign-off")
    document = report_document(
        Record.objects.select_related("proposal__authority").get(event="sign-off")
    )
    page = html.fromstring(render_to_string("pack/pack.html", {"pack": document}))
    printed = [" ".join(one.text_content().split()) for one in page.iter("h2")]
    written_down = [section.title for section in sections_of(document)]
    assert [one for one in printed if one in written_down] == written_down
    assert set(printed) - set(written_down) == {"Contents", "The Outcomes Kite"}


@pytest.mark.django_db
def test_another_proposal_s_pack_is_not_found_through_one_s_own(
    site: Site, decided: dict[str, IssuedPack]
) -> None:
    other = begin(site.council, site.group, site.people["member"])
    pack = decided["submit public"]
    there = site.address("issued_pack", str(pack.pk), proposal=other)
    assert site.client("officer").get(there).status_code == 404


@pytest.mark.django_db
def test_a_pack_is_served_with_its_hash(site: Site, officer: Client) -> None:
    pack = issue(site, sent_in(site))
    there = site.address("issued_pack", str(pack.pk))
    answer = officer.get(there)
    assert content_of(answer) == DRAWN
    assert answer.headers["ETag"] == f'"{pack.sha256}"'
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Type"] == "application/pdf"
    same = officer.get(there, headers={"If-None-Match": f'"{pack.sha256}"'})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.django_db
def test_an_officer_issues_one(site: Site, officer: Client) -> None:
    record = sent_in(site)
    with mock.patch.object(packs, "draw", return_value=DRAWN):
        chosen = {"record": str(record.pk), "part": "exempt", "edition": "full"}
        page = officer.post(site.address("packs"), chosen, follow=True)
    pack = IssuedPack.objects.get()
    assert pack.exempt
    assert f"Pack {in_groups(pack.code)} is ready" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "Choose who it is for"),
        ({"part": "all"}, "Choose one of the answers to"),
        ({"part": "public", "record": "987"}, "Choose one of the answers to"),
    ],
)
def test_a_pack_of_nothing_is_refused(
    site: Site, officer: Client, chosen: dict[str, str], said: str
) -> None:
    record = sent_in(site)
    page = officer.post(site.address("packs"), {"record": str(record.pk), **chosen})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not IssuedPack.objects.exists()


# --- anybody asks --------------------------------------------------------------------------------


def asked(code: str, council: str = "brum") -> Any:
    return Client().get(reverse("appraisal:pack_code", args=[council, code]))


@pytest.mark.django_db
def test_anybody_sees_that_a_pack_is_real_and_nothing_else(site: Site) -> None:
    pack = issue(site, sent_in(site))
    answer = asked(in_groups(pack.code))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "22 November 2026" in page
    assert "There is no later record" in page
    for secret in ("Our hall", "Norton Hall", "Hall group", "Sent in", "Ŵyn", pack.sha256):
        assert secret not in page
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert asked(pack.code.lower()).content == answer.content


@pytest.mark.django_db
def test_it_says_that_there_is_a_later_record(site: Site) -> None:
    pack = issue(site, sent_in(site))
    carry(site, to=State.ASSESSMENT)
    sitting = sit(site, whole=True)
    sitting.freezes("sign-off")
    assert "There is a later record" in asked(pack.code).content.decode()


@pytest.mark.django_db
def test_a_code_that_there_never_was_is_told_from_one_that_is_mistyped(site: Site) -> None:
    pack = issue(site, sent_in(site))
    assert (
        "No pack of this council has the code SC8KP-3G5WC" in asked("SC8KP3G5WC").content.decode()
    )
    last = "0" if pack.code[-1] != "0" else "1"
    assert "a letter or figure is wrong" in asked(pack.code[:-1] + last).content.decode()
    assert asked(pack.code, council="ely").status_code == 404


@pytest.mark.django_db
def test_who_guesses_codes_is_stopped(site: Site) -> None:
    with mock.patch.dict("core.limits.LIMITS", {"guess": "2/h/ip"}):
        assert [asked("SC8KP3G5WC").status_code for _ in range(4)] == [404, 404, 429, 429]


@pytest.mark.django_db
def test_who_comes_while_too_much_is_drawn_or_looked_into_is_asked_to_wait(site: Site) -> None:
    record, officer = sent_in(site), site.client("officer")
    with mock.patch.object(packs, "draw", side_effect=Busy("too much")):
        typed = {"record": str(record.pk), "part": "exempt", "edition": "full"}
        busy = officer.post(site.address("packs"), typed)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    assert "Please try again soon" in words_of(busy)
    assert not IssuedPack.objects.exists()
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(verify._looks)
        address = reverse("appraisal:verify_pack", args=["brum"])
        file = SimpleUploadedFile("pack.pdf", b"%PDF-1.7", "application/pdf")
        assert Client().post(address, {"file": file}).status_code == 503


@pytest.mark.django_db
def test_the_box_leads_to_the_page_of_a_code(site: Site) -> None:
    box = reverse("appraisal:pack_codes", args=["brum"])
    answer = Client().get(box, {"code": " sc8kp 3g5wc"})
    assert answer.headers["Location"] == f"{box}SC8KP-3G5WC/"
    wrong = Client().get(box, {"code": "hello"})
    assert "This is no code of a pack" in wrong.content.decode()
    assert 'value="hello"' in wrong.content.decode()


# --- anybody checks the file ---------------------------------------------------------------------

CODE = "SC8KP3G5WC"


def marked(opened: pikepdf.Pdf) -> None:
    opened.docinfo["/Keywords"] = f"Pack {in_groups(CODE)} exempt"


def reworded(opened: pikepdf.Pdf) -> None:
    """Write something over the first page, and change nothing inside the files."""
    page = opened.pages[0]
    page.contents_add(opened.make_stream(b"BT /F1 12 Tf (Approved) Tj ET"))


@pytest.fixture
def real(site: Site) -> bytes:
    """Return the file of a pack that was issued."""
    pdf = with_files(hall_pack(), {}, marked)
    with mock.patch.object(packs, "new_code", return_value=CODE):
        issue(site, sent_in(site), exempt=True, drawn=pdf)
    return pdf


def sent(pdf: bytes, council: str = "brum", client: Client | None = None) -> Any:
    address = reverse("appraisal:verify_pack", args=[council])
    file = SimpleUploadedFile("pack.pdf", pdf, "application/pdf")
    return (client or Client(enforce_csrf_checks=True)).post(address, {"file": file})


def verdicts(response: Any) -> tuple[str, str]:
    """Return what a page says to each of the two questions."""
    sums, issued = response.context["sums"], response.context["issued"]
    page = unescape(response.content.decode())
    assert sums.said in page
    assert issued.said in page
    return sums.said, issued.said


AGREE = "The sums agree: every figure is what the file comes to."


@pytest.mark.django_db
def test_the_file_that_was_issued_passes_both(site: Site, real: bytes, files: Path) -> None:
    before, there = fingerprint(), len(stored(files))
    answer = sent(real)
    assert verdicts(answer) == (AGREE, "Birmingham City Council issued exactly this file.")
    assert (fingerprint(), len(stored(files))) == (before, there), "nothing is kept"
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_another_text_on_a_page_fails_the_second(site: Site, real: bytes) -> None:
    sums, issued = verdicts(sent(with_files(real, {}, reworded)))
    assert sums == AGREE
    assert issued.startswith(
        "This is not the file that Birmingham City Council issued as pack SC8KP"
    )


@pytest.mark.django_db
def test_another_figure_inside_it_fails_both(site: Site, real: bytes) -> None:
    result = json.loads(hall()[RESULT])
    result["criteria"][0]["points"] = 20
    answer = sent(with_files(real, {RESULT: json.dumps(result).encode()}))
    sums, issued = verdicts(answer)
    assert sums == "The sums do not agree: one figure comes out differently."
    assert "Points of criterion A" in answer.content.decode()
    assert issued.startswith("This is not the file")


@pytest.mark.django_db
def test_another_council_did_not_issue_it(site: Site, real: bytes) -> None:
    assert verdicts(sent(real, "ely")) == (AGREE, "Ely Council did not issue this file.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (b"", "This file is empty"),
        (b"Dear council", "This file is no PDF"),
        (b"%PDF-1.7\n" + b" " * (20 * 1024 * 1024), "This file is larger than 20 MB"),
    ],
    ids=["empty", "foreign", "large"],
)
def test_what_is_no_pack_is_told(site: Site, pdf: bytes, said: str) -> None:
    answer = sent(pdf)
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_nobody_keeps_the_site_busy_with_files(site: Site) -> None:
    with mock.patch.dict("core.limits.LIMITS", {"verify": "1/h/ip"}):
        assert [sent(b"Dear council").status_code for _ in range(2)] == [200, 429]


@pytest.mark.django_db
def test_the_command_gives_both_verdicts(site: Site, real: bytes, tmp_path: Path) -> None:
    out = StringIO()
    path = tmp_path / "pack.pdf"
    path.write_bytes(real)
    call_command("verify_pack", str(path), stdout=out)
    assert out.getvalue().startswith(
        f"{AGREE}\nBirmingham City Council issued exactly this file.\n"
    )
    path.write_bytes(with_files(real, {}, reworded))
    with pytest.raises(SystemExit):
        call_command("verify_pack", str(path), stdout=out)
    assert "something in it was changed" in out.getvalue()


# --- tampered with behind the site's back --------------------------------------------------------

ROW: dict[str, Any] = {
    "edition": "summary",
    "exempt": True,
    "code": CODE,
    "sha256": "0" * 64,
    "size": 7,
    "stored": "packs/00/0",
}
RECORD_ROW: dict[str, Any] = {
    "event": "decide",
    "made_at": NOW + timedelta(days=1),
    "text": "{}",
    "sha256": "0" * 64,
    "audit_sequence": 1,
    "audit_hash": "0" * 64,
}


@pytest.mark.django_db
def test_whatever_is_changed_of_a_row_is_found(site: Site) -> None:
    pack = issue(site, sent_in(site))
    assert first_broken_link(site.council) is None
    for rows, changes in ((IssuedPack.objects, ROW), (Record.objects, RECORD_ROW)):
        row = rows.get()
        changes = {**changes, **_somebody(row, site)}
        for name, value in changes.items():
            with past_the_triggers():
                rows.update(**{name: value})
                assert first_broken_link(site.council) is not None, name
                rows.update(**{name: getattr(row, name)})
    assert first_broken_link(site.council) is None
    with past_the_triggers():
        IssuedPack.objects.all().delete()
    assert f"the pack {pack.code}, which is not there" in str(first_broken_link(site.council))


def _somebody(row: Any, site: Site) -> dict[str, Any]:
    return {"made_by": site.people["rival"]} if isinstance(row, Record) else {}


@pytest.mark.django_db
def test_a_changed_file_is_found(site: Site, files: Path) -> None:
    issue(site, sent_in(site))
    (file,) = stored(files)
    file.chmod(0o600)
    file.write_bytes(DRAWN + b" ")
    assert "was changed, or is gone" in str(first_broken_link(site.council))
    file.unlink()
    assert "was changed, or is gone" in str(first_broken_link(site.council))


# --- kept long enough ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_pack_goes_with_its_record(
    site: Site, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    from appraisal.actions.retention import _erase

    issue(site, sent_in(site))
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    with django_capture_on_commit_callbacks(execute=True):
        _erase(site.council, "refused", proposal, NOW + timedelta(days=4_000))
    assert not IssuedPack.objects.exists()
    assert not Proposal.objects.filter(pk=proposal.pk).exists()
    assert stored(files) == []
