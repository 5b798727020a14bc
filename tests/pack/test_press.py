"""What a process may rely on that prints one thing after another, from several threads."""

from __future__ import annotations

import ctypes
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from appraisal.pack import press
from appraisal.pack.pdf import pdf_of
from appraisal.pack.press import Busy

PIECES = 120
TEXT = "<p>Two <b>pieces</b>".join([""] * (PIECES // 2 + 1))
PAGE = f"<!doctype html><html lang=en><title>Hall</title><body>{TEXT}"


class _Heap(ctypes.Structure):
    """What glibc tells of its heap; ``used``: bytes that somebody holds."""

    _fields_ = [
        *((name, ctypes.c_size_t) for name in ("arena", "o", "s", "h", "mapped", "u", "f")),
        *((name, ctypes.c_size_t) for name in ("used", "free", "keepcost")),
    ]


def held() -> int:
    """Return how many bytes libraries hold outside of Python's own memory, and in its large blocks."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        pytest.skip("This system does not tell how much memory is held.")
    libc.mallinfo2.restype = _Heap
    gc.collect()
    told = libc.mallinfo2()
    return int(told.used + told.mapped)


def test_nothing_is_left_of_a_text_that_was_printed() -> None:
    pdf_of(PAGE)
    pdf_of(PAGE)
    before = held()
    for _ in range(3):
        pdf_of(PAGE)
    assert held() - before < 3 * PIECES * 50, "bytes for each piece of text"


def test_one_thread_prints_at_a_time_and_nobody_looks_for_rubbish_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import weasyprint

    met = threading.Barrier(2)
    looked = []

    def write_pdf(*_: Any, **__: Any) -> bytes:
        looked.append(gc.isenabled())
        try:
            met.wait(timeout=0.2)
        except threading.BrokenBarrierError:
            return b"alone"
        return b"two at once"

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", write_pdf)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(pdf_of, [PAGE, PAGE])) == [b"alone", b"alone"]
    assert looked == [False, False]
    assert gc.isenabled()


def test_who_asks_while_many_print_is_asked_to_come_again() -> None:
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(press._turns)
        with pytest.raises(Busy):
            pdf_of(PAGE)
    assert pdf_of(PAGE).startswith(b"%PDF-")


def test_a_press_that_two_threads_want_first_is_made_once() -> None:
    press._made.cache_clear()
    both = threading.Barrier(2)

    def wanted(_: int) -> press.Press:
        both.wait(timeout=5)
        return press.press("pack.css")

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(wanted, range(2))
    assert first is second
