"""The short code of a pack: typed with faults that people make, and told from one with a fault."""

from __future__ import annotations

from itertools import pairwise

import pytest

from appraisal.pack.codes import ALPHABET, LENGTH, in_groups, new_code, read_code

CODE = "SC8KP3G5WC"


def whole(first: str) -> str:
    """Return the code that begins with nine characters."""
    return next(first + last for last in ALPHABET if read_code(first + last))


def test_a_new_code_can_be_read() -> None:
    for _ in range(50):
        code = new_code()
        assert len(code) == LENGTH
        assert read_code(code) == read_code(in_groups(code).lower()) == code


@pytest.mark.parametrize(
    "typed", ["SC8KP-3G5WC", "sc8kp 3g5wc", " Sc8Kp–3G5WC ", "s-c-8-k-p-3-g-5-w-c"]
)
def test_it_is_read_however_it_is_written(typed: str) -> None:
    assert read_code(typed) == CODE


def test_letters_that_look_like_figures_are_those() -> None:
    code = whole("01A01B01C")
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


def test_one_wrong_character_is_never_another_code() -> None:
    for at in range(LENGTH):
        for other in ALPHABET.replace(CODE[at], ""):
            assert read_code(CODE[:at] + other + CODE[at + 1 :]) == ""


def test_two_that_changed_places_are_never_another_code() -> None:
    for at, (one, other) in enumerate(pairwise(CODE)):
        assert one != other
        assert read_code(CODE[:at] + other + one + CODE[at + 2 :]) == ""


@pytest.mark.parametrize(
    "typed", ["", "SC8KP", CODE + "0", "SC8KP-3G5WU", "ÀÀÀÀÀÀÀÀÀÀ", " " * 10_000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""
