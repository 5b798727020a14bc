"""The start page and what hangs on it."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from lxml import html

from appraisal.engine.kite import in_words, kite_points
from appraisal.examples import NAMES, example
from appraisal.library import FIXTURES
from appraisal.showing.kite_address import kite_address
from core.models import Authority

pytestmark = pytest.mark.django_db  # the start page lists the councils


def test_start_page_leads_to_every_council(client: Client) -> None:
    for slug, name in (("northfield", "Northfield"), ("ashby", "Ashby <b>")):
        Authority.objects.create(slug=slug, name=name, region="London")
    page = html.fromstring(client.get("/").content.decode())
    links = [(a.get("href"), a.text_content()) for a in page.iter("a")]
    assert links.index(("/ashby/", "Ashby <b>")) < links.index(("/northfield/", "Northfield"))


def test_start_page_shows_every_example_with_its_score(client: Client) -> None:
    page = client.get("/").content.decode()
    for name in NAMES:
        result = json.loads((FIXTURES / "golden" / f"{name}.result.json").read_text())
        assert f'id="{name}"' in page
        assert f"{result['percent']}%" in page
        assert f'href="/examples/{name}/"' in page
        assert f"/examples/{name}/pack.pdf" in page
        assert kite_address(example(name).appraisal) in page


def test_start_page_says_at_a_glance_what_to_know_before_trusting_a_figure(client: Client) -> None:
    page = html.fromstring(client.get("/").content.decode())
    rows = {row.find(".//a").text_content(): row.text_content() for row in page.iter("tr")
            if row.find(".//a") is not None}  # fmt: skip
    assert len(rows) == len(NAMES)
    for name in NAMES:
        result = json.loads((FIXTURES / "golden" / f"{name}.result.json").read_text())
        row = rows[example(name).file.title]
        count = len(result["warnings"])
        discount = f"{result['discount']['percent']}%" if result["discount"] else "none"
        assert discount in row
        assert ("Provisional" in row) is result["provisional"]
        assert (f"{count} warning" in row) if count else ("warning" not in row)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_has_a_page_that_leads_to_all_of_it(client: Client, name: str) -> None:
    response = client.get(f"/examples/{name}/")
    page = html.fromstring(response.content.decode())
    assert "Worked example" in page.text_content()
    assert page.find(".//h1").text_content() == example(name).file.title
    links = {link.get("href") for link in page.iter("a")}
    for what in ("answers/", "pack.pdf", "appraisal.json", "result.json"):
        assert f"/examples/{name}/{what}" in links
        assert client.get(f"/examples/{name}/{what}").status_code == 200 or what == "pack.pdf"
    assert links >= {"/"}
    assert [h.tag for h in page.iter("h1")] == ["h1"]


def test_start_page_allows_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("name", NAMES)
def test_kite_is_an_image_with_words(client: Client, name: str) -> None:
    page = html.fromstring(client.get(f"/examples/{name}/").content.decode())
    (image,) = page.iter("img")
    assert in_words(kite_points(example(name).appraisal)) in image.get("alt")
    assert image.get("width")
    assert image.get("height")
    response = client.get(image.get("src"))
    assert response.headers["Content-Type"] == "image/svg+xml"
    drawing = response.content.decode()
    assert "<title" in drawing
    assert "<desc" in drawing
    assert "<script" not in drawing
    assert "<text" not in drawing, "an image cannot use our font, so its letters must be paths"


def test_pack_is_a_pdf_that_holds_the_file(client: Client) -> None:
    response = client.get("/examples/hall/pack.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(response.content)) as pdf:
        held = pdf.attachments["appraisal.json"].get_file().read_bytes()
    assert held == (FIXTURES / "golden" / "hall.json").read_bytes()


def test_result_is_the_contract_s(client: Client) -> None:
    result = client.get("/examples/garden/result.json").json()
    assert result["points"] == 78


@pytest.mark.parametrize("what", ["", "answers/", "pack.pdf", "appraisal.json", "result.json"])
def test_an_example_that_there_is_not_does_not_exist(client: Client, what: str) -> None:
    assert client.get(f"/examples/nowhere/{what}").status_code == 404
    assert client.get(f"/examples/hall/{what}/more").status_code == 404


def test_what_is_not_found_is_said_plainly(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "Go to the start page" in response.content.decode()


def test_pages_only_read(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.post("/examples/hall/").status_code == 405
    assert client.post(kite_address(example("hall").appraisal)).status_code == 405
    assert client.post("/examples/hall/pack.pdf").status_code == 405
