"""The sheet of proxies: the prices that the sums use, each with its date, source and status."""

from appraisal.engine.measures import Sums, Valued
from appraisal.engine.proxies import Proxy
from appraisal.engine.results import Appraisal
from appraisal.exports.sheets.book import Entry, Page, text

_STATUS = {
    "published": "published",
    "default": "default: ours, for a council to replace",
    "local": "the council’s own",
}


class Prices:
    """The sheet, and where each proxy's value stands on it."""

    def __init__(self, appraisal: Appraisal) -> None:
        self.page = Page(
            "Proxies",
            ("Key", "What it is", "Area", "Value", "Unit", "Since", "Status", "Source", "Used"),
            (30, 32, 15, 11, 15, 16, 22, 50, 6),
            "Proxies: the prices and other figures of other people that values are worked out with.",
            figures="D",
        )
        self.values: dict[str, Proxy] = {}
        self._at: dict[str, str] = {}
        used = {proxy.key for proxy in appraisal.proxies}
        for key, proxy in _known(appraisal).items():
            self.values[key] = proxy
            row = self.page.add(
                text(key),
                text(appraisal.known_proxies.kinds[key].title),
                text(proxy.area),
                Entry(proxy.value, look="price" if proxy.unit.startswith("GBP") else "number"),
                text(proxy.unit),
                Entry(proxy.applies_from),
                text(_STATUS[proxy.status]),
                text(proxy.source),
                text("yes" if key in used else "no"),
            )
            self._at[key] = self.page.at("D", row)

    def at(self, key: str) -> str:
        """Return the address of a value; ``#N/A``, which spoils every sum that needs it, where there is none."""
        return self._at.get(key, "NA()")

    def found(self, key: str) -> str:
        """Write how the value of a key is found that another cell completes."""
        first, last = self.page.head_row + 1, len(self.page.rows)
        keys, values = self.page.span("A", first, last), self.page.span("D", first, last)
        return f"INDEX({values},MATCH({key},{keys},0))"


def _known(appraisal: Appraisal) -> dict[str, Proxy]:
    """Return every proxy that a sum of the scheme may need, as the engine finds it on the day."""
    answers = appraisal.answers
    sums = Sums(appraisal.known_proxies, answers.region, answers.valuation_date, None, None)
    for criterion in appraisal.scheme.criteria:
        if isinstance(criterion.measure, Valued):
            questions = {question.key: question for question in criterion.questions}
            for part in criterion.measure.parts:
                for key in part.proxy_keys(questions):
                    sums.proxy(key)
    return dict(sorted(sums.used.items()))
