"""The facts of a proposal: what it is, who proposes it, the asset, the terms, the council's figures.

A field, the column it is stored in and the key in the appraisal file share one name.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal import places
from appraisal.places import Unlike
from core.forms import AmountField, DateField, Form, Look, NumberField, WholeField

_SMALL = Look(size="s")
_TENURES = (
    ("lease", "A lease"),
    ("licence", "A licence"),
    ("freehold", "The freehold"),
)
TENURE_HINTS = {
    "lease": "You hold the building or land for a number of years, and pay rent.",
    "licence": "You may use it, but the council can end that more easily. It suits short or shared use.",
    "freehold": "You own it for good. You may pay a price, but no rent.",
}


def line(label: str, hint: str = "", *, most: int = 200, **more: Any) -> forms.CharField:
    """Return a field for one line of text, which may stay blank unless it is said to be required."""
    more.setdefault("required", False)
    return forms.CharField(label=label, help_text=hint, max_length=most, **more)


def paragraph(label: str, hint: str = "", *, most: int = 10_000) -> forms.CharField:
    """Return a field for some sentences, which may stay blank."""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=forms.Textarea
    )


def _amount(label: str, name: str, hint: str = "") -> AmountField:
    return AmountField(label=label, name=name, help_text=hint, required=False)


class AboutForm(Form):
    """What the proposal is called, and what it is about."""

    looks = {"title": _SMALL, "summary": Look(size="s", rows=6)}

    title = line(
        "What is your proposal called?",
        "A few words that people will know it by. For example, “Norton Hall as a community centre”.",
        required=True,
    )
    summary = paragraph(
        "What do you want to do?",
        "Three or four sentences. The panel reads them first. For example, who will come, for what, and what will "
        "change for people who live nearby.",
    )


class GroupForm(Form):
    """Who proposes it, and whom the council asks about it."""

    looks = {
        "legal_form": _SMALL,
        "contact_name": _SMALL,
        "contact_email": Look(size="s", width="two-thirds"),
        "contact_phone": Look(size="s", width=20),
    }

    legal_form = line(
        "What kind of organisation is your group?",
        "For example, a charity, a charitable incorporated organisation (CIO), a community interest company, or a "
        "group with a constitution and no company.",
        most=100,
    )
    contact_name = line(
        "Whom may the council ask about this?",
        "Their full name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label="Their email address",
        help_text="Only the council sees it. For example, name@example.org.",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = line(
        "Their phone number",
        "Only the council sees it. You can leave this blank.",
        most=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )


class _PlaceField(forms.CharField):
    """A postcode or a property's number: tidied up, or refused with the sentence of :mod:`appraisal.places`."""

    def __init__(self, read: Callable[[str], str], **more: Any) -> None:
        super().__init__(required=False, **more)
        self.read = read

    def clean(self, value: Any) -> str:
        """Return it as it is written."""
        try:
            return self.read(str(super().clean(value)))
        except Unlike as unlike:
            raise forms.ValidationError(str(unlike)) from None


class AssetForm(Form):
    """The building or land."""

    looks = {
        "name": _SMALL,
        "address": Look(size="s", rows=3),
        "postcode": Look(size="s", width=10),
        "neighbourhood": _SMALL,
        "uprn": Look(size="s", width=20),
        "floor_area_m2": Look(size="s", suffix="m²"),
        "site_area_m2": Look(size="s", suffix="m²"),
    }

    name = line("What is it called?", "For example, “Norton Hall”, or “land behind 12 Mill Lane”.")
    address = paragraph("Where is it?", "The street and town.", most=1_000)
    postcode = _PlaceField(
        places.postcode,
        label="Postcode",
        help_text="For example, B33 8TX. Leave it blank if the land has none.",
    )
    neighbourhood = forms.ChoiceField(
        label="Which neighbourhood is it in?",
        help_text="You rate how much your plan helps the priorities of this neighbourhood.",
        required=False,
    )
    uprn = _PlaceField(
        places.uprn,
        label="Property reference number (UPRN)",
        help_text="The national number of the property, up to 12 figures. Leave it blank if you do not know it.",
    )
    floor_area_m2 = NumberField(
        unit="m²",
        label="Floor area",
        help_text="All floors together, in square metres. For example, 420.",
        required=False,
    )
    site_area_m2 = NumberField(
        unit="m²",
        label="Area of the whole site",
        help_text="Building, yard and garden together, in square metres. For example, 1,800.",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
        neighbourhoods: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        chosen = (initial or {}).get("neighbourhood")
        if not neighbourhoods and not chosen:  # nothing to choose from
            del self.fields["neighbourhood"]
            return
        known = [*neighbourhoods, *([chosen] if chosen and chosen not in neighbourhoods else [])]
        choices = [("", "Not chosen yet"), *((name, name) for name in known)]
        self.fields["neighbourhood"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want a name where anything else is said of the asset."""
        cleaned: dict[str, Any] = self.cleaned_data
        others = any(cleaned[key] not in (None, "") for key in cleaned if key != "name")
        ranked = self.initial.get("imd_rank") is not None  # the council has looked up where it is
        if (others or ranked) and not cleaned.get("name") and "name" not in self.errors:
            said = "Enter what the building or land is called"
            if cleaned.get(
                "neighbourhood"
            ):  # chosen for its priorities, perhaps without a building
                said += ". If there is none, enter where you work, such as “Elm Street and around”"
            self.add_error("name", said)
        return cleaned


class TermsForm(Form):
    """What a group asks for: a lease, a licence or the freehold."""

    looks = {
        "tenure": Look(size="s", option_hints=TENURE_HINTS),
        "years": Look(size="s", suffix="years"),
        "rent_offered_gbp_pa": Look(size="s", spoken="in pounds a year"),
    }

    tenure = forms.ChoiceField(
        label="What do you ask the council for?",
        choices=_TENURES,
        widget=forms.RadioSelect,
        required=False,
    )
    years = WholeField(
        unit="years",
        label="For how many years?",
        name="the number of years",
        help_text="For example, 25. Leave it blank for a freehold.",
        required=False,
        at_least=1,
        at_most=999,
    )
    rent_offered_gbp_pa = _amount(
        "What rent do you offer for a year?",
        "the rent offered",
        "For example, £1 or £2,400. It is shown to the panel. It does not change your score.",
    )


class InvestmentForm(Form):
    """What a group asks the council to put in, where residents help to produce a service."""

    looks = {
        "annual_investment_gbp": Look(size="s", spoken="in pounds a year"),
        "years": Look(size="s", suffix="years"),
    }

    annual_investment_gbp = _amount(
        "How much do you ask the council to put in each year?",
        "what the council puts in",
        "Money, and the cost of staff and rooms that the council would provide. For example, £40,000.",
    )
    years = WholeField(
        unit="years",
        label="For how many years?",
        name="the number of years",
        help_text="For example, 3.",
        required=False,
        at_least=1,
        at_most=999,
    )


class CouncilForm(Form):
    """The council's own figures, for the officer."""

    looks = {
        "reference": Look(size="s", width=20),
        "valuation_date": _SMALL,
        "valuation_date_reason": Look(size="s", rows=2),
        **{
            key: Look(size="s", spoken=spoken)
            for key, spoken in (
                ("market_rent_gbp_pa", "in pounds a year"),
                ("unrestricted_value_gbp", "in pounds"),
                ("consideration_gbp", "in pounds"),
                ("voluntary_conditions_gbp", "in pounds"),
            )
        },
    }

    reference = line("The council’s reference", "For example, CAT-2026-014.", most=100)
    market_rent_gbp_pa = _amount(
        "What is the market rent for a year?",
        "the market rent",
        "What a tenant would pay on the open market. For example, £12,000. The yearly £ values are compared with it.",
    )
    unrestricted_value_gbp = _amount(
        "What is the unrestricted value?",
        "the unrestricted value",
        "The capital value a valuer gives with no conditions attached. For example, £150,000.",
    )
    consideration_gbp = _amount(
        "What is the consideration?",
        "the consideration",
        "The valuer’s capital value of the terms that are proposed: of the rent and price the group would pay. For "
        "example, £20,000.",
    )
    voluntary_conditions_gbp = _amount(
        "What are the voluntary conditions worth?",
        "the voluntary conditions",
        "Only what a valuer has priced of conditions that the group accepts freely. For example, £10,000.",
    )
    valuation_date = DateField(
        label="Valuation date",
        name="the valuation date",
        help_text="It picks the wages and prices that hours and areas are valued with. For example, 1 11 2026.",
    )
    valuation_date_reason = paragraph(
        "Why do you change the valuation date?",
        "Only if you change it. It goes on record. For example, “the lease is to start a year later”.",
        most=1_000,
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason for another valuation date."""
        cleaned: dict[str, Any] = self.cleaned_data
        before, after = self.initial.get("valuation_date"), cleaned.get("valuation_date")
        moved = before is not None and after is not None and before != after
        if moved and not cleaned.get("valuation_date_reason"):
            self.add_error(
                "valuation_date_reason", "Say why the valuation date changes: it goes on record"
            )
        return cleaned


class CouncilServiceForm(CouncilForm):
    """The council's own figures where nothing is let or sold."""

    market_rent_gbp_pa = None  # type: ignore[assignment]  # so Django takes a field out
    unrestricted_value_gbp = None  # type: ignore[assignment]
    consideration_gbp = None  # type: ignore[assignment]
    voluntary_conditions_gbp = None  # type: ignore[assignment]
