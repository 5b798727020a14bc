"""Prints an issued report by each printer there is, in turn, and looks over what comes out.

``python -m bench.printing`` runs on a site that holds the demo, and prints as JSON what is to be said of each. All
get the same HTML with the same style sheet and fonts, and are asked for tags, bookmarks and, where they know of
it, PDF/UA and PDF/A. Ours makes the HTML too, and embeds what the others have no place for.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf

from bench.demo_fill import decided, report_of  # the first of ours: it wakes Django
from bench.measure import timed

PROFILES = {"PDF/UA-1": "ua1", "PDF/A-3a": "3a"}
ROUNDS, COPIES = 3, 3  # LibreOffice starts once for all copies of a round
_MOST_SECONDS = 600
# What LibreOffice is asked for: tags, bookmarks, PDF/UA-1, and PDF/A-3, of which it knows no "a".
_EXPORT = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "SelectPdfVersion": {"type": "long", "value": "3"},
}

Printer = Callable[[], bytes]  # prints all copies, and returns the last


@contextmanager
def ours(page: Path) -> Iterator[Printer]:
    """Yield what prints a report as the site does, from the record."""
    from appraisal.pack import draw

    document = report_of(decided())
    yield lambda: [draw(document) for _ in range(COPIES)][-1]


@contextmanager
def chromium(page: Path) -> Iterator[Printer]:
    """Yield what prints a page by a Chromium that is kept running."""
    from playwright.sync_api import sync_playwright

    from bin.look import CHROMIUM, CHROMIUM_ARGS

    if not Path(CHROMIUM).is_file():
        raise FileNotFoundError(f"{CHROMIUM} is not there")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)

        def one() -> bytes:
            tab = browser.new_page()
            try:
                tab.goto(page.as_uri())
                tab.evaluate("document.fonts.ready.then(() => true)")
                return tab.pdf(
                    tagged=True, outline=True, prefer_css_page_size=True, print_background=True
                )
            finally:
                tab.close()

        yield lambda: [one() for _ in range(COPIES)][-1]
        browser.close()


@contextmanager
def libreoffice(page: Path) -> Iterator[Printer]:
    """Yield what prints a page by LibreOffice, which opens it as a text."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise FileNotFoundError("soffice is not on the path")
    folder = page.parent / "libreoffice"
    folder.mkdir()
    copies = [folder / f"{number}.html" for number in range(COPIES)]
    for one in copies:
        shutil.copyfile(page, one)
    command = [
        *(soffice, "--headless", f"-env:UserInstallation={(folder / 'own').as_uri()}", "--writer"),
        *("--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_EXPORT)}", "--outdir", str(folder)),
        *(str(one) for one in copies),
    ]

    def convert() -> bytes:
        written = [one.with_suffix(".pdf") for one in copies]
        for one in written:
            one.unlink(missing_ok=True)
        subprocess.run(command, check=True, capture_output=True, timeout=_MOST_SECONDS)
        return [one.read_bytes() for one in written][-1]

    yield convert


PRINTERS = {"ours": ours, "Chromium": chromium, "LibreOffice": libreoffice}


def compare() -> list[dict[str, str]]:
    """Print by each in turn, and return what is to be said of each."""
    said = dict.fromkeys(PRINTERS, "")
    seconds: dict[str, list[float]] = {}
    last: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        page = Path(name) / "report.html"
        page.write_text(_alone(), encoding="utf-8")
        ready: dict[str, Printer] = {}
        for printer, made in PRINTERS.items():
            try:
                ready[printer] = stack.enter_context(made(page))
            except (ImportError, OSError) as why:
                said[printer] = f"not measured, for it is not installed here: {why}"
        for number in range(1 + ROUNDS):  # once to be warm
            for printer, work in ready.items():
                took = timed(lambda: last.update({printer: work()}))  # noqa: B023 (called at once)
                print(
                    f"  {printer}: {took / COPIES:.1f} seconds a pack", file=sys.stderr, flush=True
                )
                seconds.setdefault(printer, []).extend([took / COPIES] if number else [])
    for printer, taken in seconds.items():
        rate = 60 / statistics.median(taken)
        said[printer] = f"{rate:6.1f} packs a minute; {_looked_over(printer, last[printer])}"
    return [{"name": printer, "said": one} for printer, one in said.items()]


def _alone() -> str:
    """Return the HTML of the report with its style sheet and fonts named, so that any program can open it."""
    from appraisal.pack.editions import SHEET
    from appraisal.pack.fonts import face
    from appraisal.pack.pdf import html_of
    from appraisal.pack.press import FONT_SCHEME, STYLES

    styles = (STYLES / SHEET).read_text(encoding="utf-8")
    styles = styles.replace(
        f'url("{FONT_SCHEME}:', f'url("{face("coverage.json").parent.as_uri()}/'
    )
    html = html_of(report_of(decided()))
    return html.replace("</head>", f"<style>{styles}</style></head>", 1)


def _looked_over(printer: str, pdf: bytes) -> str:
    """Say how many pages a PDF has, and whether those can read it who do not see it."""
    if folder := os.environ.get("VW_PICTURES"):  # for somebody to look at
        (Path(folder) / f"{printer}.pdf").write_bytes(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    try:
        import page as validation
    except ImportError:
        return f"{pages} pages; page-validation is not installed, so nobody knows who can read it"
    broken = {
        name: len(validation.validate_pdf_bytes(pdf, profile=profile).failures)
        for name, profile in PROFILES.items()
    }
    listed = ", ".join(f"{count} rules of {name} broken" for name, count in broken.items())
    return f"{pages} pages; {'NOT accessible' if any(broken.values()) else 'accessible'}: {listed}"


if __name__ == "__main__":
    print(json.dumps(compare()))
