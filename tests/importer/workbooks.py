# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks written by hand, part by part, so that tests hold what no well-behaved program writes."""
import io
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
DATE, TIME = 1, 2  # positions in cellXfs below

STYLES = (f'<styleSheet {MAIN}><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
          '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
          '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs>'
          '</styleSheet>')


class Raw(str):
    """A cell whose XML is given: attributes, then what is inside."""


def number(value, style=0):
    return Raw(f' s="{style}"><v>{value}</v>')


def formula(text, value):
    return Raw(f' t="str"><f>{escape(text)}</f><v>{escape(value)}</v>')


def failed(value):
    return Raw(f' t="e"><v>{value}</v>')


def letter(column):
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def xlsx_sheet(rows, more=""):
    """`rows` by the number that is seen, or a list of all of them."""
    if isinstance(rows, list):
        rows = dict(enumerate(rows, 1))
    text = []
    for line, cells in rows.items():
        text.append(f'<row r="{line}">')
        for column, cell in enumerate(cells):
            if cell == "":
                continue
            inside = cell if isinstance(cell, Raw) else f' t="inlineStr"><is><t>{escape(cell)}</t></is>'
            text.append(f'<c r="{letter(column)}{line}"{inside}</c>')
        text.append("</row>")
    return f'<worksheet {MAIN}><sheetData>{"".join(text)}</sheetData>{more}</worksheet>'


def xlsx(sheets, strings=()):
    """`sheets`: name to rows, or to the XML of the whole sheet."""
    parts = {"xl/styles.xml": STYLES}
    names, relations = [], []
    for i, (name, rows) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = rows if isinstance(rows, str) else xlsx_sheet(rows)
        names.append(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"/>')
        relations.append(f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" '
                         f'Target="worksheets/sheet{i}.xml"/>')
    relations.append(f'<Relationship Id="rs" Type="{RELATIONS}/styles" Target="styles.xml"/>')
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst {MAIN}>' + "".join(
            f"<si><t>{escape(text)}</t></si>" for text in strings) + "</sst>"
        relations.append(f'<Relationship Id="rt" Type="{RELATIONS}/sharedStrings" '
                         'Target="sharedStrings.xml"/>')
    parts["xl/workbook.xml"] = (f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>{"".join(names)}'
                                '</sheets></workbook>')
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships {PACKAGE}>{"".join(relations)}</Relationships>'
    parts["_rels/.rels"] = (f'<Relationships {PACKAGE}><Relationship Id="r1" Type="{RELATIONS}/'
                            'officeDocument" Target="xl/workbook.xml"/></Relationships>')
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/></Types>')
    return archive(parts)


def ods_cell(cell):
    if isinstance(cell, Raw):
        return f"<table:table-cell{cell}</table:table-cell>"
    if cell == "":
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def ods(sheets):
    """As LibreOffice writes it, with a million empty rows at the end of each sheet."""
    end = ('<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
           'table:number-columns-repeated="1024"/></table:table-row>')
    tables = "".join(
        f'<table:table table:name="{escape(name)}">' + "".join(
            "<table:table-row>" + "".join(map(ods_cell, row)) + "</table:table-row>" for row in rows)
        + end + "</table:table>" for name, rows in sheets.items())
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                      for name in ("office", "table", "text"))
    return archive({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
                       f'office:version="1.2"><office:body><office:spreadsheet>{tables}'
                       '</office:spreadsheet></office:body></office:document-content>'})


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def bomb(size):
    """A sheet of spaces: a thousand times larger than its file."""
    return archive({"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>",
                    "xl/worksheets/sheet1.xml": b" " * size})


def _texts(element):
    return "".join(part.text or "" for part in element.iter() if part.tag.endswith("}t"))


def _place(reference):
    letters = reference.rstrip("0123456789")
    column = 0
    for letter_ in letters:
        column = column * 26 + ord(letter_) - 64
    return int(reference[len(letters):]), column


def _children(element, name):
    return [child for child in element.iter() if child.tag.endswith("}" + name)]


def read_xlsx(path):
    """What a spreadsheet would show, read without any library of ours: sheet name to its rows (texts),
    comments, colours, filter, frozen rows and number of formulas."""
    with zipfile.ZipFile(path) as file:
        parts = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()
                 if name.endswith((".xml", ".rels"))}
    strings = [_texts(item) for item in _children(parts["xl/sharedStrings.xml"], "si")] \
        if "xl/sharedStrings.xml" in parts else []
    fills = [_children(fill, "fgColor") for fill in _children(parts["xl/styles.xml"], "fill")]
    styles = [fills[int(style.get("fillId", 0))]
              for style in _children(_children(parts["xl/styles.xml"], "cellXfs")[0], "xf")]
    book = {}
    for number_, sheet in enumerate(_children(parts["xl/workbook.xml"], "sheet"), 1):
        book[sheet.get("name")] = _read_sheet(parts, number_, strings, styles)
    return book


def _cell_text(cell, strings):
    value = _children(cell, "v")
    if cell.get("t") == "s":
        return strings[int(value[0].text)]
    if cell.get("t") == "inlineStr":
        return _texts(cell)
    return value[0].text if value else ""


def _read_sheet(parts, number_, strings, styles):
    sheet = parts[f"xl/worksheets/sheet{number_}.xml"]
    cells, colours = {}, {}
    for cell in _children(sheet, "c"):
        cells[_place(cell.get("r"))] = _cell_text(cell, strings)
        fill = styles[int(cell.get("s", 0))]
        if fill:
            colours[cell.get("r")] = fill[0].get("rgb")
    height, width = (max((place[i] for place in cells), default=0) for i in (0, 1))
    relations = parts.get(f"xl/worksheets/_rels/sheet{number_}.xml.rels")
    comments = {}
    for relation in _children(relations, "Relationship") if relations is not None else ():
        if relation.get("Target").startswith("../comments"):
            for comment in _children(parts["xl/" + relation.get("Target")[3:]], "comment"):
                comments[comment.get("ref")] = _texts(comment)
    filters, panes = _children(sheet, "autoFilter"), _children(sheet, "pane")
    return {"rows": [[cells.get((row, column), "") for column in range(1, width + 1)]
                     for row in range(1, height + 1)],
            "comments": comments, "colours": colours, "formulas": len(_children(sheet, "f")),
            "filter": filters[0].get("ref") if filters else None,
            "frozen": int(panes[0].get("ySplit", 0)) if panes else 0}
