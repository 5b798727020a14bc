"""Kites as images of their own: signed addresses, drawn once, asking nothing of anybody."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.signing import Signer
from django.test import Client

from appraisal.engine.kite import AXES, in_words, kite_point, kite_points
from appraisal.examples import NAMES, example
from appraisal.pack.kite_plan import Assessment
from appraisal.showing.kite_address import NoSuchKite, drawing, kite_address, token_of


def assessment(name: str, *percents: str | None) -> Assessment:
    return Assessment(
        name,
        tuple(
            kite_point(direction, short, short, None if percent is None else Decimal(percent))
            for direction, short, percent in zip(AXES, "FSNW", percents, strict=True)
        ),
    )


THREE = [
    assessment("Group", "50.0", "60.0", "70.0", None),
    assessment("Officer", "40.0", "50.0", "60.0", None),
    assessment("Panel", "45.5", "55.0", "65.0", "10.0"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_kite_at_its_address_says_the_engine_s_figures(client: Client, name: str) -> None:
    appraisal = example(name).appraisal
    response = client.get(kite_address(appraisal))
    assert response.status_code == 200
    drawn = response.content.decode()
    for point in kite_points(appraisal):
        figure = "does not apply" if point.percent is None else f"{point.percent}%"
        assert f"{point.short} {figure}" in drawn


def test_it_may_be_kept_for_ever_and_may_do_nothing(client: Client) -> None:
    response = client.get(kite_address(example("hall").appraisal))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "Vary" not in response.headers
    assert response.cookies == {}


def test_three_assessments_lie_over_each_other(client: Client) -> None:
    drawn = client.get(kite_address(THREE, "#123456")).content.decode()
    for one in THREE:
        assert f"{one.name}: {in_words(one.points)}" in drawn
    assert "#123456" in drawn


def test_other_figures_or_colours_have_another_address() -> None:
    addresses = {
        kite_address(THREE),
        kite_address(THREE[:2]),
        kite_address(THREE, "#000000"),
        kite_address([THREE[0], THREE[1], assessment("Panel", "45.6", "55.0", "65.0", "10.0")]),
    }
    assert len(addresses) == 4
    assert kite_address(THREE) in addresses


def test_an_address_is_short_and_fit_for_one() -> None:
    long = [
        assessment("n" * 10_000, "1.0", "2.0", "3.0", "4.0"),
        assessment("ŵ" * 50, None, None, None, None),
    ]
    address = kite_address(long)
    assert len(address) < 2_000
    assert address.isascii()
    assert set(address) <= set("/.:-_") | {c for c in map(chr, range(128)) if c.isalnum()}


def test_it_is_drawn_once(client: Client) -> None:
    address = kite_address([assessment("", "11.1", "22.2", "33.3", "44.4")])
    first = client.get(address).content
    drawn = drawing.cache_info().misses
    assert client.get(address).content == first
    assert drawing.cache_info().misses == drawn
    size = drawing.cache_info().maxsize
    assert size is not None
    assert size >= 256


def tampered() -> dict[str, str]:
    token = token_of(THREE)
    held, _, seal = token.rpartition(":")
    return {
        "a letter more": token + "x",
        "another seal": f"{held}:{seal[::-1]}",
        "no seal": held,
        "other figures": f"{held[:-4]}AAAA:{seal}",
        "another purpose": Signer(salt="other").sign_object(["1d4e79", [], []]),
        "another key": Signer(key="guessed", salt="appraisal.kite/1").sign_object([]),
        "nonsense": "ŵ" * 3_000,
        "colon": ":",
    }


@pytest.mark.parametrize("what", sorted(tampered()))
def test_a_token_that_was_not_made_here_is_no_picture(client: Client, what: str) -> None:
    token = tampered()[what]
    response = client.get(f"/kites/{token}.svg")
    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")
    with pytest.raises(NoSuchKite):
        drawing(token)


def test_a_kite_shows_one_to_three_assessments_in_a_colour() -> None:
    with pytest.raises(ValueError, match="1 to 3"):
        token_of([])
    with pytest.raises(ValueError, match="1 to 3"):
        token_of([*THREE, THREE[0]])
    with pytest.raises(ValueError, match="not a colour"):
        token_of(THREE, 'red"/><script>')


def test_hostile_names_stay_texts(client: Client) -> None:
    bad = "</title><script>1</script>&"
    drawn = client.get(kite_address([assessment(bad, "1.0", "2.0", "3.0", "4.0")] * 2))
    assert b"<script" not in drawn.content
