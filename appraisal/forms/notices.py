"""How somebody wants to be told of things."""

from django import forms
from django.http import QueryDict

from appraisal.notices import SORTS, How
from core.forms import Form, Look

_CHOICES = {
    How.MAIL: "In my list, and by email",
    How.LIST: "In my list only",
    How.NOT: "Not at all",
}


class NoticesForm(Form):
    """A choice for each sort of thing."""

    def __init__(self, now: dict[str, How], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=now)
        for sort in SORTS:
            choices = [
                (how, said) for how, said in _CHOICES.items() if how != How.NOT or not sort.always
            ]
            self.fields[sort.key] = forms.ChoiceField(
                label=sort.title,
                help_text=f"{sort.hint}.",
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose how you are told of “{sort.title}”"},
            )
        self.looks = {sort.key: Look(size="m", small=True) for sort in SORTS}

    @property
    def chosen(self) -> dict[str, How]:
        """Return what was chosen for each sort."""
        return {sort.key: How(self.cleaned_data[sort.key]) for sort in SORTS}
