"""Pages with every component on them, for the tests alone: an URLconf, its forms and its views."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from core import components as c
from core.forms import (
    AmountField,
    Buttons,
    DateField,
    Field,
    Fieldset,
    Form,
    Look,
    NumberField,
    Put,
    RowsField,
    WholeField,
)

YES_NO = [("yes", "Yes"), ("no", "No")]
ACTIVITIES = {
    "name": forms.CharField(label="What it is", help_text="For example, chair yoga", max_length=80),
    "people": WholeField(label="People", help_text="At one time"),
    "hours": NumberField(label="Hours a week", help_text="About", at_most=168),
    "who": forms.ChoiceField(
        label="Who for",
        required=False,
        choices=[("", "Choose"), ("all", "Everyone"), ("young", "Under 18s")],
    ),
}


class EveryField(Form):
    """One field of each kind."""

    title = forms.CharField(label="What is the proposal called?", help_text="For example, Oak Hall")
    about = forms.CharField(label="What will you do there?", widget=forms.Textarea)
    more = forms.CharField(label="Is there more to say?", widget=forms.Textarea, required=False)
    cost = AmountField(label="What will the work cost?", name="the cost of the work")
    share = NumberField(label="Share from other funders", at_most=100)
    people = WholeField(label="People who use it", help_text="In a usual week")
    opened = forms.ChoiceField(
        label="Is it open now?", widget=forms.RadioSelect, choices=YES_NO, help_text="To anybody"
    )
    why_closed = forms.CharField(label="Why is it closed?")
    contact = forms.MultipleChoiceField(
        label="How may we reach you?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("email", "Email"), ("post", "Post"), ("none", "Not at all")],
    )
    region = forms.ChoiceField(
        label="Where is it?", choices=[("", "Choose"), ("n", "North"), ("s", "South")]
    )
    start = DateField(label="When would you start?", help_text="For example, 27 3 2026")
    email = forms.EmailField(
        label="Your email", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    secret = forms.CharField(label="Your password", widget=forms.PasswordInput)
    paper = forms.FileField(label="Your business plan", required=False)
    agreed = forms.BooleanField(label="The group has agreed to this")
    activities = RowsField(
        label="What will happen there?",
        help_text="One row for each activity. Leave a row empty if you do not need it.",
        singular="activity",
        columns=ACTIVITIES,
        looks={"hours": Look(suffix="hours", spoken="")},
        shown=2,
    )

    looks = {
        "title": Look(size="m"),
        "more": Look(most=200),
        "share": Look(suffix="%", width=3),
        "people": Look(width=5),
        "opened": Look(reveals={"no": "why_closed"}, option_hints={"yes": "Even for one hour"}),
        "contact": Look(divider_before={"none": "or"}, exclusive=("none",)),
    }


class OneQuestion(Form):
    """A page's one question, arranged by crispy-forms."""

    open = forms.ChoiceField(label="Is it open?", widget=forms.RadioSelect, choices=YES_NO)
    street = forms.CharField(label="Street")
    town = forms.CharField(label="Town")

    @property
    def helper(self) -> Any:
        """Return the layout."""
        helper = FormHelper()
        helper.layout = Layout(
            Field("open", Look(size="l", heading=True, inline=True)),
            Fieldset("Where is it?", "street", "town"),
            Put(c.InsetText(content="You can change this later.")),
            Buttons(
                c.Button(text="Save and continue", once=True),
                c.Button(text="Delete", kind="warning"),
            ),
        )
        return helper


def every_field(request: HttpRequest) -> HttpResponse:
    """Show the form; what it read, once it is right."""
    form = EveryField(request.POST or None, request.FILES or None)
    if request.method == "POST" and not form.change_rows() and form.is_valid():
        rows = form.cleaned_data["activities"]
        return HttpResponse(f"{form.cleaned_data['cost']} {[tuple(r.values()) for r in rows]}")
    return render(request, "gallery/fields.html", {"form": form})


def one_question(request: HttpRequest) -> HttpResponse:
    """Show the form arranged by its helper."""
    return render(request, "gallery/question.html", {"form": OneQuestion(request.POST or None)})


def parts(request: HttpRequest) -> HttpResponse:
    """Show what is not part of a form."""
    return render(request, "gallery/parts.html", {"parts": PARTS, "table": TABLE, "tasks": TASKS})


PARTS: list[c.Component] = [
    c.WarningText(text="The council has not agreed these figures."),
    c.NotificationBanner(content="Your answers are saved.", success=True),
    c.NotificationBanner(content="The council asks for one more paper.", title_id="other-banner"),
    c.SummaryList(
        rows=(
            c.SummaryRow(
                key="Market rent",
                value="£12,000 a year",
                actions=(c.Action(text="Change", href="#a", about="market rent"),),
            ),
            c.SummaryRow(key="Term", value="25 years"),
        )
    ),
    c.SummaryList(
        card=c.Card(title="Oak Hall", actions=(c.Action(text="Open", href="#b"),)),
        rows=(c.SummaryRow(key="Score", value="63%"),),
    ),
    c.Button(text="Start now", href="#c", start=True),
    c.Button(text="Disabled", disabled=True),
    c.Panel(title="Proposal sent", content="Your number is 1234", level=2),
    c.Pagination(
        previous=c.PageLink(href="#d", label="A. Money the group has"),
        next=c.PageLink(href="#e", label="C. The business plan"),
    ),
]
TASKS = c.TaskList(
    tasks=(
        c.Task(title="The group’s money", href="#f", status="Done"),
        c.Task(
            title="Volunteers",
            href="#g",
            hint="6 people for 4 hours a week",
            status=c.Tag(text="In progress", colour="teal"),
        ),
        c.Task(title="Market rent", status="The council fills this in", waiting=True),
    )
)
TABLE = c.Table(
    caption="Points by heading",
    caption_classes="govuk-table__caption--m",
    row_heads=True,
    head=(c.Cell(text="Heading"), c.Cell(text="Points", numeric=True)),
    rows=(
        (c.Cell(text="Strategy"), c.Cell(text=str(Decimal("12.5")), numeric=True)),
        (c.Cell(text="Money"), c.Cell(text="8", numeric=True)),
    ),
    foot=((c.Cell(text="Together"), c.Cell(text="20.5", numeric=True)),),
)

urlpatterns = [
    path("gallery/fields", every_field, name="fields"),
    path("gallery/question", one_question, name="question"),
    path("gallery/parts", parts, name="parts"),
    path("", include("core.urls")),
]
