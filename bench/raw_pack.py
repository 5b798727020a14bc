"""An issued report beside its baseline: WeasyPrint alone on the same HTML, with the charts drawn afresh.

``python -m bench.raw_pack`` times both on a site that holds the demo, and prints as JSON the seconds of each and
the ratio. The baseline is strict: it shares our compiled style sheet and fonts, and it tags the PDF as we do. What
it lacks is reading the record, scoring, explaining, the templates, the attachments and the finish.
"""

import json

from bench.demo_fill import decided, report_of  # the first: it wakes Django
from bench.measure import interleaved

ROUNDS = 11


def ours_and_raw() -> tuple[float, float, float]:
    """Return the seconds that an issued report takes from its record, those of the baseline, and the ratio."""
    from weasyprint import HTML

    from appraisal.pack import draw
    from appraisal.pack.editions import KITES, SHEET
    from appraisal.pack.fonts import needed_for
    from appraisal.pack.kite import kite_svg
    from appraisal.pack.pdf import html_of
    from appraisal.pack.press import press

    record = decided()
    document = report_of(record)
    html = html_of(document)
    assert not needed_for(html), "the baseline has only our own fonts"
    on = press(SHEET)

    def raw() -> object:
        for name, width in KITES:
            kite_svg(document.assessments, colour=document.colour, width_mm=width, ident=name)
        return HTML(string=html, base_url="about:blank", url_fetcher=on.fetcher).write_pdf(
            stylesheets=[on.styles], font_config=on.fonts, pdf_variant="pdf/a-3a"
        )

    return interleaved(lambda: draw(report_of(record)), raw, rounds=ROUNDS)


if __name__ == "__main__":
    print(json.dumps(ours_and_raw()))
