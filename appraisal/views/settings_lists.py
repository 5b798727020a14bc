"""The lists of a council that its scheme manager keeps: which there are, their rows, and how they are saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.actions.aims import (
    MOST_NEIGHBOURHOODS,
    CannotSet,
    Line,
    rated_letters,
    set_aim_list,
    set_neighbourhoods,
)
from appraisal.actions.lists import MOST_CONDITIONS, MOST_ITEMS, set_checklist, set_conditions
from appraisal.forms.settings import REASON, ROWS, RowsForm, words_field
from appraisal.models import (
    ChecklistItem,
    CouncilAim,
    Importance,
    Kind,
    Neighbourhood,
    StandardCondition,
)
from appraisal.queries import newest_scheme
from appraisal.views.doors import AtCouncil, now
from core.forms import CarriedField, DateField, Form, Look

Row = Mapping[str, Any]
_MOST_AIMS = 200  # of a list, with all neighbourhoods
KEY = "key"  # of the aim that stood in a row
_EVERYWHERE = "The whole council"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One list: what it is called and for, its columns, what stands in it, how it is saved."""

    subject: str
    title: str
    lead: str
    singular: str
    columns: Callable[[], Mapping[str, forms.Field]]
    rows: Callable[[], Sequence[Row]]
    put: Callable[[Sequence[Row], int, str], object]
    afterwards: str  # what the change means, in a sentence
    most: int
    example: str  # of a reason
    looks: Mapping[str, Look] = field(default_factory=dict)

    def form(self, typed: QueryDict | None) -> Form:
        """Return the form of what was typed, or of what stands in the list."""
        return RowsForm(
            label="The list",
            singular=self.singular,
            columns=self.columns(),
            column_looks=self.looks,
            most=self.most,
            example=self.example,
            data=typed,
            initial=() if typed is not None else self.rows(),
        )

    def save(self, form: Form, seen: int) -> object:
        """Save a form that is right."""
        return self.put(form.cleaned_data[ROWS], seen, form.cleaned_data[REASON])


def list_page(at: AtCouncil, name: str) -> ListPage | None:
    """Return the list of a name; None where the council has none of it."""
    if name == "neighbourhoods":
        return _neighbourhoods(at)
    if name == "conditions":
        return _conditions(at)
    what, _, rest = name.partition("-")
    if what == "checklist" and rest in Kind.values:
        return _checklist(at, rest)
    kind, _, letter = rest.rpartition("-")
    return _aims(at, kind, letter) if what == "aims" and kind in Kind.values else None


def _neighbourhoods(at: AtCouncil) -> ListPage:
    return ListPage(
        subject="neighbourhoods",
        title="Neighbourhoods",
        lead="Name the neighbourhoods whose people have said what matters to them. Groups choose the one that "
        "their building or land is in, and rate the priorities of that one.",
        singular="neighbourhood",
        columns=lambda: {"name": words_field("Name", most=100)},
        rows=lambda: [
            {"name": one.name} for one in Neighbourhood.objects.filter(authority=at.council)
        ],
        put=lambda rows, seen, reason: set_neighbourhoods(
            by=at.user,
            authority=at.council,
            names=[row["name"] for row in rows],
            seen=seen,
            reason=reason,
            at=now(),
        ),
        afterwards="Groups can choose from them now.",
        most=MOST_NEIGHBOURHOODS,
        example="the new ward boundaries",
    )


def _conditions(at: AtCouncil) -> ListPage:
    return ListPage(
        subject="conditions",
        title="Standard conditions",
        lead="Officers choose from these when they recommend a decision. Where one was chosen before, its words stay "
        "as they were.",
        singular="condition",
        columns=lambda: {
            "words": forms.CharField(label="Words", max_length=1_000, widget=forms.Textarea)
        },
        rows=lambda: [
            {"words": one.words}
            for one in StandardCondition.objects.filter(
                authority=at.council, retired_at__isnull=True
            )
        ],
        put=lambda rows, seen, reason: set_conditions(
            by=at.user,
            authority=at.council,
            words=[" ".join(row["words"].split()) for row in rows],
            seen=seen,
            reason=reason,
            at=now(),
        ),
        afterwards="Officers choose from these now.",
        most=MOST_CONDITIONS,
        example="advice from the council’s solicitor",
        looks={"words": Look(rows=2)},
    )


def _checklist(at: AtCouncil, kind: str) -> ListPage:
    return ListPage(
        subject=f"checklist:{kind}",
        title=f"Checklist: {Kind(kind).label}",
        lead="An officer settles each of these before a proposal is assessed. A proposal keeps the checklist of "
        "the day on which it was sent in.",
        singular="check",
        columns=lambda: {
            "title": words_field("What is checked", most=200),
            "hint": forms.CharField(
                label="What it means", max_length=1_000, required=False, widget=forms.Textarea
            ),
        },
        rows=lambda: [
            {"title": one.title, "hint": one.hint}
            for one in ChecklistItem.objects.filter(
                authority=at.council, kind=kind, retired_at__isnull=True
            )
        ],
        put=lambda rows, seen, reason: set_checklist(
            by=at.user,
            authority=at.council,
            kind=kind,
            items=[(" ".join(row["title"].split()), " ".join(row["hint"].split())) for row in rows],
            seen=seen,
            reason=reason,
            at=now(),
        ),
        afterwards="Proposals that are sent in from now on are checked by it.",
        most=MOST_ITEMS,
        example="our insurer asks for it",
        looks={"hint": Look(rows=2)},
    )


def _aims(at: AtCouncil, kind: str, letter: str) -> ListPage | None:
    try:
        known = letter in rated_letters(at.council, kind, now())
    except CannotSet:
        return None
    scheme = newest_scheme(at.council, kind, now().date())
    if not known or scheme is None:
        return None
    places = list(Neighbourhood.objects.filter(authority=at.council).values_list("name", flat=True))
    return ListPage(
        subject=f"aims:{kind}:{letter}",
        title=f"{letter} {scheme.by_letter[letter].title}: {Kind(kind).label}",
        lead="Groups rate how much their plan helps each of these. A proposal keeps the list that it was started "
        "under, until its group takes the newer one over. If you put other words in a line it stays the same line, "
        "and what groups said of it stays. For something else remove the line and add another.",
        singular="line",
        columns=lambda: _aim_columns(places),
        rows=lambda: [
            {
                "words": one.words,
                "neighbourhood": one.neighbourhood,
                "origin": one.origin,
                "dated": one.dated,
                "importance": one.importance,
                "expires": one.expires,
                KEY: one.key,
            }
            for one in CouncilAim.objects.filter(authority=at.council, kind=kind, letter=letter)
        ],
        put=lambda rows, seen, reason: set_aim_list(
            by=at.user,
            authority=at.council,
            kind=kind,
            letter=letter,
            said=[
                Line(
                    " ".join(row["words"].split()),
                    row.get("neighbourhood", ""),
                    row[KEY],
                    " ".join(row.get("origin", "").split()),
                    row.get("dated"),
                    row.get("importance", ""),
                    row.get("expires"),
                )
                for row in rows
            ],
            seen=seen,
            reason=reason,
            at=now(),
        ),
        afterwards="Proposals that are started now use it; groups with a draft are asked to take it over.",
        most=_MOST_AIMS,
        example="the new community strategy of May 2026",
    )


def _aim_columns(places: Sequence[str]) -> Mapping[str, forms.Field]:
    columns: dict[str, forms.Field] = {"words": words_field("Words")}
    if places:
        columns["neighbourhood"] = forms.ChoiceField(
            label="Where",
            choices=[("", _EVERYWHERE), *((name, name) for name in places)],
            required=False,
        )
        columns["origin"] = forms.CharField(
            label="Consultation or plan it is from", max_length=300, required=False
        )
        columns["dated"] = DateField(label="Day of that", required=False)
        columns["importance"] = forms.ChoiceField(
            label="Importance", choices=[("", "Not said"), *Importance.choices], required=False
        )
        columns["expires"] = DateField(label="Last day it holds", required=False)
    columns[KEY] = CarriedField()
    return columns
