"""Forms as they are drawn: ids that exist, words that belong together, rows without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from lxml import html

from core.forms import Form, Look
from tests.core.gallery import EveryField, OneQuestion

pytestmark = pytest.mark.usefixtures("gallery")


def page_of(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def ids(page: html.HtmlElement) -> list[str]:
    return [str(found) for found in page.xpath("//*[not(ancestor::template)]/@id")]


def links(page: html.HtmlElement) -> list[tuple[str, str]]:
    found = page.xpath("//div[contains(@class,'govuk-error-summary')]//ul//a")
    return [(str(a.text), str(a.get("href"))[1:]) for a in found]


RIGHT = {
    "title": "Oak Hall",
    "about": "Yoga",
    "cost": "£1,200.50",
    "share": "25",
    "people": "40",
    "opened": "yes",
    "contact": "email",
    "region": "n",
    "start-day": "27",
    "start-month": "3",
    "start-year": "2026",
    "email": "jo@example.org",
    "secret": "x",
    "agreed": "true",
    "activities-0-name": "Yoga",
    "activities-0-people": "6",
    "activities-0-hours": "1.5",
    "activities-0-who": "",
}


# --- what leads where --------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/gallery/fields", "/gallery/question"])
def test_every_error_leads_to_a_box(client: Client, address: str) -> None:
    page = page_of(client.post(address, {"activities-0-name": "Yoga", "start-day": "1"}))
    found = links(page)
    assert len(found) > 2
    for text, target in found:
        boxes = page.xpath("//*[@id=$target]", target=target)
        assert len(boxes) == 1, f"“{text}” leads to {len(boxes)} elements"
        assert boxes[0].tag in ("input", "select", "textarea"), text
    assert str(page.findtext(".//title")).startswith("Error: ")


def test_errors_lead_to_the_first_choice_the_wrong_part_and_the_right_cell(client: Client) -> None:
    wrong = {
        **RIGHT,
        "opened": "",
        "contact": [],
        "start-year": "26",
        "activities-0-hours": "lots",
        "activities-4-name": "Choir",
        "activities-4-people": "-1",
        "activities-4-hours": "2",
    }
    found = links(page_of(client.post("/gallery/fields", wrong)))
    assert [target for _, target in found] == [
        "id_opened",
        "id_contact",
        "id_start-year",
        "id_activities-0-hours",
        "id_activities-4-people",
    ]
    assert found[4][0] == "Activity 2: People must be 0 or more"


@pytest.mark.parametrize("sent", [None, {}, RIGHT, {"activities-0-hours": "x"}])
def test_ids_are_unique_and_descriptions_are_there(
    client: Client, sent: dict[str, str] | None
) -> None:
    address = "/gallery/fields"
    page = page_of(
        client.get(address) if sent is None else client.post(address, {**sent, "x": "1"})
    )
    if not page.xpath("//form"):
        return
    there = ids(page)
    assert len(there) == len(set(there))
    for names in page.xpath("//*[not(ancestor::template)]/@aria-describedby"):
        assert set(str(names).split()) <= set(there)
    for target in page.xpath("//label[not(ancestor::template)]/@for"):
        assert str(target) in there


def test_what_was_typed_comes_back(client: Client) -> None:
    typed = {**RIGHT, "cost": "12o0", "title": "Tŷ Gŵyr 😀", "start-month": "Octember"}
    drawn = client.post("/gallery/fields", typed).content.decode()
    for text in ("12o0", "Tŷ Gŵyr 😀", "Octember", "jo@example.org"):
        assert f'value="{text}"' in drawn
    assert 'value="x"' not in drawn, "a password does not come back"


# --- fields ------------------------------------------------------------------------------------


def test_a_right_form_is_read(client: Client) -> None:
    read = client.post("/gallery/fields", RIGHT).content.decode()
    assert read == "1200.50 [('Yoga', 6, Decimal('1.5'), '')]"


def test_what_a_choice_brings_out_is_asked_only_then() -> None:
    assert "why_closed" not in EveryField(data(RIGHT)).errors
    assert "why_closed" in EveryField(data({**RIGHT, "opened": "no"})).errors
    form = EveryField(data({**RIGHT, "why_closed": "left over"}))
    assert form.is_valid()
    assert form.cleaned_data["why_closed"] == ""


class Ticked(Form):
    looks = {"closed": Look(reveals={"true": "why"})}

    closed = forms.BooleanField(required=False)
    why = forms.CharField()


def test_what_a_tick_brings_out_is_asked_only_then() -> None:
    assert list(Ticked(data({"closed": "true", "why": ""})).errors) == ["why"]
    form = Ticked(data({"closed": "true", "why": "rain"}))
    assert form.is_valid()
    assert form.cleaned_data == {"closed": True, "why": "rain"}
    form = Ticked(data({"why": "left over"}))
    assert form.is_valid()
    assert form.cleaned_data == {"closed": False, "why": ""}


def test_what_a_choice_brings_out_is_drawn_once(client: Client) -> None:
    page = page_of(client.get("/gallery/fields"))
    assert ids(page).count("id_why_closed") == 1
    (around,) = page.xpath("//*[@id='id_why_closed']/ancestor::*[@id='conditional-id_opened-2']")
    assert "govuk-radios__conditional--hidden" in around.get("class")


def test_a_label_says_the_unit_for_ears(client: Client) -> None:
    drawn = client.get("/gallery/fields").content.decode()
    assert 'What will the work cost?<span class="govuk-visually-hidden">, in pounds</span>' in drawn
    assert 'from other funders<span class="govuk-visually-hidden">, as a percentage</span>' in drawn


def test_no_message_is_djangos_own() -> None:
    sent = {"title": "", "activities-0-name": "x" * 81, "region": "mars", "email": "jo"}
    said = [str(m) for messages in EveryField(data(sent)).errors.values() for m in messages]
    assert len(said) > 10
    assert [message for message in said if "field" in message or message.endswith(".")] == []
    assert "Choose one of the answers to “Where is it?”" in said
    long = "Activity 1: “What it is” must have no more than 80 characters. You wrote 81"
    assert long in said


def test_a_layout_sets_the_heading_and_the_group(client: Client) -> None:
    page = page_of(client.get("/gallery/question"))
    assert [" ".join(h.text_content().split()) for h in page.xpath("//h1")] == ["Is it open?"]
    assert len(page.xpath("//fieldset[.//input[@name='street']][.//input[@name='town']]")) == 1
    assert len(page.xpath("//form[@novalidate]//input[@name='csrfmiddlewaretoken']")) == 1
    assert OneQuestion(data({"open": "yes", "street": "a", "town": "b"})).is_valid()


# --- rows --------------------------------------------------------------------------------------


def data(given: dict[str, Any]) -> QueryDict:
    made = QueryDict(mutable=True)
    for key, value in given.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def rows(form: EveryField) -> list[str]:
    return [str(row.prefix) for row in next(form.rows()).row_forms]


def test_rows_that_are_blank_are_ignored() -> None:
    blank = {"activities-1-name": "  ", "activities-1-hours": "", "activities-7-people": ""}
    form = EveryField(data({**RIGHT, **blank}))
    assert form.is_valid()
    assert [row["name"] for row in form.cleaned_data["activities"]] == ["Yoga"]


def test_a_row_is_needed_where_it_is_asked_for() -> None:
    form = EveryField(data({key: v for key, v in RIGHT.items() if "activities" not in key}))
    assert form.errors["activities"] == ["Add at least one activity"]


def test_another_row_is_added_without_a_script_and_nothing_is_lost(client: Client) -> None:
    typed = {**RIGHT, "activities-0-hours": "lots", "change_rows": "add activities"}
    page = page_of(client.post("/gallery/fields", {**typed, "activities-5-name": "Choir"}))
    names = [str(n) for n in page.xpath("//input[contains(@name,'-name')]/@name")]
    assert [n for n in names if "__" not in n] == [f"activities-{n}-name" for n in (0, 5, 6)]
    assert page.xpath("//input[@autofocus]/@name") == ["activities-6-name"]
    assert page.xpath("//input[@name='activities-0-hours']/@value") == ["lots"]
    assert page.xpath("//input[@name='title']/@value") == ["Oak Hall"]
    assert not page.xpath("//*[contains(@class,'govuk-error-message')]"), "it complains too early"


def test_a_row_is_removed_without_a_script(client: Client) -> None:
    typed = {**RIGHT, "activities-5-name": "Choir", "activities-50-name": "Fair"}
    page = page_of(client.post("/gallery/fields", {**typed, "change_rows": "remove activities 5"}))
    values = page.xpath(
        "//fieldset[contains(@class,'app-row')]//input[contains(@name,'-name')]/@value"
    )
    assert values == ["Yoga", "Fair"]
    assert page.xpath("//button[@autofocus]/@value") == ["add activities"]


@pytest.mark.parametrize(
    "pressed",
    ["", "add", "add nothing", "remove activities", "remove activities x", "sing activities 1"],
)
def test_a_forged_press_changes_nothing(pressed: str) -> None:
    form = EveryField(data({**RIGHT, "change_rows": pressed}))
    form.change_rows()
    assert rows(form)[0] == "activities-0"
    assert form["title"].value() == "Oak Hall"


def test_every_row_says_which_it_is(client: Client) -> None:
    page = page_of(client.post("/gallery/fields", {**RIGHT, "activities-3-name": "Choir"}))
    (second,) = page.xpath("//fieldset[@id='id_activities-3']")
    for label in second.xpath(".//label"):
        assert "activity 2" in label.text_content()
    (remove,) = second.xpath(".//button")
    assert " ".join(remove.text_content().split()) == "Remove activity 2"


def many(count: int) -> dict[str, str]:
    cells = {"name": "Yoga", "people": "6", "hours": "1"}
    return {f"activities-{n}-{key}": value for n in range(count) for key, value in cells.items()}


def test_two_hundred_rows_are_taken_and_no_more(client: Client) -> None:
    assert EveryField(data({**RIGHT, **many(200)})).is_valid()
    page = page_of(client.post("/gallery/fields", {**RIGHT, **many(201)}))
    assert links(page) == [
        (
            "There are 201 rows and the most there can be is 200. Remove 1 row",
            "id_activities-200-name",
        )
    ]
    assert (
        len(page.xpath("//fieldset[contains(@class,'app-row')]")) == 201 + 1
    )  # and the template's


def test_no_row_is_added_to_two_hundred() -> None:
    form = EveryField(data({**many(200), "change_rows": "add activities"}))
    assert form.change_rows()
    assert len(rows(form)) == 200


def test_rows_come_from_what_was_stored_and_are_shown_even_if_there_are_none() -> None:
    stored = EveryField(
        initial={"activities": [{"name": "Yoga"}, {"name": "Choir"}, {"name": "Fair"}]}
    )
    assert rows(stored) == ["activities-0", "activities-1", "activities-2"]
    assert rows(EveryField()) == ["activities-0", "activities-1"]


def test_the_enter_key_does_not_remove_a_row(client: Client) -> None:
    page = page_of(client.get("/gallery/fields"))
    first = page.xpath("//form//button[@type='submit']")[0]
    assert first.get("name") is None


def test_no_page_has_a_script_or_a_style_of_its_own(client: Client) -> None:
    for name in ("fields", "question", "parts"):
        drawn = client.get(f"/gallery/{name}").content.decode()
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", drawn)
