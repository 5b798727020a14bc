"""What Django's own fields say, in plainer words that name the question."""

from django import forms

_OWN = forms.Field.default_error_messages["required"]


def speak_plainly(field: forms.Field) -> None:
    """Give a field our messages, except where it was given some of its own."""
    said = field.error_messages
    if said.get("required") == _OWN:
        said["required"] = _missing(field)
    label = f"“{field.label}”"
    if isinstance(field, forms.CharField):
        said.setdefault("max_length", _too_long(label))
    if isinstance(field, forms.EmailField):
        said["invalid"] = f"{label} must be an email address, such as name@example.org"
    if isinstance(field, forms.ChoiceField):
        said["invalid_choice"] = f"Choose one of the answers to {label}"
        said["invalid_list"] = said["invalid_choice"]


def _too_long(label: str) -> str:
    start = label.replace("%", "%%")
    return f"{start} must have no more than %(limit_value)d characters. You wrote %(show_value)d"


def _missing(field: forms.Field) -> str:
    label = str(field.label or "")
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(field, forms.FileField):
        return f"Choose a file for “{label}”"
    if isinstance(field, forms.ChoiceField):
        return f"Choose an answer to “{label}”"
    return f"Answer “{label}”" if label.endswith("?") else f"Enter “{label}”"
