"""A file that is no appraisal file, or none for this proposal, is refused with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from appraisal.models import PendingImport
from tests.appraisal.site.browsing import complaints, page_of, title_of, words_of
from tests.appraisal.site.files import (
    example,
    faults_of,
    preview_of,
    send_file,
    take,
    take_over,
    written,
)
from tests.appraisal.site.people import Site, begin, fingerprint

pytestmark = pytest.mark.django_db

Layout = dict[str, Any]


def changed(change: Callable[[Layout], object]) -> bytes:
    """Return a hall's file with something changed in it."""
    layout = example("hall")
    change(layout)
    return written(layout)


def with_300_faults(layout: Layout) -> None:
    club = {"name": "Club", "participants": "x", "hours_per_session": -1, "sessions_per_year": []}
    layout["answers"]["H"]["activities"] = [dict(club) for _ in range(100)]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"PK\x03\x04 not json", ""),
    "a page": (b"<!doctype html><p>Hello</p>", ""),
    "a list": (b"[1, 2]", "must hold one JSON object"),
    "not UTF-8": ('{"title": "café"}'.encode("latin-1"), "UTF-8"),
    "nothing in it": (b"{}", "scheme: This is missing"),
    "nested deeply": (b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too deeply"),
    "another scheme": (
        changed(lambda one: one.update(scheme="valuing-worth-coproduction", kind="coproduction")),
        "scheme: This proposal is appraised under valuing-worth-am@2026.1",
    ),
    "another version": (
        changed(lambda one: one.update(scheme="valuing-worth-am@2019.9")),
        "scheme: This proposal is appraised under valuing-worth-am@2026.1",
    ),
    "another kind": (changed(lambda one: one.update(kind="coproduction")), "kind: "),
    "another nation": (
        changed(lambda one: one["authority"].update(region="Wales")),
        "England only",
    ),
    "no tenure": (changed(lambda one: one["terms"].pop("tenure")), "terms.tenure: This is missing"),
    "a letter too many": (changed(lambda one: one["answers"].update(Z={})), "answers.Z"),
    "a key twice": (b'{"title": "a", "title": "b"}', "given more than once"),
    "figures": (
        changed(lambda one: one["answers"]["A"].update(capital_cost_gbp=float("inf"))),
        "answers.A.capital_cost_gbp",
    ),
    "a long title": (
        changed(lambda one: one.update(title="ŵ" * 201)),
        "title: This text has 201 characters; the site keeps 200 at most.",
    ),
    "a long agreement": (
        changed(
            lambda one: one["answers"].update(
                K={"not_applicable": {"reason": "No land", "agreed_by": "ŵ" * 201}}
            )
        ),
        "answers.K.not_applicable.agreed_by: This text has 201 characters",
    ),
    "a postcode that is none": (
        changed(lambda one: one["asset"].update(postcode="B" * 11)),
        "asset.postcode: Enter a full UK postcode",
    ),
    "a number of a property that is none": (
        changed(lambda one: one["asset"].update(uprn="1234567890123")),
        "asset.uprn: A UPRN is a number of up to 12 digits",
    ),
    "NUL in a text": (changed(lambda one: one.update(summary="a\0b")), "NUL"),
    "NUL in a list": (changed(lambda one: one.update(lists={"E": {"a\0": "b"}})), "NUL"),
    "NUL in a rating": (
        changed(lambda one: one["answers"]["E"]["ratings"].update({"a\0": "major"})),
        "NUL",
    ),
    "half a letter": (b'{"title": "\\ud800"}', "title: "),
    "blank title": (changed(lambda one: one.update(title=" ")), "title: This is missing"),
}


def test_a_file_that_cannot_be_taken_over_is_refused_by_name(site: Site, member: Client) -> None:
    before = fingerprint()
    for name, (content, fault) in HOSTILE.items():
        response = send_file(site, member, content)
        assert response.status_code == 200, name
        said = faults_of(response)
        assert any(fault in one for one in said), (name, said)
        assert "The answers cannot be filled in from this file" in words_of(response)
        assert title_of(response).startswith("Error: ")
    assert fingerprint() == before


def test_of_300_faults_a_hundred_are_named_and_the_rest_counted(site: Site, member: Client) -> None:
    before = fingerprint()
    said = faults_of(send_file(site, member, changed(with_300_faults)))
    assert len(said) == 101
    assert said[0].startswith("answers.H.activities[0].participants: ")
    assert said[-1].startswith("And ")
    assert said[-1].endswith(" more faults.")
    assert fingerprint() == before


def test_a_file_that_is_too_large_is_refused_beside_the_box(site: Site, member: Client) -> None:
    before = fingerprint()
    response = send_file(site, member, b" " * 6_000_000)
    assert complaints(response) == {
        "file": "This file is larger than 5 MB, which no appraisal file may be."
    }
    assert fingerprint() == before


@pytest.mark.parametrize("content", [b"", None])
def test_no_file_or_an_empty_one_is_asked_for_again(
    site: Site, member: Client, content: bytes | None
) -> None:
    address = site.address("import")
    response = member.post(address) if content is None else send_file(site, member, content)
    assert complaints(response).keys() == {"file"}


def test_what_a_file_says_is_shown_as_text_and_nothing_else(site: Site, member: Client) -> None:
    nasty = "<script>alert(1)</script>{{ 7 }}"
    content = changed(lambda one: one.update(title=nasty, x_own=nasty))
    send_file(site, member, content)
    shown = preview_of(site, member)
    assert nasty in page_of(shown).text_content()
    assert b"<script>alert" not in shown.content
    refused = send_file(site, member, changed(lambda one: one.update({nasty: 1})))
    assert b"<script>alert" not in refused.content


def test_a_file_that_is_refused_leaves_no_preview_of_it(site: Site, member: Client) -> None:
    send_file(site, member, b"no JSON")
    assert preview_of(site, member).headers["Location"] == site.address("import")
    assert not PendingImport.objects.exists()


def test_the_last_file_sent_is_the_one_that_is_taken_over(site: Site, member: Client) -> None:
    for title in ("First", "Second"):
        send_file(site, member, changed(lambda one, title=title: one.update(title=title)))  # type: ignore[misc]
    take(site, member, preview_of(site, member))
    assert site.sheet.file.title == "Second"


def test_a_preview_is_its_sender_s_alone(site: Site, member: Client) -> None:
    send_file(site, member, changed(lambda one: one.update(title="Mine")))
    assert preview_of(site, site.client("second")).headers["Location"] == site.address("import")
    assert preview_of(site, site.client("officer")).headers["Location"] == site.address("import")


@pytest.mark.parametrize("forged", ["", "x", "0" * 20])
def test_a_yes_to_a_preview_that_was_never_shown_is_asked_again(
    site: Site, member: Client, forged: str
) -> None:
    send_file(site, member, changed(lambda one: one.update(title="Mine")))
    before = fingerprint()
    response = member.post(site.address("import_preview"), {"take": "yes", "preview": forged})
    assert response.status_code == 200
    assert fingerprint() == before


def test_a_file_for_a_service_goes_into_no_transfer_but_into_a_service(site: Site) -> None:
    service = begin(site.council, site.group, site.people["member"], kind="coproduction")
    content = written(example("coproduction"))
    assert faults_of(send_file(site, site.client("member"), content))
    assert take_over(site, site.client("member"), content, service).status_code == 302


def test_an_asset_that_the_council_has_ranked_elsewhere_keeps_its_rank(site: Site) -> None:
    take_over(site, site.client("member"), example("hall"))
    take_over(site, site.client("officer"), example("hall"))
    unfinished = {"name": "Norton Hall", "floor_area_m2": "about 400", "page-saves": "1"}
    member = site.client("member")
    member.post(site.address("facts", "asset"), unfinished)
    layout = example("hall")
    layout["asset"]["imd"]["rank"] = 7
    take_over(site, site.client("officer"), layout)
    assert site.sheet.file.answers.deprivation == (2025, 7)
    assert "about+400" in site.sheet.unfinished("asset"), (
        "what the group typed is not the officer's"
    )
