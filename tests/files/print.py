#!/usr/bin/env python3
"""Prints the PDF files beside it from the example reports in tests/reports, as generate.py makes the others.

Needs what generate.py needs, and Chromium, LibreOffice, qpdf and the fonts WenQuanYi Zen Hei and Noto Serif CJK
(Debian: chromium libreoffice-writer qpdf fonts-wqy-zenhei fonts-noto-cjk). `cargo test` needs none of them.

    venv/bin/python tests/files/print.py
"""
import subprocess
import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

import generate

HERE = Path(__file__).parent
WORK = Path("/tmp/hegui-files")
FONT = "WenQuanYi Zen Hei"

PRINT = f"""@page{{size:A4;margin:2.5cm}} body{{font-family:'{FONT}';font-size:12pt}}
h1{{text-align:center;font-size:18pt;font-weight:normal}} h2{{font-size:14pt;font-weight:normal}} p{{text-indent:2em;line-height:1.8;text-align:justify}}
table{{border-collapse:collapse;width:100%;margin:1em 0}} td{{border:1px solid black;text-align:center;padding:4px;font-size:10pt}}"""
# Lines only above, under the header and below, as papers have them; cells of tables are told by where they stand.
OPEN = PRINT.replace("td{border:1px solid black;", "table{border-top:1px solid black;border-bottom:1px solid black} td{border:0;")


def page(name, css):
    title, info, body = generate.parts(name)
    body = [("p", it) for it in info if not it.startswith(("【", "上一篇", "您"))] + body
    text = "".join(generate.html_table(it[1], plain=True) if it[0] == "form" else f"<h2>{it[1]}</h2>" if it[0] == "h" else f"<p>{it[1]}</p>" for it in body)
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>年报</title><style>{css}</style>{''.join(f'<h1>{it}</h1>' for it in title)}{text}</html>"


def chromium(name, kind, css=PRINT):
    source = WORK / f"{name}.{kind}.html"
    source.write_text(page(name, css))
    out = HERE / f"{name}.{kind}.pdf"
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}", source], check=True, capture_output=True)


def libreoffice(name, kind, grid=True, landscape=False, long=False):
    document = Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.header.paragraphs[0].text = "内部资料　注意保存"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind_, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = footer.add_run("— " if kind_ == "begin" else "")
        if text:
            element = run._r.makeelement(qn("w:instrText"), {})
            element.text = text
        else:
            element = run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind_})
        run._r.append(element)
    footer.add_run(" —")
    for item in generate.report(name):
        if item[0] == "form":
            table(document, item[1], grid)
        elif item[0] == "h":
            document.add_paragraph(f"{item[1]}、{item[2]}" if item[1] else item[2])
        elif item[0] != "foot":
            # A long report, of large letters far apart, as offices print it.
            if long and item[0] in ("p", "title"):
                style.font.size = Pt(14)
                style.paragraph_format.line_spacing = Pt(20)
            paragraph = document.add_paragraph(item[1])
            if item[0] == "title":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif item[0] in ("p", "info"):
                paragraph.paragraph_format.first_line_indent = Pt(24)
    path = WORK / f"{name}.{kind}.docx"
    document.save(path)
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", HERE, path], check=True, capture_output=True)


def table(document, rows, grid):
    generate.table(document, rows)
    made = document.tables[-1]
    if grid:
        made.style = "Table Grid"
    columns = len(made.columns)
    made.autofit = False
    for row in made.rows:
        for at, cell in enumerate(row.cells):
            wide = 3 if columns == 10 else 1
            cell.width = Cm(16 * (2.2 if at < wide and columns != 15 else 1) / (columns + 1.2 * wide if columns != 15 else 15))
            for paragraph in cell.paragraphs:
                paragraph.runs and setattr(paragraph.runs[0].font, "size", Pt(9))


def locked():
    """A page that needs a password, and one that may be read by anyone but not changed."""
    source = WORK / "one.html"
    source.write_text("<!doctype html><p>one two three four five</p>")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={WORK}/one.pdf", source], check=True, capture_output=True)
    for name, user in (("locked.password.pdf", "secret"), ("locked.owner.pdf", "")):
        subprocess.run(["qpdf", "--encrypt", user, "owner", "256", "--", WORK / "one.pdf", HERE / name], check=True)


def main():
    WORK.mkdir(exist_ok=True)
    chromium("2021-clean", "chromium")
    chromium("2017-flawed", "chromium")
    chromium("2019-clean", "open", OPEN)
    libreoffice("2019-flawed", "libreoffice")
    libreoffice("2021-flawed", "libreoffice", landscape=True)
    libreoffice("2021-flawed", "unruled", grid=False)
    libreoffice("2021-clean", "six", long=True)
    locked()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
