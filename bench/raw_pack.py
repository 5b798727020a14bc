"""The baseline of the pack: WeasyPrint alone on the same HTML, with the charts drawn afresh."""

from collections.abc import Callable

from appraisal.file import read_file
from appraisal.pack.document import document_of
from appraisal.pack.editions import KITES, SHEET
from appraisal.pack.kite import kite_svg
from appraisal.pack.pdf import draw_file, html_of
from appraisal.pack.press import press


def ours_and_raw(source: bytes) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return two pieces of work: the whole pack from the file, and the baseline.

    The baseline is strict: it shares our compiled style sheet and fonts, and it tags the PDF as we
    do. What it lacks is reading, scoring, explaining, the templates, the attachment and the finish.
    """
    from weasyprint import HTML

    document = document_of(read_file(source))
    html = html_of(document)
    on = press(SHEET)

    def raw() -> object:
        for name, width in KITES:
            kite_svg(document.assessments, colour=document.colour, width_mm=width, ident=name)
        return HTML(string=html, base_url="about:blank", url_fetcher=on.fetcher).write_pdf(
            stylesheets=[on.styles], font_config=on.fonts, pdf_variant="pdf/a-3a"
        )

    return lambda: draw_file(read_file(source)), raw
