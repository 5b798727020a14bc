"""The start page and what hangs on it."""

import json
import re
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.utils.html import escape

from appraisal.examples import NAMES, example
from appraisal.library import FIXTURES


def test_start_page_shows_every_example_with_its_score(client: Client) -> None:
    page = client.get("/").content.decode()
    for name in NAMES:
        result = json.loads((FIXTURES / "golden" / f"{name}.result.json").read_text())
        assert f'id="{name}"' in page
        assert f"{result['percent']}%" in page
        assert f"/examples/{name}/pack.pdf" in page
        assert f"/examples/{name}/kite.svg" in page


def test_start_page_allows_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("name", NAMES)
def test_kite_is_an_image_with_words(client: Client, name: str) -> None:
    response = client.get(f"/examples/{name}/kite.svg")
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
        (held,) = [attached.get_file().read_bytes() for attached in pdf.attachments.values()]
    assert held == (FIXTURES / "golden" / "hall.json").read_bytes()


def test_result_is_the_contract_s(client: Client) -> None:
    result = client.get("/examples/garden/result.json").json()
    assert result["points"] == 78


@pytest.mark.parametrize("what", ["kite.svg", "pack.pdf", "appraisal.json", "result.json"])
def test_an_example_that_there_is_not_does_not_exist(client: Client, what: str) -> None:
    assert client.get(f"/examples/nowhere/{what}").status_code == 404
    assert client.get(f"/examples/hall/{what}/more").status_code == 404


def test_what_is_not_found_is_said_plainly(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "Go to the start page" in response.content.decode()


def test_pages_only_read(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.post("/examples/hall/pack.pdf").status_code == 405


def row_of(page: str, name: str) -> str:
    (row,) = [row for row in re.findall(r"(?s)<tr.*?</tr>", page) if f'href="#{name}"' in row]
    return " ".join(re.sub(r"<[^>]*>", " ", row).split())


def test_start_page_says_what_to_know_before_trusting_a_figure(client: Client) -> None:
    page = client.get("/").content.decode()
    for name in NAMES:
        appraisal = example(name).appraisal
        count = len(appraisal.warnings)
        assert ("warning" in row_of(page, name)) == bool(count)
        assert f"{count} warning" in row_of(page, name) or not count
        assert ("Provisional" in row_of(page, name)) == appraisal.provisional
        for warning in appraisal.warnings:
            assert escape(warning.message) in page
    assert " Provisional, 1 warning " in row_of(page, "freehold")
    assert " 5 warnings " in row_of(page, "edges")
