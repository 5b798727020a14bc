"""A scheme is sent in, checked, compared, tried on the drafts and published; what is pinned stays as it was."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from appraisal.actions.schemes import CannotLoadScheme, keep_scheme_draft, publish_scheme
from appraisal.library import FIXTURES
from appraisal.models import Proposal, SchemeDraft, SchemeVersion, SettingsVersion
from appraisal.queries import newest_version
from tests.appraisal.site.browsing import boxes, complaints, page_of, words_of
from tests.appraisal.site.people import NOW, Site, answer, begin

pytestmark = pytest.mark.django_db
KIND = "asset-transfer"
DAY = NOW.date()
TODAY = (FIXTURES / "schemes" / "valuing-worth-am.toml").read_text("utf-8")


@pytest.fixture
def manager(site: Site) -> Client:
    return site.client("manager")


def place(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def another(*changes: tuple[str, str]) -> str:
    """Return today's scheme as a version of its own, with changes."""
    text = TODAY
    version = next(line for line in text.splitlines() if line.startswith("version"))
    for old, new in ((version, 'version = "brum-1"'), *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def send(manager: Client, site: Site, content: str | bytes, name: str = "ours.toml") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw)
    return manager.post(place(site, "settings_schemes"), {"file": file})


def publish(manager: Client, site: Site, day: date = DAY, **more: str) -> Any:
    address = place(site, "settings_scheme")
    sent = {
        **boxes(manager.get(address)),
        "published_on-day": str(day.day),
        "published_on-month": str(day.month),
        "published_on-year": str(day.year),
        "reason": "Decided by the cabinet",
        "take": "yes",
        **more,
    }
    return manager.post(address, sent)


HIGHER = ("points = { none = 0, some = 1,", "points = { none = 0, some = 2,")


def test_today_s_scheme_can_be_taken_changed_and_published(site: Site, manager: Client) -> None:
    got = manager.get(place(site, "scheme_file", KIND))
    assert got.content.decode() == newest(site).text
    assert got.headers["Content-Disposition"].startswith("attachment")
    by = site.people["member"]
    answer(by, site.proposal, "E", ratings={"be-healthy": "some"})
    response = send(manager, site, another(HIGHER))
    assert response.headers["Location"] == place(site, "settings_scheme")
    said = words_of(manager.get(place(site, "settings_scheme")))
    assert "version brum-1" in said
    assert "1 of 1 draft would score otherwise" in said
    row = page_of(manager.get(place(site, "settings_scheme"))).xpath("//tbody/tr")[0]
    points = [int(cell.text_content()) for cell in row.xpath("td")[:2]]
    assert points[1] == points[0] + 1
    assert row.xpath("string(td[3])") == "E"
    assert newest(site).authority is None, "nothing is published yet"
    assert publish(manager, site).status_code == 302
    assert newest(site).version == "brum-1"
    assert newest(site).authority == site.council
    assert site.sheet.scheme.version != "brum-1", "what was started keeps its version"
    fresh = begin(site.council, site.group, by)
    assert str(Proposal.objects.get(pk=fresh.pk).scheme).endswith("@brum-1")
    kept = SettingsVersion.objects.get(subject=f"scheme:{KIND}")
    assert kept.reason == "Decided by the cabinet"
    assert "brum-1" in words_of(manager.get(place(site, "settings_history")))
    assert not SchemeDraft.objects.exists()


def newest(site: Site, on: date = DAY) -> SchemeVersion:
    found = newest_version(site.council, KIND, on)
    assert found is not None
    return found


def test_what_changes_is_said_in_sentences(site: Site, manager: Client) -> None:
    send(manager, site, another(('title = "Neighbourhood priorities"', 'title = "Ward aims"')))
    said = words_of(manager.get(place(site, "settings_scheme")))
    assert "Neighbourhood priorities" in said
    assert "Ward aims" in said
    assert "None" in said, "no draft would score otherwise"


def test_a_scheme_is_published_from_a_later_day(site: Site, manager: Client) -> None:
    later = NOW.date() + timedelta(days=30)
    send(manager, site, another(HIGHER))
    assert publish(manager, site, later).status_code == 302
    assert newest(site).version != "brum-1"
    assert newest(site, later - timedelta(days=1)).version != "brum-1"
    assert newest(site, later).version == "brum-1"
    assert "From 22 December 2026" in words_of(manager.get(place(site, "settings_schemes")))


def test_no_scheme_is_published_for_days_that_are_past(site: Site, manager: Client) -> None:
    send(manager, site, another(HIGHER))
    response = publish(manager, site, NOW.date() - timedelta(days=1))
    assert "not for days that are past" in " ".join(complaints(response).values())
    response = publish(manager, site, reason=" ")
    assert "Say why" in complaints(response)["reason"]
    assert newest(site).version != "brum-1"


BROKEN = {
    "no toml": (b"key = ", "not TOML"),
    "no text": (b"\xff\xfe\x00k", "no text in UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "no text in UTF-8"),
    "another shape": (b"a = 1\n", "missing"),
    "a maximum too many": (
        another(("\nmaximum = 200\n", "\nmaximum = 201\n")).encode(),
        "201",
    ),
    "a wrong rule": (another((HIGHER[0], "points = { nobody = 0, some = 1,")).encode(), "(E)"),
    "very deep": (b"a = " + b"[" * 5_000, "TOML"),
    "a number beyond sense": (b"a = 1e99999999999999999999\n", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scheme_is_refused_with_what_is_wrong(
    site: Site, manager: Client, name: str
) -> None:
    content, said = BROKEN[name]
    response = send(manager, site, content)
    assert response.status_code == 200
    summary = page_of(response).xpath("//*[contains(@class,'govuk-error-summary')]")
    assert summary
    assert said in summary[0].text_content()
    assert not SchemeDraft.objects.exists()


def test_both_sides_of_the_largest_scheme(site: Site, manager: Client) -> None:
    text = another(HIGHER)
    room = 1_000_000 - len(text.encode()) - 3
    assert send(manager, site, text + "\n# " + "x" * room).status_code == 302
    response = send(manager, site, text + "\n# " + "x" * (room + 1))
    assert "larger than 1 MB" in complaints(response)["file"]


def test_a_published_version_is_not_published_again(site: Site, manager: Client) -> None:
    send(manager, site, another(HIGHER))
    publish(manager, site)
    response = send(manager, site, another())
    assert "published valuing-worth-am@brum-1 already" in complaints(response)["file"]


def test_two_managers_publish_only_what_they_have_looked_at(site: Site, manager: Client) -> None:
    send(manager, site, another(HIGHER))
    opened = boxes(manager.get(place(site, "settings_scheme")))
    by, text = site.people["manager"], another((HIGHER[0], HIGHER[1].replace("2", "3")))
    keep_scheme_draft(by=by, authority=site.council, name="b.toml", text=text, at=NOW)
    response = publish(manager, site, draft=opened["draft"])
    assert "was replaced, published or dropped meanwhile" in words_of(response)
    assert newest(site).version != "brum-1"
    drop = {"take": "no", "draft": opened["draft"]}
    manager.post(place(site, "settings_scheme"), drop)
    assert SchemeDraft.objects.get().text == text, "theirs is not dropped unseen"
    with pytest.raises(CannotLoadScheme, match="replaced"):
        publish_scheme(
            by=by,
            authority=site.council,
            sha256=opened["draft"],
            published_on=NOW.date(),
            reason="x",
            at=NOW,
        )


def test_a_scheme_can_be_dropped(site: Site, manager: Client) -> None:
    send(manager, site, another(HIGHER))
    draft = hashlib.sha256(another(HIGHER).encode()).hexdigest()
    manager.post(place(site, "settings_scheme"), {"take": "no", "draft": draft})
    assert not SchemeDraft.objects.exists()
    assert manager.get(place(site, "settings_scheme")).status_code == 302


def test_a_draft_that_does_not_fit_is_said_with_its_reason(site: Site, manager: Client) -> None:
    answer(site.people["member"], site.proposal, "E", ratings={"be-healthy": "some"})
    text = another(HIGHER)
    start = text.index('letter = "E"')
    part = text[start:].replace("some =", "a_bit =", 2)
    send(manager, site, text[:start] + part)
    assert SchemeDraft.objects.exists()
    said = words_of(manager.get(place(site, "settings_scheme")))
    assert "It cannot be scored" in said


def test_another_council_s_draft_and_scheme_are_not_seen(site: Site, manager: Client) -> None:
    send(manager, site, another(HIGHER))
    elsewhere = site.client("elsewhere")
    assert elsewhere.get("/ely/settings/schemes/new/").status_code == 302
    publish(manager, site)
    found = newest_version(site.other, KIND, NOW.date())
    assert found is not None
    assert found.version != "brum-1"


TITLE = next(line for line in TODAY.splitlines() if line.startswith("title"))
KEY = next(line for line in TODAY.splitlines() if line.startswith("key"))
VERSION = next(line for line in TODAY.splitlines() if line.startswith("version"))


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (
            TITLE,
            f'title = "{"ŵ" * 201}"',
            "The title of the scheme has 201 characters; the site keeps 200",
        ),
        (TITLE, 'title = "Ours\\u0000"', "The title of the scheme holds a NUL character"),
        (
            'title = "Neighbourhood priorities"',
            f'title = "{"x" * 201}"',
            "has 201 characters; the site keeps 200 at most",
        ),
    ],
)
def test_a_scheme_that_the_site_has_no_room_for_is_refused_in_words(
    site: Site, manager: Client, line: str, instead: str, said: str
) -> None:
    assert line in TODAY
    response = send(manager, site, TODAY.replace(line, instead, 1))
    assert said in complaints(response)["file"]
    assert not SchemeDraft.objects.exists()


def test_a_name_that_the_audit_has_no_room_for_is_refused(site: Site, manager: Client) -> None:
    text = TODAY.replace(KEY, f'key = "{"k" * 60}"', 1).replace(
        VERSION, f'version = "{"1" * 40}"', 1
    )
    assert "key and version together" in complaints(send(manager, site, text))["file"]
