"""Appraisal files on their way through the pages of taking one over."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appraisal.library import FIXTURES
from appraisal.models import Proposal
from tests.appraisal.site.browsing import boxes, page_of
from tests.appraisal.site.people import Site

GOLDEN = FIXTURES / "golden"
EXAMPLES = ("hall", "freehold", "garden", "coproduction", "edges")


def example(name: str) -> dict[str, Any]:
    """Return a worked example, numbers as they are written."""
    found: dict[str, Any] = json.loads(
        (GOLDEN / f"{name}.json").read_text("utf-8"), parse_float=str
    )
    return found


def written(layout: object) -> bytes:
    """Return a file's bytes."""
    return json.dumps(layout, ensure_ascii=False).encode()


def send_file(site: Site, client: Client, content: bytes, proposal: Proposal | None = None) -> Any:
    """Send a file for a preview."""
    file = SimpleUploadedFile("sent.json", content, "application/json")
    return client.post(site.address("import", proposal=proposal), {"file": file})


def preview_of(site: Site, client: Client, proposal: Proposal | None = None) -> Any:
    """Return the preview of the file that was sent."""
    return client.get(site.address("import_preview", proposal=proposal))


def take(
    site: Site, client: Client, preview: Any, yes: str = "yes", proposal: Proposal | None = None
) -> Any:
    """Press a button of a preview that somebody has looked at."""
    address = site.address("import_preview", proposal=proposal)
    told = {"reason": "As the file says"}  # why the valuation date changes, where it does
    return client.post(address, {**boxes(preview), **told, "take": yes})


def take_over(site: Site, client: Client, layout: object, proposal: Proposal | None = None) -> Any:
    """Send a file and say yes to all that it would change."""
    content = layout if isinstance(layout, bytes) else written(layout)
    sent = send_file(site, client, content, proposal)
    assert sent.status_code == 302, faults_of(sent)
    shown = preview_of(site, client, proposal)
    assert shown.status_code == 200
    return take(site, client, shown, proposal=proposal)


def faults_of(response: Any) -> list[str]:
    """Return all that a page says is wrong with a file."""
    lines = page_of(response).xpath("//ul[contains(@class,'govuk-error-summary__list')]/li")
    return [" ".join(line.text_content().split()) for line in lines]
