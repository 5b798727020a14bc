"""The links of the answers to check lead to the page on which that very fact is changed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from appraisal.actions.demo import build_demo
from appraisal.models import Proposal
from core.models import User
from tests.core.people import second_steps_for_staff

pytestmark = pytest.mark.django_db

MEMBER = {
    "Title": "about",
    "Summary": "about",
    "Legal form of the group": "group",
    "Building or land": "asset",
    "Address": "asset",
    "Postcode": "asset",
    "Property number (UPRN)": "asset",
    "Floor area": "asset",
    "Area of the site": "asset",
    "Lease, freehold or licence": "terms",
    "Length": "terms",
    "Rent offered by the group": "terms",
}
OFFICER = {
    "Reference": "council",
    "Market rent": "council",
    "Unrestricted value": "council",
    "Consideration": "council",
    "Voluntary conditions priced by a valuer": "council",
    "Valuation date": "council",
}


@pytest.mark.parametrize(
    ("email", "wanted"), [("asha@example.org", MEMBER), ("officer@northfield.example", OFFICER)]
)
def test_a_fact_is_changed_where_its_link_leads(
    client: Client, email: str, wanted: dict[str, str]
) -> None:
    build_demo(at=timezone.now(), drafts_only=True)
    second_steps_for_staff()
    hall = Proposal.objects.get(title__startswith="Norton Hall")
    client.force_login(User.objects.get(email=email))
    answer = client.get(f"/northfield/proposals/{hall.pk}/check/")
    page = html.document_fromstring(answer.content.decode())
    found = {}
    for row in page.xpath("//*[@id='check-facts']//dl/div"):
        for href in row.xpath(".//a/@href"):
            found[row.xpath("string(dt)").strip()] = str(href).rstrip("/").rpartition("/")[2]
    assert found == wanted
