"""Build the fonts of the site and the pack from Inter, as its makers release it, and others for what it lacks.

Inter holds far more than we use: two dozen sets of alternative letters and two scripts beside
Latin. For the pack (TrueType) every character stays, so that a name in any of its scripts can be
printed, and the alternatives go. For the site (WOFF2) only Latin, punctuation and signs stay; a
browser has other fonts for the rest. Kerning and tabular figures stay in both.

For the pack alone come the Noto fonts of scripts that communities in the United Kingdom write and Inter
does not have. They keep what joins and stacks their letters, and nothing that Inter has.

Writes into build/fonts, the same bytes each time: Inter-{Regular,SemiBold,Italic}.{ttf,woff2};
coverage.json, the ranges of code points that all three TrueType fonts can print; NotoSans*.ttf; and
fallbacks.json, which says of each of those families what faces it has and what it is for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "build" / "npm" / "node_modules"
SOURCE = PACKAGES / "inter-ui" / "web"
TARGET = ROOT / "build" / "fonts"

FAMILY = "Inter"
# Style name in the source and the target: usWeightClass, and whether it is italic.
STYLES = {"Regular": (400, False), "SemiBold": (600, False), "Italic": (400, True)}

# The fonts for what Inter lacks: family, package, the part of it, and its weights by style.
# Urdu is set in the same letters as Arabic: what is typed does not say which of the two it is, and the
# hanging style that Urdu is best read in needs lines half as high again as ours.
_BOTH = {"Regular": 400, "SemiBold": 600}
FALLBACKS = [
    *(
        (f"Noto Sans {script}", f"noto-sans-{script.lower()}", script.lower(), _BOTH)
        for script in (
            "Arabic", "Hebrew", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Tamil", "Telugu",
            "Malayalam", "Sinhala", "Thai", "Ethiopic",
        )
    ),
    ("Noto Emoji", "noto-emoji", "emoji", {"Regular": 400}),
]  # fmt: skip
# Of what Noto has for emoji no use is made: the cap around a digit comes out beside it, and what asks for
# a coloured picture asks in vain.
NEVER = {0x20E3, 0xFE0F}
# What only joins or parts letters shows nothing, yet a font has to know of it; so with a space.
JOINERS = {0x0020, 0x200C, 0x200D}
# Nor do the marks show between which a pack keeps text that runs from right to left; no font knows of them.
ISOLATES = (0x2067, 0x2069)
SPACE = (
    0.28  # of the size of the letters, as in Inter: Noto's space between emoji is as wide as one
)

# Left out on purpose is "calt", which draws "->" as an arrow and "3x4" with a multiplication sign: a
# pack prints what was typed, and text copied from it must be what was typed, too.
FEATURES = [
    *("ccmp", "locl", "kern", "mark", "mkmk"),  # what plain text needs
    *("tnum", "pnum", "zero", "case"),  # figures in columns; brackets and dashes beside capitals
    *("frac", "numr", "dnom", "sups", "subs", "ordn"),  # fractions, powers, ordinals
]

# For the site: Latin with its extensions, combining marks, punctuation, signs, arrows, ticks.
SITE_RANGES = [
    (0x0000, 0x024F),
    (0x02B0, 0x036F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x214F),
    (0x2150, 0x22FF),
    (0x25A0, 0x27BF),
    (0xFB00, 0xFB06),
]

# What a pack may print without anybody having typed it: the build fails if one is missing.
NEEDED = "ŵŷŴŶ£€†‡×÷−–—‘’“”•·²³½¼¾…°%§©"
# Good to have: the build says if one is missing, so that nobody writes it into a template.
WANTED = "≥≤≠≈✓✗←→↑↓′″№☐☑"
DIGITS = "0123456789"


def main() -> int:
    """Build all the fonts, check them, and say what they lack."""
    if not SOURCE.is_dir():
        print(f"build_fonts: {SOURCE} is missing; run bin/setup", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    covered: set[int] | None = None
    for style in STYLES:
        pack = reduce(style, None)
        check(pack, style)
        pack.save(TARGET / f"{FAMILY}-{style}.ttf", reorderTables=True)
        characters = set(pack.getBestCmap())
        covered = characters if covered is None else covered & characters

        site = reduce(style, SITE_RANGES)
        check(site, style)
        site.flavor = "woff2"
        site.save(TARGET / f"{FAMILY}-{style}.woff2", reorderTables=False)
    assert covered is not None
    write_json("coverage.json", ranges_of(covered))
    build_fallbacks(covered)
    absent = [c for c in WANTED if ord(c) not in covered]
    if absent:
        print(f"Not in the fonts, so not to be used: {' '.join(absent)}")
    return 0


def reduce(style: str, ranges: list[tuple[int, int]] | None) -> TTFont:
    """Return the style with our features, and only the characters in the ranges, if given."""
    font = TTFont(SOURCE / f"{FAMILY}-{style}.woff2", recalcTimestamp=False)
    font.flavor = None
    characters = set(font.getBestCmap())
    if ranges is not None:
        characters &= {point for first, last in ranges for point in range(first, last + 1)}
    options = subset.Options(
        layout_features=FEATURES,
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
        hinting=False,
        glyph_names=False,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    rename(font, style)
    return font


def rename(font: TTFont, style: str) -> None:
    """Give the font one family name and the right style, weight and slant in every table."""
    weight, italic = STYLES[style]
    # Names 1 and 2 may only say regular, bold and italic; any other weight is a family of its own
    # there, and says what it really is in 16 and 17.
    plain = style in ("Regular", "Italic")
    names = {
        1: FAMILY if plain else f"{FAMILY} {style}",
        2: style if plain else "Regular",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY}-{style}",
        16: None if plain else FAMILY,
        17: None if plain else style,
    }
    table = font["name"]
    for number, text in names.items():
        table.removeNames(nameID=number)
        if text is not None:
            table.setName(text, number, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = weight
    os2.fsSelection &= ~0b110_0001  # neither italic, bold nor regular …
    os2.fsSelection |= 0b1 if italic else 0b100_0000 if style == "Regular" else 0
    font["head"].macStyle = 0b10 if italic else 0


def check(font: TTFont, style: str) -> None:
    """Stop unless the font can print what every pack prints, in figures that line up."""
    cmap = font.getBestCmap()
    lacking = [c for c in NEEDED + DIGITS if ord(c) not in cmap]
    if lacking:
        raise SystemExit(f"build_fonts: {FAMILY} {style} lacks {' '.join(lacking)}")
    tabular = single_substitutions(font, "tnum")
    widths = {font["hmtx"][tabular.get(cmap[ord(c)], cmap[ord(c)])][0] for c in DIGITS}
    if len(widths) != 1:
        raise SystemExit(f"build_fonts: the tabular figures of {FAMILY} {style} differ in width")
    if "kern" not in {r.FeatureTag for r in font["GPOS"].table.FeatureList.FeatureRecord}:
        raise SystemExit(f"build_fonts: {FAMILY} {style} has lost its kerning")


def single_substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """Return which glyph a feature puts in the place of which."""
    gsub = font["GSUB"].table
    numbers = {
        number
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for number in record.Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for number in sorted(numbers):
        for part in gsub.LookupList.Lookup[number].SubTable:
            part = getattr(part, "ExtSubTable", part)
            found.update(getattr(part, "mapping", {}))
    return found


def build_fallbacks(covered: set[int]) -> None:
    """Build the fonts for what is not covered, and say what each is for."""
    listed = []
    for family, package, part, weights in FALLBACKS:
        faces, cmaps = [], []
        for style, weight in weights.items():
            source = PACKAGES / "@fontsource" / package / "files"
            font = TTFont(source / f"{package}-{part}-{weight}-normal.woff2", recalcTimestamp=False)
            font.flavor = None
            points = set(font.getBestCmap()) - covered - NEVER
            keep_only(font, points | JOINERS)
            name = f"{family.replace(' ', '')}-{style}.ttf"
            font.save(TARGET / name, reorderTables=True)
            faces.append({"file": name, "weight": weight})
            cmaps.append(points - JOINERS)
        ranges = ranges_of(set.intersection(*cmaps))
        listed.append({"family": family, "faces": faces, "ranges": ranges})
    write_json("fallbacks.json", listed)


def keep_only(font: TTFont, characters: set[int]) -> None:
    """Take out of a font what is not needed for the characters; what joins and stacks them stays."""
    options = subset.Options(
        layout_features=["*"],
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
        hinting=False,
        glyph_names=False,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters & set(font.getBestCmap()))
    cutter.subset(font)
    space = font.getBestCmap()[0x0020]
    font["hmtx"][space] = (round(SPACE * font["head"].unitsPerEm), font["hmtx"][space][1])
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(ISOLATES, space))


def ranges_of(points: Iterable[int]) -> list[list[int]]:
    """Return code points as a sorted list of [first, last]."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def write_json(name: str, said: object) -> None:
    """Write what is said of the fonts beside them."""
    (TARGET / name).write_text(json.dumps(said) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
