"""The options of govuk-frontend's own fixtures become our components."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.safestring import mark_safe

from core import components as c

Options = dict[str, Any]

COMPONENTS = (
    Path(__file__).parents[2] / "build/npm/node_modules/govuk-frontend/dist/govuk/components"
)


@cache
def fixtures(component: str) -> dict[str, tuple[Options, str]]:
    """Return the options and the HTML of each fixture, by name."""
    read = json.loads((COMPONENTS / component / "fixtures.json").read_text())
    return {one["name"]: (one["options"], one["html"]) for one in read["fixtures"]}


def words(options: Options | None, key: str = "") -> str:
    """Return text, or HTML that is marked safe."""
    options = options or {}
    html, text = (f"{key}Html", f"{key}Text") if key else ("html", "text")
    if options.get(html):
        return mark_safe(str(options[html]))  # noqa: S308
    return str(options.get(text) or "")


def shared(o: Options) -> Options:
    return {"classes": o.get("classes", ""), "attributes": o.get("attributes", {})}


def label(o: Options) -> c.Label:
    return c.Label(
        text=words(o),
        classes=o.get("classes", ""),
        heading=o.get("isPageHeading", False),
        attributes=o.get("attributes", {}),
        for_id=o.get("for", ""),
    )


def legend(o: Options | None) -> c.Legend | None:
    if not o or "legend" not in o:
        return None
    one = o["legend"]
    return c.Legend(
        text=words(one), classes=one.get("classes", ""), heading=one.get("isPageHeading", False)
    )


def field(o: Options) -> Options:
    id_ = o.get("id") or o.get("idPrefix") or o.get("name", "")
    described = o.get("describedBy") or (o.get("fieldset") or {}).get("describedBy", "")
    return {
        **shared(o),
        "id": id_,
        "name": o.get("name", ""),
        "hint": words(o.get("hint")),
        "error": words(o.get("errorMessage")),
        "described_by": described,
        "group_classes": o.get("formGroup", {}).get("classes", ""),
    }


def labelled(o: Options) -> Options:
    return {**field(o), "label": label(o["label"]), "disabled": o.get("disabled", False)}


def text_input(o: Options) -> c.TextInput:
    given = {key: o[key] for key in TYPING if key in o}
    value = o.get("value")
    return c.TextInput(
        **labelled(o),
        **given,
        value="" if value is None else str(value),
        prefix=words(o.get("prefix")),
        suffix=words(o.get("suffix")),
    )


TYPING = ("type", "inputmode", "spellcheck", "autocomplete", "autocapitalize", "pattern")


def textarea(o: Options) -> c.TextArea:
    given = {key: o[key] for key in ("rows", "spellcheck", "autocomplete") if key in o}
    return c.TextArea(**labelled(o), **given, value=o.get("value", ""))


def character_count(o: Options) -> c.CharacterCount:
    given = {key: o[key] for key in ("rows", "spellcheck", "threshold") if key in o}
    return c.CharacterCount(**labelled(o), **given, value=o.get("value", ""), most=o["maxlength"])


def password_input(o: Options) -> c.PasswordInput:
    given = {key: o[key] for key in ("autocomplete", "value") if key in o}
    return c.PasswordInput(**labelled(o), **given)


def file_upload(o: Options) -> c.FileUpload:
    return c.FileUpload(**labelled(o), multiple=o.get("multiple", False))


def select(o: Options) -> c.Select:
    options = tuple(
        c.Option(
            text=item["text"],
            value=str(item["value"]) if "value" in item else None,
            selected=item.get("selected", item.get("value", item["text"]) == o.get("value")),
            disabled=item.get("disabled", False),
        )
        for item in o.get("items", [])
    )
    return c.Select(**labelled(o), options=options)


def choice(item: Options, chosen: list[Any]) -> c.Choice:
    return c.Choice(
        text=words(item),
        value=str(item.get("value", "")),
        id=item.get("id", ""),
        name=item.get("name", ""),
        hint=words(item.get("hint")),
        checked=item.get("checked", item.get("value") in chosen),
        disabled=item.get("disabled", False),
        divider=item.get("divider", ""),
        conditional=words(item.get("conditional")),
        exclusive=item.get("behaviour") == "exclusive",
        attributes=item.get("attributes", {}),
    )


def choices(o: Options) -> Options:
    chosen = o.get("values", [o["value"]] if "value" in o else [])
    items = tuple(choice(item, chosen) for item in o["items"])
    return {**field(o), "legend": legend(o.get("fieldset")), "choices": items}


def date_input(o: Options) -> c.DateInput:
    values = o.get("values", {})
    parts = tuple(
        c.DatePart(
            name=part,
            value=str(o.get(part, {}).get("value", values.get(part, ""))),
            label=o.get(part, {}).get("label", ""),
            error=o.get(part, {}).get("error", False),
            width=4 if part == "year" else 2,
        )
        for part in ("day", "month", "year")
    )
    own = {**field(o), "name": o.get("namePrefix", "")}
    return c.DateInput(**own, legend=legend(o.get("fieldset")), parts=parts)


def fieldset(o: Options) -> c.Fieldset:
    return c.Fieldset(
        **shared(o),
        legend=legend(o),
        content=words({"html": o.get("html")}),
        described_by=o.get("describedBy", ""),
        role=o.get("role", ""),
    )


def error_message(o: Options) -> c.ErrorMessage:
    prefix = o.get("visuallyHiddenText", "Error")
    return c.ErrorMessage(**shared(o), text=words(o), id=o.get("id", ""), prefix=prefix)


def error_summary(o: Options) -> c.ErrorSummary:
    return c.ErrorSummary(
        **shared(o),
        title=words(o, "title"),
        description=words(o, "description"),
        problems=tuple(
            c.Problem(text=words(one), target=one.get("href", "").removeprefix("#"))
            for one in o.get("errorList", [])
        ),
    )


def hint(o: Options) -> c.Hint:
    return c.Hint(**shared(o), text=words(o), id=o.get("id", ""))


def button(o: Options) -> c.Button:
    given = {key: o[key] for key in ("href", "id", "name", "value", "type", "disabled") if key in o}
    return c.Button(
        **shared(o),
        **given,
        text=words(o),
        start=o.get("isStartButton", False),
        once=o.get("preventDoubleClick", False),
    )


def details(o: Options) -> c.Details:
    return c.Details(
        **shared(o),
        summary=words(o, "summary"),
        content=words(o),
        id=o.get("id", ""),
        open=o.get("open", False),
    )


def inset_text(o: Options) -> c.InsetText:
    return c.InsetText(**shared(o), content=words(o), id=o.get("id", ""))


def warning_text(o: Options) -> c.WarningText:
    return c.WarningText(**shared(o), text=words(o), prefix=o.get("iconFallbackText", "Warning"))


def notification_banner(o: Options) -> c.NotificationBanner:
    given = {"title_id": o["titleId"]} if "titleId" in o else {}
    return c.NotificationBanner(
        **shared(o),
        **given,
        content=words(o),
        html="html" in o,
        success=o.get("type") == "success",
        title=words(o, "title"),
        level=o.get("titleHeadingLevel", 2),
        role=o.get("role", ""),
    )


def actions(o: Options | None) -> tuple[c.Action, ...]:
    return tuple(
        c.Action(
            text=words(one),
            href=one["href"],
            about=one.get("visuallyHiddenText", ""),
            classes=one.get("classes", ""),
        )
        for one in (o or {}).get("items", [])
    )


def summary_list(o: Options) -> c.SummaryList:
    card = o.get("card")
    rows = tuple(
        c.SummaryRow(
            key=words(row["key"]),
            value=words(row["value"]),
            actions=actions(row.get("actions")),
            classes=row.get("classes", ""),
        )
        for row in o["rows"]
    )
    return c.SummaryList(
        **shared(o),
        rows=rows,
        card=card
        and c.Card(
            title=words(card.get("title")),
            actions=actions(card.get("actions")),
            level=card.get("title", {}).get("headingLevel", 2),
            classes=card.get("classes", ""),
        ),
    )


def task_list(o: Options) -> c.TaskList:
    return c.TaskList(
        **shared(o),
        id=o.get("idPrefix", "task-list"),
        tasks=tuple(
            c.Task(
                title=words(one["title"]),
                href=one.get("href", ""),
                hint=words(one.get("hint")),
                status=tag(one["status"]["tag"])
                if "tag" in one["status"]
                else words(one["status"]),
                waiting="cannot-start-yet" in one["status"].get("classes", ""),
            )
            for one in o["items"]
        ),
    )


def tag(o: Options) -> c.Tag:
    return c.Tag(**shared(o), text=words(o))


def cell(o: Options) -> c.Cell:
    return c.Cell(
        text=words(o),
        numeric=o.get("format") == "numeric",
        rowspan=o.get("rowspan"),
        colspan=o.get("colspan"),
        classes=o.get("classes", ""),
    )


def table(o: Options) -> c.Table:
    return c.Table(
        **shared(o),
        caption=o.get("caption", ""),
        caption_classes=o.get("captionClasses", ""),
        row_heads=o.get("firstCellIsHeader", False),
        head=tuple(cell(one) for one in o.get("head", [])),
        rows=tuple(tuple(cell(one) for one in row) for row in o["rows"]),
    )


def breadcrumbs(o: Options) -> c.Breadcrumbs:
    return c.Breadcrumbs(
        **shared(o),
        crumbs=tuple(c.Crumb(text=words(one), href=one.get("href", "")) for one in o["items"]),
        collapse=o.get("collapseOnMobile", False),
        label=o.get("labelText", "Breadcrumb"),
    )


def back_link(o: Options) -> c.BackLink:
    return c.BackLink(**shared(o), text=words(o) or "Back", href=o.get("href", "#"))


def skip_link(o: Options) -> c.SkipLink:
    given = {"href": o["href"]} if "href" in o else {"href": "#content"}
    return c.SkipLink(**shared(o), **given, text=words(o))


def page_link(o: Options | None) -> c.PageLink | None:
    if o is None:
        return None
    return c.PageLink(href=o["href"], text=words(o), label=o.get("labelText", ""))


def pagination(o: Options) -> c.Pagination:
    return c.Pagination(
        **shared(o), previous=page_link(o.get("previous")), next=page_link(o.get("next"))
    )


def place(o: Options) -> c.Place:
    if o.get("current"):
        return c.Place(text=words(o), href=o["href"], now="page")
    return c.Place(text=words(o), href=o["href"], now="true" if o.get("active") else "")


def service_navigation(o: Options) -> c.ServiceNavigation:
    given = {"navigationLabel": "label", "menuButtonText": "button", "navigationId": "id"}
    return c.ServiceNavigation(
        **shared(o),
        **{ours: o[theirs] for theirs, ours in given.items() if theirs in o},
        places=tuple(place(one) for one in o.get("navigation", []) if one),
        button_label=o.get("menuButtonLabel", ""),
    )


def panel(o: Options) -> c.Panel:
    return c.Panel(
        **shared(o), title=words(o, "title"), content=words(o), level=o.get("headingLevel", 1)
    )


BUILD: dict[str, Callable[[Options], c.Component]] = {
    "back-link": back_link,
    "breadcrumbs": breadcrumbs,
    "button": button,
    "character-count": character_count,
    "checkboxes": lambda o: c.Checkboxes(**choices(o)),
    "date-input": date_input,
    "details": details,
    "error-message": error_message,
    "error-summary": error_summary,
    "fieldset": fieldset,
    "file-upload": file_upload,
    "hint": hint,
    "input": text_input,
    "inset-text": inset_text,
    "label": label,
    "notification-banner": notification_banner,
    "pagination": pagination,
    "panel": panel,
    "password-input": password_input,
    "radios": lambda o: c.Radios(**choices(o)),
    "select": select,
    "service-navigation": service_navigation,
    "skip-link": skip_link,
    "summary-list": summary_list,
    "table": table,
    "tag": tag,
    "task-list": task_list,
    "textarea": textarea,
    "warning-text": warning_text,
}
