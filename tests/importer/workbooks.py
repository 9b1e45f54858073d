# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks written by hand, part by part, so that tests hold what no well-behaved program writes."""
import io
import zipfile
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
