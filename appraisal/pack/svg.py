"""matplotlib's SVG made fit to stand inside a document of ours."""

import re
import xml.etree.ElementTree as ET  # reads what matplotlib wrote a moment ago, nothing else

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def tidy(raw: str, *, title: str, about: str, ident: str, width_pt: float = 0) -> str:
    """Return the drawing with words for those who cannot see it, ids of its own and no style sheet.

    Styles become attributes: a strict content policy refuses style attributes, and a style sheet
    inside an inline drawing would reach the whole page. With ``width_pt`` it stands so wide, letters and all.
    """
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    root = ET.fromstring(raw)  # noqa: S314  # see above
    wanted = _referred_to(root)
    for element in root.iter():
        if not wanted.__contains__(element.get("id", "")):
            element.attrib.pop("id", None)
        _own_ids(element, ident)
        _styles_as_attributes(element)
    _drop_style_sheets(root)
    if width_pt:
        _widen(root, width_pt)
    _describe(root, title, about, ident)
    return ET.tostring(root, encoding="unicode")


def _referred_to(root: ET.Element) -> set[str]:
    found = {element.get(f"{{{XLINK}}}href", "").removeprefix("#") for element in root.iter()}
    for element in root.iter():
        for value in element.attrib.values():
            found.update(_REFERENCE.findall(value))
    return found - {""}


def _own_ids(element: ET.Element, ident: str) -> None:
    if "id" in element.attrib:
        element.set("id", f"{ident}-{element.get('id')}")
    href = element.get(f"{{{XLINK}}}href")
    if href and href.startswith("#"):
        element.set(f"{{{XLINK}}}href", f"#{ident}-{href[1:]}")
    for name, value in element.attrib.items():
        if "url(#" in value:
            element.set(name, _REFERENCE.sub(rf"url(#{ident}-\1)", value))


def _styles_as_attributes(element: ET.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            element.set(name.strip(), value.strip().replace("'", ""))


def _widen(root: ET.Element, width_pt: float) -> None:
    """Give a drawing another size; what is in it keeps its own measures, those of the view box."""
    width, height = (float(root.get(name, "").removesuffix("pt")) for name in ("width", "height"))
    root.set("width", f"{width_pt:.3f}pt")
    root.set("height", f"{height * width_pt / width:.3f}pt")


def _drop_style_sheets(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata") or (
                child.tag == f"{{{SVG}}}defs" and not len(child)
            ):
                parent.remove(child)
    root.set("stroke-linejoin", "round")


def _describe(root: ET.Element, title: str, about: str, ident: str) -> None:
    # The title comes first: WeasyPrint takes a figure's alternative text from there alone.
    for tag, words in (("desc", about), ("title", title)):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{ident}-{tag}"})
        element.text = words
        root.insert(0, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{ident}-title {ident}-desc")
