"""Workings and cards that are put together in Python say what a template of the same parts says."""

from lxml import html

from appraisal.library import scheme_named
from appraisal.showing.check import CheckCard, CheckRow
from appraisal.showing.result import Line, ProxyLine, Worked
from appraisal.showing.spoken import Spoken
from appraisal.templatetags.workings import check_card, figure, working

_QUESTION = scheme_named("valuing-worth-am").criteria[0].questions[0]
_SHARP = 'A & B <b>"x"</b>'


def _worked(*, proxies: tuple[ProxyLine, ...] = (), basis: str = "") -> Worked:
    lines = (Line(_SHARP, "1 < 2", False), Line("Long", "text", True))
    return Worked("value-A", _SHARP, "£1", "a & b", lines, "£2", "Rule", "Source", proxies, basis)


def _texts(root: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in root.xpath(path)]


def test_a_working_says_each_line_its_rule_its_figures_and_its_source() -> None:
    proxy = ProxyLine("Price & all", "£3", "1 April 2026", "Provisional", "A <list>")
    root = html.fragment_fromstring(working(_worked(proxies=(proxy,), basis="Our own")))
    assert root.tag == "details"
    assert _texts(root, "./summary") == [f"How this was worked out: {_SHARP}"]
    assert _texts(root, ".//dt") == [_SHARP, "Long", _SHARP]
    assert _texts(root, ".//dd") == ["1 < 2", "text", "£2"]
    assert root.xpath(".//dl/div/@class") == ["app-sum__below", "app-sum__result"]
    assert _texts(root, ".//li") == [
        "Price & all: £3, applies from 1 April 2026. Provisional. A <list>."
    ]
    assert _texts(root, ".//p") == [
        "The rule. Rule",
        "Figures used",
        "Source. Source. Our own.",
    ]


def test_a_figure_without_proxies_or_basis_says_none() -> None:
    root = html.fragment_fromstring(figure(_worked()))
    assert root.get("id") == "value-A"
    assert _texts(root, "./p") == [f"{_SHARP}a & b", "£1"]
    assert _texts(root, "./details//p") == ["The rule. Rule", "Source. Source."]
    assert not root.xpath(".//b | .//ul")


def test_a_card_shows_what_is_missing_said_or_spoken_and_where_it_is_changed() -> None:
    rows = (
        CheckRow("Q & A", missing="Not <given>", change="/a?b=1&c=2"),
        CheckRow("Text", text=_SHARP, wide=True),
        CheckRow("Spoken", spoken=Spoken(_QUESTION, "5 & 6")),
    )
    root = html.fragment_fromstring(check_card(CheckCard("A", _SHARP, rows), 3))
    assert (root.get("id"), _texts(root, ".//h3")) == ("check-A", [_SHARP])
    assert root.xpath(".//dl/@class") == ["govuk-summary-list app-with-wide"]
    free = "govuk-summary-list__row--no-actions"
    assert root.xpath(".//dl/div/@class") == [
        "govuk-summary-list__row",
        f"govuk-summary-list__row app-wide {free}",
        f"govuk-summary-list__row {free}",
    ]
    assert root.xpath(".//dd[1]/span/@class") == ["app-quiet", "app-typed", "app-typed"]
    assert _texts(root, ".//dd[1]") == ["Not <given>", _SHARP, "5 & 6"]
    assert root.xpath(".//a/@href") == ["/a?b=1&c=2"]
    assert _texts(root, ".//a") == [f"Change Q & A ({_SHARP})"]
    plain = html.fragment_fromstring(check_card(CheckCard("B", "B", (CheckRow("K", text="x"),)), 2))
    assert plain.xpath(".//dl/@class | .//dl/div/@class") == [
        "govuk-summary-list",
        "govuk-summary-list__row",
    ]
