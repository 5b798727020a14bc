"""An issued report beside its baseline: WeasyPrint alone on the same HTML, with the charts drawn afresh.

``python -m bench.raw_pack`` times both on a site that holds the demo, and prints as JSON the seconds of each and
the ratio. The baseline is strict: it shares our compiled style sheet and fonts, and it tags the PDF as we do. What
it lacks is reading the record, scoring, explaining, the templates, the attachments and the finish.

``python -m bench.raw_pack asked`` draws the baseline as often as each line that it reads says, and answers with the
seconds. It shares nothing with anybody else, so two of them show what the machine makes of two workers.
"""

import json
import sys
from collections.abc import Callable
from functools import partial

from bench.demo_fill import decided, report_of  # the first: it wakes Django
from bench.measure import interleaved, timed

ROUNDS = 11


def ours_and_raw() -> tuple[float, float, float]:
    """Return the seconds that an issued report takes from its record, those of the baseline, and the ratio."""
    from appraisal.pack import draw

    record = decided()
    return interleaved(lambda: draw(report_of(record)), raw(), rounds=ROUNDS)


def raw() -> Callable[[], object]:
    """Return what draws the report by WeasyPrint alone, once each time that it is called."""
    from weasyprint import HTML

    from appraisal.pack.editions import KITES, SHEET
    from appraisal.pack.fonts import needed_for
    from appraisal.pack.kite import kite_svg
    from appraisal.pack.pdf import html_of
    from appraisal.pack.press import press

    document = report_of(decided())
    html = html_of(document)
    assert not needed_for(html), "the baseline has only our own fonts"
    on = press(SHEET)

    def drawn() -> object:
        for name, width in KITES:
            kite_svg(document.assessments, colour=document.colour, width_mm=width, ident=name)
        return HTML(string=html, base_url="about:blank", url_fetcher=on.fetcher).write_pdf(
            stylesheets=[on.styles], font_config=on.fonts, pdf_variant="pdf/a-3a"
        )

    return drawn


def asked() -> None:
    """Draw as often as each line says; answer each with the seconds, once it is warm."""
    drawn = raw()
    drawn()
    print("ready", flush=True)
    for line in sys.stdin:
        print(timed(partial(_times, int(line), drawn)), flush=True)


def _times(times: int, work: Callable[[], object]) -> None:
    for _ in range(times):
        work()


if __name__ == "__main__":
    if sys.argv[1:] == ["asked"]:
        asked()
    else:
        print(json.dumps(ours_and_raw()))
