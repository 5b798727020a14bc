"""What can be taken away from the site: packs for those who may see them, booklets for everyone."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appraisal.actions.demo import build_demo
from appraisal.layout import LEGAL_TERMS
from appraisal.models import CriterionEntry, Proposal, Terms
from appraisal.pack.about import DRAFT, ESTIMATE
from appraisal.views import documents, drawings
from core.models import Authority, User
from tests.core.people import second_steps_for_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HALL, LIBRARY = "Norton Hall as a community centre", "The old library garden"
LODGE, GROWERS = "The lodge in Norton Park", "Growing on the land at Brook Lane"
BATHS = "The baths hall for boxing and more"
OFFICERS = {"northfield": "officer@northfield.example", "eastmoor": "officer@eastmoor.example"}


@pytest.fixture(scope="module")
def built(for_the_module: None) -> None:
    build_demo(at=NOW, drafts_only=True)
    second_steps_for_staff()


@pytest.fixture(autouse=True)
def demo(built: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def pack_address(title: str) -> str:
    proposal = Proposal.objects.select_related("authority").get(title=title)
    return reverse("appraisal:pack", args=[proposal.authority.slug, proposal.pk])


class Printed(NamedTuple):
    said: str
    attached: str


def printed(response: Any) -> Printed:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=response.content, check=True, capture_output=True
    )
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        held = [one.get_file().read_bytes().decode() for one in pdf.attachments.values()]
        attached = "\n".join(held)
    return Printed(" ".join(done.stdout.decode().split()), attached)


# --- the spreadsheet and the report ------------------------------------------------------------------


def everything_in(response: Any) -> str:
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        return "".join(
            file.read(name).decode() for name in file.namelist() if name.endswith(".xml")
        )


def test_a_group_takes_its_scores_away_without_the_legal_ledger_and_an_officer_with_it() -> None:
    address = pack_address(HALL).replace("pack.pdf", "scores.xlsx")
    own = signed_in("ben@example.org").get(address)
    said = everything_in(own)
    assert own.headers["Content-Disposition"].endswith('-scores.xlsx"')
    assert "Social value a year" in said
    for word in (*LEGAL_TERMS, "undervalue", "Undervalue", "less the discount"):
        assert word not in said
    council = everything_in(signed_in(OFFICERS["northfield"]).get(address))
    assert "unrestricted_value_gbp" in council
    assert "Legal undervalue" in council


def test_an_officer_takes_the_report_away_for_word_and_finds_both_on_the_result_page() -> None:
    address = pack_address(HALL).replace("pack.pdf", "report.docx")
    officer = signed_in(OFFICERS["northfield"])
    assert f"{DRAFT}" in everything_in(officer.get(address))
    page = officer.get(address.replace("report.docx", "result/")).content.decode()
    assert f'href="{address}"' in page
    assert f'href="{address.replace("report.docx", "scores.xlsx")}"' in page
    own = signed_in("ben@example.org").get(address.replace("report.docx", "result/"))
    assert address not in own.content.decode()


# --- packs ------------------------------------------------------------------------------------------


def test_a_group_prints_its_own_estimate_and_an_officer_the_draft() -> None:
    own = printed(signed_in("ben@example.org").get(pack_address(HALL)))
    assert ESTIMATE in own.said
    assert DRAFT not in own.said
    assert [word for word in ("discount", "undervalue") if word in own.said.lower()] == []
    assert [key for key in LEGAL_TERMS if key in own.attached] == []
    council = printed(signed_in(OFFICERS["northfield"]).get(pack_address(HALL)))
    assert DRAFT in council.said
    assert "Legal undervalue £150,000.00" in council.said
    assert '"unrestricted_value_gbp": "150000"' in council.attached


def test_where_the_council_shows_the_discount_its_group_still_sees_no_valuation() -> None:
    Terms.objects.filter(proposal__title=BATHS).update(
        unrestricted_value_gbp=7654321, consideration_gbp=4321987
    )
    assert Authority.objects.get(slug="eastmoor").groups_see_discount
    own = printed(signed_in("ellen@example.org").get(pack_address(BATHS)))
    assert "a discount of 11% of the unrestricted value" in own.said
    for figure in ("7,654,321", "4,321,987", "3,332,334", "7654321", "4321987"):
        assert figure not in own.said + own.attached


def test_a_pack_says_what_is_unfinished() -> None:
    own = printed(signed_in("asha@example.org").get(pack_address(LODGE)))
    assert "1 unfinished matter and 9 unanswered criteria: see page" in own.said
    assert "What is unfinished H Community participation Something was typed there" in own.said
    council = printed(signed_in(OFFICERS["northfield"]).get(pack_address(GROWERS)))
    assert "What is unfinished Paper form An officer typed the answers in" in council.said


@pytest.mark.parametrize("email", ["asha@example.org", OFFICERS["northfield"]])
def test_everybody_on_a_task_list_finds_the_pack(email: str) -> None:
    address = pack_address(HALL)
    page = signed_in(email).get(address.removesuffix("pack.pdf")).content.decode()
    assert f'href="{address}"' in page


@pytest.mark.parametrize("email", ["carys@example.org", OFFICERS["eastmoor"]])
def test_to_others_there_is_no_pack(email: str) -> None:
    assert signed_in(email).get(pack_address(HALL)).status_code == 404


@pytest.mark.parametrize("email", ["ben@example.org", OFFICERS["northfield"]])
def test_without_what_is_asked_for_there_is_no_pack_yet(email: str) -> None:
    response = signed_in(email).get(pack_address(LIBRARY))
    assert response.status_code == 409
    assert "whether a lease, a licence or the freehold" in response.content.decode()


def test_a_pack_that_would_take_minutes_is_refused_with_what_to_shorten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "draw", lambda document: pytest.fail("it was drawn"))
    entries = CriterionEntry.objects.filter(assessment__proposal__title=HALL)
    entries.update(note="漢" * 10_000)
    response = signed_in("asha@example.org").get(pack_address(HALL))
    assert response.status_code == 409
    said = " ".join(response.content.decode().split())
    assert "This pack would be too long" in said
    assert "At most 4,000 can be drawn here. The longest part is" in said
    assert "use fewer rows there, or shorter texts." in said


def test_no_pack_is_kept_by_anybody_on_the_way() -> None:
    response = signed_in("asha@example.org").get(pack_address(LIBRARY))
    assert response.headers["Cache-Control"] == "private, no-cache"
    missing = reverse("appraisal:pack", args=["northfield", UUID(int=0)])
    assert signed_in("asha@example.org").get(missing).status_code == 404


# --- booklets ---------------------------------------------------------------------------------------


@pytest.fixture
def times_drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Count what is drawn, in place of drawing it."""
    drawn: list[object] = []

    def draw(booklet: Any) -> bytes:
        drawn.append(booklet)
        return repr(booklet).encode()

    monkeypatch.setattr(documents, "draw_pdf", draw)
    drawings.drawing_of.cache_clear()
    yield lambda: len(drawn)
    drawings.drawing_of.cache_clear()


def booklet(council: str = "northfield", kind: str = "asset-transfer") -> str:
    return reverse("appraisal:booklet_pdf", args=[council, kind])


def test_a_booklet_is_drawn_once_for_everyone(
    client: Client, times_drawn: Callable[[], int]
) -> None:
    first = client.get(booklet())
    again = signed_in("asha@example.org").get(booklet())
    assert first.content == again.content
    assert times_drawn() == 1
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert first.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Vary" not in first.headers
    assert first.cookies == {}


def test_who_has_a_booklet_already_is_told_so(
    client: Client, times_drawn: Callable[[], int]
) -> None:
    tag = client.get(booklet()).headers["ETag"]
    same = client.get(booklet(), headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["Cache-Control"] == "public, max-age=3600"
    assert client.get(booklet(), headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.head(booklet()).headers["ETag"] == tag


@pytest.mark.parametrize("changed", ["name", "colour", "aims", "council", "kind"])
def test_what_changes_a_booklet_has_it_drawn_afresh(
    client: Client, times_drawn: Callable[[], int], changed: str
) -> None:
    before = client.get(booklet())
    address = booklet()
    northfield = Authority.objects.filter(slug="northfield")
    if changed == "name":
        northfield.update(name="Northfield District Council")
    elif changed == "colour":
        northfield.update(colour="#123456")
    elif changed == "aims":
        northfield.get().aims.filter(letter="E").delete()
    elif changed == "council":
        address = booklet("eastmoor")
    else:
        address = booklet(kind="coproduction")
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content
    assert times_drawn() == 2


def test_booklets_are_what_they_say(client: Client) -> None:
    pdf = client.get(booklet())
    word = client.get(reverse("appraisal:booklet_word", args=["northfield", "asset-transfer"]))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert word.content.startswith(b"PK")
    assert word.headers["Content-Type"].endswith("wordprocessingml.document")
    assert word.headers["Content-Disposition"].endswith('.docx"')


def test_a_booklet_that_there_is_not_is_not_found(client: Client) -> None:
    assert client.get(booklet(kind="nothing")).status_code == 404


def test_the_pack_of_a_worked_example_is_drawn_once(client: Client) -> None:
    drawings.drawing_of.cache_clear()
    answers = [client.get("/examples/garden/pack.pdf") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert drawings.drawing_of.cache_info().misses == 1
    assert answers[0].headers["Cache-Control"] == "public, max-age=3600"
    tag = answers[0].headers["ETag"]
    assert (
        client.get("/examples/garden/pack.pdf", headers={"If-None-Match": tag}).status_code == 304
    )
