"""Draw what people see, so that somebody can look at it before it goes out.

Run through bin/look. Add an address to PAGES or an example to PACKS and it is drawn from then on.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "look"

# Addresses of the site, each with the name its pictures get.
PAGES = {
    "/": "start",
    "/examples/hall/": "example-hall",
    "/examples/freehold/": "example-freehold",
    "/examples/edges/": "example-edges",
    "/examples/coproduction/": "example-coproduction",
    "/examples/edges/answers/": "answers-edges",
}

# Worked examples in fixtures/golden, each drawn as a pack.
PACKS = ["hall", "garden", "edges", "freehold", "coproduction"]

WIDTHS = {"desktop": (1280, 900), "phone": (375, 812)}
PACK_DPI = "80"

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main(chosen: list[str]) -> int:
    """Draw the chosen pages and packs, or all of them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    pages = {address: name for address, name in PAGES.items() if not chosen or address in chosen}
    for address in chosen:
        if address.startswith("/") and address not in pages:
            pages[address] = address.strip("/").replace("/", "-") or "start"
    packs = [name for name in PACKS if not chosen or name in chosen]
    if unknown := [c for c in chosen if not c.startswith("/") and c not in packs]:
        print(f"bin/look: no such example: {' '.join(unknown)}", file=sys.stderr)
        return 2

    for name in packs:
        draw_pack(name)
    complaints = draw_pages(pages) if pages else []
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"Look in {TARGET}")
    return 1 if complaints else 0


def draw_pack(name: str) -> None:
    """Draw an example's pack, and each of its pages as a picture in colour and in grey."""
    pdf = TARGET / f"{name}.pdf"
    example = ROOT / "fixtures" / "golden" / f"{name}.json"
    run(sys.executable, "manage.py", "appraise", str(example), "--pdf", str(pdf))
    for old in TARGET.glob(f"{name}-*.png"):
        old.unlink()
    run("pdftoppm", "-r", PACK_DPI, "-png", str(pdf), str(TARGET / name))
    run("pdftoppm", "-r", PACK_DPI, "-gray", "-png", str(pdf), str(TARGET / f"{name}-grey"))


def draw_pages(pages: dict[str, str]) -> list[str]:
    """Draw each page at each width; return what the browser complained of."""
    complaints: list[str] = []
    with serving() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for address, name in pages.items():
            for width, (across, down) in WIDTHS.items():
                picture = TARGET / f"page-{name}-{width}.png"
                complaints += draw_page(browser, f"{site}{address}", (across, down), picture)
        browser.close()
    return complaints


def draw_page(browser: Browser, url: str, size: tuple[int, int], picture: Path) -> list[str]:
    """Draw one page as long as it is; return what the browser complained of."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{picture.name}: {message.text}")

    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.on("console", listen)
    response = page.goto(url, wait_until="networkidle")
    if response is None or not response.ok:
        complaints.append(f"{picture.name}: {response.status if response else 'no answer'}")
    if page.evaluate("document.documentElement.scrollWidth") > size[0]:
        complaints.append(f"{picture.name}: the page is wider than the screen")
    page.screenshot(path=picture, full_page=True)
    page.close()
    return complaints


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site on a free port for as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (TARGET / "server.log").open("wb")
    server = subprocess.Popen(
        ["bin/serve", f"127.0.0.1:{port}"], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        wait_for(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_for(server: subprocess.Popen[bytes], port: int, seconds: float = 30) -> None:
    """Wait until the server takes connections."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(
        f"bin/look: the site did not start\n{(TARGET / 'server.log').read_text(errors='replace')}"
    )


def run(*command: str) -> None:
    """Run a command at the top of the repository; stop if it fails."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"bin/look: this failed: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
