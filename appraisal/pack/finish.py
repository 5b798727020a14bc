"""The last touches to a drawn pack: what assistive technology is to read, and what it is to skip.

WeasyPrint tags each page for itself. So running heads and feet are left hanging outside the
structure, and a table that goes on over the page becomes two tables, its head read out twice. Both
are mended here, in the objects that are about to be written, so that nothing is parsed again. And it
writes for one standard at a time: what it makes for the archive (PDF/A) gets here what says that it is
for assistive technology (PDF/UA) too. This leans on WeasyPrint's inside; its version is pinned, and
the tests look at what comes out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal.pack.direction import runs_right_to_left
from appraisal.pack.levels import put_headings_under_the_title

Element = Any  # a structure element: pydyf.Dictionary, which carries no types


# PDF/A knows no names of PDF/UA's, so they are explained beside their use (ISO 19005-3, 6.6.2.3.3).
_UA = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"
_HALF, _ENDS = b"\r", b"\nendstream"
_NO_TEXT, _MAPPING = b"> <>", len(b"<0000> <>")


def finish(document: Any, pdf: Any, media_types: Mapping[str, str], *, parts: bool = False) -> None:
    """Finish the objects of a pack before they are written; WeasyPrint calls this.

    ``media_types`` says of each attached file, by name, what kind it is. ``parts``: several headings are of the
    first level; of these only the first is the title.
    """
    from weasyprint.formatting_structure import boxes

    found = [box for page in document.pages for box in page._page_box.descendants()]
    tables = [
        box for box in found if isinstance(box, boxes.TableBox) and box.element_tag == "table"
    ]
    say_what_heads_are_of(tables)
    join_tables(pdf, tables)
    mark_artifacts(pdf)
    if parts:
        put_headings_under_the_title(pdf)
    move_what_is_said(pdf)
    list_names(pdf)
    say_where_links_lead(found)
    describe_attachments(pdf, media_types)
    name_both_standards(pdf)
    map_every_glyph(pdf)
    end_streams_plainly(pdf)


def say_what_heads_are_of(tables: list[Any]) -> None:
    """Say of each head of a table whether it is a row's or a column's: not every reader looks up names."""
    for table in tables:
        for cell in _cells(table):
            if cell.element_tag == "th":
                row = cell.element.attrib.get("scope") == "row"
                cell.mark["A"]["Scope"] = "/Row" if row else "/Column"


def list_names(pdf: Any) -> None:
    """List the elements that have names, the heads of tables, where readers look them up."""
    import pydyf  # type: ignore[import-untyped]

    named = {
        element["ID"].string: element
        for element in _of_type(pdf, "/StructElem")
        if "ID" in element and element.free != "f"
    }
    if not named:
        return
    names = sorted(named)
    listed = [item for name in names for item in (pydyf.String(name), named[name].reference)]
    limits = pydyf.Array([pydyf.String(names[0]), pydyf.String(names[-1])])
    leaf = pydyf.Dictionary({"Limits": limits, "Names": pydyf.Array(listed)})
    pdf.add_object(leaf)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})


def say_where_links_lead(found: list[Any]) -> None:
    """Give each link the words that stand on it, in place of the name of what it leads to."""
    import pydyf

    for box in found:
        if box.link_annotation and box.element is not None:
            said = " ".join("".join(box.element.itertext()).replace("\u200b", "").split())
            if said:
                box.link_annotation["Contents"] = pydyf.String(said)


def join_tables(pdf: Any, tables: list[Any]) -> None:
    """Join the parts of each table that was broken over pages."""
    first: dict[int, Element] = {}
    heads: dict[int, list[Element]] = {}
    for table in tables:
        cells = list(_cells(table))
        if not cells:
            continue
        element = _climb(pdf, cells[0].mark, "/Table")
        own_heads = [
            cell.mark for group in table.children if group.is_header for cell in _cells(group)
        ]
        if id(table.element) not in first:
            first[id(table.element)], heads[id(table.element)] = element, own_heads
            for group in table.children:
                _note(pdf, group, first)
            continue
        instead = {
            repeated["ID"].string: kept["ID"]
            for repeated, kept in zip(own_heads, heads[id(table.element)], strict=False)
        }
        _remove(pdf, element)
        for group in table.children:
            if not group.is_header:
                _join(pdf, group, first[id(table.element)], first)
        for cell in cells:
            if "Headers" in cell.mark.get("A", {}):
                own = cell.mark["A"]["Headers"]
                own[:] = [instead.get(head.string, head) for head in own]


def _note(pdf: Any, box: Any, first: dict[int, Element]) -> None:
    """Note a group, a row or a cell and all in it, in case it goes on over the page."""
    first.setdefault(id(box.element), _element_of(pdf, box))
    if not hasattr(box, "mark"):
        for part in box.children:
            _note(pdf, part, first)


def _cells(box: Any) -> Iterator[Any]:
    for part in box.descendants():
        if hasattr(part, "mark"):
            yield part


def _element_of(pdf: Any, box: Any) -> Element:
    """Return the structure element of a group, a row or a cell of a table."""
    if hasattr(box, "mark"):
        return box.mark
    mark = next(_cells(box)).mark
    return (
        _climb(pdf, mark, "/TR")
        if box.element_tag == "tr"
        else _above(pdf, _climb(pdf, mark, "/TR"))
    )


def _join(pdf: Any, box: Any, parent: Element, first: dict[int, Element]) -> None:
    """Put a later part where it belongs: into the part of it that came first, or at the end."""
    element = _element_of(pdf, box)
    begun = first.get(id(box.element))
    if begun is None:
        _note(pdf, box, first)
        element["P"] = parent.reference
        parent["K"].append(element.reference)
    elif hasattr(box, "mark"):
        for kid in element["K"]:
            _object(pdf, kid)["P"] = begun.reference
            begun["K"].append(kid)
    else:
        for part in box.children:
            _join(pdf, part, begun, first)


def _object(pdf: Any, reference: bytes) -> Element:
    return pdf.objects[int(reference.split()[0])]


def _above(pdf: Any, element: Element) -> Element:
    return _object(pdf, element["P"])


def _climb(pdf: Any, element: Element, kind: str) -> Element:
    while element["S"] != kind:
        element = _above(pdf, element)
    return element


def _remove(pdf: Any, element: Element) -> None:
    """Take an element out of the structure, and whatever is empty without it."""
    parent = _above(pdf, element)
    parent["K"].remove(element.reference)
    if not parent["K"] and parent["S"] != "/Document":
        _remove(pdf, parent)


def mark_artifacts(pdf: Any) -> None:
    """Mark as decoration all content that the structure does not hold: running matter, repeats."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    held = _held(pdf, root["K"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for key, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if not isinstance(owners, list):
            continue  # an annotation's, not a page's
        loose = {n for n, owner in enumerate(owners) if int(owner.split()[0]) not in held}
        for number in loose:
            _object(pdf, owners[number]).free = "f"
            owners[number] = b"null"
        _as_artifacts(_object(pdf, pages[key]["Contents"]), loose)
    for element in _of_type(pdf, "/StructElem"):
        if element.number not in held:
            element.free = "f"


def move_what_is_said(pdf: Any) -> None:
    """Move what text from right to left says from the page to the structure, which is what is read out.

    Some viewers would turn it around once more on the page, as they do with shapes.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for key, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if not isinstance(owners, list):
            continue  # an annotation's, not a page's
        for marks in _object(pdf, pages[key]["Contents"]).stream:
            if isinstance(marks, dict) and "ActualText" in marks:
                owner = _object(pdf, owners[marks["MCID"]])
                if owner["S"] == "/Span" and runs_right_to_left(marks["ActualText"].string):
                    owner["ActualText"] = marks.pop("ActualText")


def _of_type(pdf: Any, kind: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == kind]


def _held(pdf: Any, start: list[Any]) -> set[int]:
    held: set[int] = set()
    waiting = [kid for kid in start if isinstance(kid, bytes)]
    while waiting:
        number = int(waiting.pop().split()[0])
        if number not in held:
            held.add(number)
            waiting += [kid for kid in pdf.objects[number].get("K", ()) if isinstance(kid, bytes)]
    return held


def _as_artifacts(content: Any, numbers: set[int]) -> None:
    import pydyf

    written = content.stream
    for place, item in enumerate(written):
        if isinstance(item, dict) and item.get("MCID") in numbers:
            written[place - 1] = "/Artifact"
            written[place] = pydyf.Dictionary({"Type": "/Pagination"})


def describe_attachments(pdf: Any, media_types: Mapping[str, str]) -> None:
    """Say of each attached file what kind it is: WeasyPrint asks the machine, and machines differ.

    It also names each of them twice among the files that belong to the whole pack.
    """
    import pydyf

    files = _of_type(pdf, "/Filespec")
    for item in files:
        kind = media_types[item["UF"].string]
        held = _object(pdf, item["EF"]["F"])
        held.extra["Subtype"] = f"/{kind.replace('/', '#2f')}"
    if files:
        pdf.catalog["AF"] = pydyf.Array([item.reference for item in files])


def name_both_standards(pdf: Any) -> None:
    """Add PDF/UA to what the metadata say of PDF/A, and leave them readable to whoever scans the bytes."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    (written,) = metadata.stream
    before, end, after = written.rpartition(_END)
    metadata.stream = [before + _UA.encode() + end + after]
    metadata.compress = False


def map_every_glyph(pdf: Any) -> None:
    """Give each glyph that is only a part of a letter, as a dot below it, a text that is not empty but shows nothing.

    WeasyPrint gives the letter's text to another part of it. What the letters say as a whole stands beside them.
    """
    for item in pdf.objects:
        for place, line in enumerate(getattr(item, "stream", ())):
            if isinstance(line, bytes) and line.endswith(_NO_TEXT) and len(line) == _MAPPING:
                item.stream[place] = line.removesuffix(_NO_TEXT) + b"> <200b>"


def end_streams_plainly(pdf: Any) -> None:
    """See to it that no stream, of those to come when it is written either, ends on half a line end.

    One in 256 ends on a carriage return. The line feed after it would make one line end of the two, and a validator
    would count one byte too few: such a stream gets a whole line end of its own.
    """
    import pydyf

    class Plain(pydyf.Stream):  # type: ignore[misc]  # pydyf carries no types
        @property
        def data(self) -> bytes:
            written: bytes = super().data
            if written.endswith(_HALF + _ENDS):
                return written.removesuffix(_ENDS) + b"\r" + _ENDS
            return written

    add = pdf.add_object

    def add_plain(item: Any) -> None:
        if isinstance(item, pydyf.Stream):
            item.__class__ = Plain
        add(item)

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            item.__class__ = Plain
    pdf.add_object = add_plain
