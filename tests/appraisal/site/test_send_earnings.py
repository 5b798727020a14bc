"""A scheme manager sends a table of regional pay by a page: all of it becomes the council's own figures, or none."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from appraisal.actions import earnings
from appraisal.actions.figures import add_figure
from appraisal.models import CouncilProxy, SettingsVersion
from core.models import AuditEntry
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db
HEAD = "region,applies_from,value,source\n"


@pytest.fixture
def client(site: Site) -> Client:
    cache.clear()
    return site.client("manager")


def table(site: Site, *lines: str) -> str:
    return HEAD + "".join(f"{site.council.region},{line}\n" for line in lines)


def send(client: Client, content: str, **more: str) -> str:
    file = SimpleUploadedFile("pay.csv", content.encode())
    data = {"reason": "a new survey", "file": file, **more}
    answer: Any = client.post(reverse("appraisal:send_earnings", args=["brum"]), data, follow=True)
    return " ".join(answer.content.decode().split())


GOOD = ("2025-04-01,619.70,ASHE 2025", "2024-04-01,583.00,ASHE 2024")


def test_a_table_is_checked_then_added_once_and_on_record(site: Site, client: Client) -> None:
    content = table(site, *GOOD) + "Nowhere,2025-04-01,1,ASHE\n"
    shown = send(client, content, only_check="on")
    assert "The file was checked, and nothing was added" in shown
    assert "£619.70 a week from 1 April 2025" in shown
    assert "1 line of other regions would be passed over" in shown
    assert not CouncilProxy.objects.exists()
    assert "2 figures of regional pay added." in send(client, content)
    assert CouncilProxy.objects.filter(area=site.council.region).count() == 2
    entries = AuditEntry.objects.filter(event="figure added")
    assert {one.by for one in entries} == {site.people["manager"]}
    assert {one.reason for one in SettingsVersion.objects.all()} == {"a new survey"}
    assert "Nothing was added. 2 figures of it you had already." in send(client, content)
    assert CouncilProxy.objects.count() == 2


def test_every_wrong_line_is_named_and_nothing_is_added(site: Site, client: Client) -> None:
    shown = send(client, table(site, *GOOD, "2023,600,ASHE", "2023-04-01,-1,ASHE"))
    assert "2 lines of the file cannot be taken, so nothing was added" in shown
    for said in ("Line 4", "“2023” is no day", "Line 5", "“-1” is no weekly pay in pounds"):
        assert said in shown
    assert not CouncilProxy.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "There is no column “region”"),
        (HEAD + "Nowhere,2025-04-01,600,ASHE\n", "No line of it is for"),
        ("<!doctype html>", "This is a web page"),
        ("", "This file is empty"),
    ],
)
def test_what_is_no_such_table_is_said_at_the_file(client: Client, content: str, said: str) -> None:
    shown = send(client, content)
    assert "There is a problem" in shown
    assert said in shown


def test_where_one_figure_cannot_be_added_none_is(site: Site, client: Client) -> None:
    real, calls = add_figure, []

    def second_fails(**given: Any) -> CouncilProxy:
        calls.append(given)
        if len(calls) == 2:  # as where somebody has added one from that day meanwhile
            real(**{**given, "reason": "somebody else"})
        return real(**given)

    with mock.patch.object(earnings, "add_figure", second_fails):
        shown = send(client, table(site, *GOOD))
    assert "Nothing was added. There is a figure from that day already" in shown
    assert not CouncilProxy.objects.exists()
    assert not AuditEntry.objects.filter(event="figure added").exists()
