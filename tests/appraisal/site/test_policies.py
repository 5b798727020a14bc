"""The officer's page of the discount: its derivation, other councils' policies, and a limited uplift."""

from __future__ import annotations

import pytest
from django.test import Client

from appraisal.actions.assessing import CannotRecommend
from appraisal.actions.schemes import load_scheme
from appraisal.models import Proposal
from tests.appraisal.site.assessing import assessed, fresh, recommend, under_assessment
from tests.appraisal.site.browsing import complaints, fill_in
from tests.appraisal.site.people import NOW, Site


def change_policy(site: Site, text: str) -> None:
    """Let the proposal pin a version of its scheme with more in the discount table."""
    version = fresh(site).scheme
    changed = version.text.replace("[discount]\n", f"[discount]\n{text}\n")
    changed = changed.replace('version = "2026.1"', 'version = "2026.9"')
    newer = load_scheme(text=changed, published_on=NOW.date(), at=NOW)
    Proposal.objects.filter(pk=site.proposal.pk).update(scheme=newer)


def test_the_page_derives_the_discount_and_sets_others_beside_it(site: Site) -> None:
    under_assessment(site)
    page = site.client("officer").get(site.address("assess_page", "discount"))
    text = page.content.decode()
    assert "How the discount is derived" in text
    assert "its exact figure to the nearest whole percent" in text
    assert "What would other policies give?" in text
    for council in ("Devon", "Birmingham", "Hartlepool", "Cheltenham", "Vale of White Horse"):
        assert council in text
    assert "What would other policies give?" not in (
        site.client("officer").get(site.address("assess_page", "summary")).content.decode()
    )


def test_a_group_never_reads_what_others_would_give(site: Site) -> None:
    under_assessment(site)
    for who in ("lead", "member"):
        got = site.client(who).get(site.address("assess_page", "discount"))
        assert got.status_code in (403, 404)
        assert "Hartlepool" not in got.content.decode()


def test_an_uplift_has_its_most(site: Site) -> None:
    under_assessment(site)
    change_policy(site, "uplift = 5")
    officer: Client = site.client("officer")
    address = site.address("assess_page", "discount")
    assert "The most that may be recommended is 53%." in officer.get(address).content.decode()
    refused = fill_in(officer, address, {"percent": "54", "reason": "No other hall."})
    assert set(complaints(refused)) == {"percent"}
    assert assessed(site).recommendation.discount_percent is None
    taken = fill_in(officer, address, {"percent": "53", "reason": "No other hall."})
    assert taken.status_code == 302
    assert assessed(site).discount == 53


def test_more_than_that_is_refused_where_it_is_saved(site: Site) -> None:
    """A form that somebody opened before the figures changed does not come past it."""
    under_assessment(site)
    change_policy(site, "uplift = 5")
    with pytest.raises(CannotRecommend, match="lets you recommend at most 53%"):
        recommend(site, 54, "No other hall.")
    assert assessed(site).recommendation.discount_percent is None
    recommend(site, 53, "No other hall.")
    assert assessed(site).discount == 53
