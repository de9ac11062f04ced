#!/usr/bin/env python3
"""Makes the files beside it from the example reports in tests/reports.

Needs python-docx, and LibreOffice (`soffice`) for the files it converts; `cargo test` needs neither,
since what this makes is kept in the repository.

    python3 -m venv venv && venv/bin/pip install python-docx
    venv/bin/python tests/files/generate.py

The prose comes from the text of a report, the values of its tables from its `.expect.toml`, the labels from the form
in `rules/`. Everything is invented, as the reports are.
"""
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

HERE = Path(__file__).parent
REPORTS = HERE.parent / "reports"
RULES = HERE.parent.parent / "rules"
PACKS = {"2017": "gid-2008", "2019": "gid-2019", "2021": "gid-2021"}
NUMBER = re.compile(r"^(?:##\s*)?([一二三四五六七八九十]+)[、，]\s*(.+)$")


# ---- a report as a list of items: ("title"|"info"|"p"|"sign", text), ("h", number, title), ("form", rows) ----

def report(name):
    pack = PACKS[name[:4]]
    truth = tomllib.loads((REPORTS / f"{name}.expect.toml").read_text())
    text = (REPORTS / f"{name}.txt").read_text().replace("&nbsp;", "").replace("**", "")
    titles = [section["title"] for section in truth["sections"]]
    lines = [line for line in text.split("\n") if not re.match(r"^\s*(-\s*\d+\s*-|\[image.*)\s*$", line)]
    items, state, wrapped = [], "head", name in ("2021-clean", "2019-flawed")
    for line in lines:
        bare = line.strip().removeprefix("## ").strip()
        heading = NUMBER.match(bare)
        title = heading.group(2) if heading else bare
        if not bare or (state == "table" and title not in titles):
            if state == "table" and re.match(r"^(单位负责人|联系电话：)", bare):
                state = "prose"
            else:
                continue
        if title in titles:
            items.append(("h", heading.group(1) if heading else "", title))
            state = "prose"
            if "统计表" not in text and any(word in title for word in ("主动公开政府信息情况", "主動公開政府信息情況")):
                items.append(("form", form(pack, "disclosure", truth)))
                state = "table"
            elif title.startswith("收到和"):
                items.append(("form", form(pack, "applications", truth)))
                state = "table"
            elif "政府信息公" in title and ("诉讼情况" in title or "訴訟情況" in title) and pack != "gid-2008":
                items.append(("form", form(pack, "disputes", truth)))
                state = "table"
        elif state == "head":
            if "年" in bare and len(bare) < 60 and not bare.startswith(("发布", "根据", "您", "索引", "發文")):
                items.append(("title", bare))
            elif re.match(r"^(您|索引|發文|無障|发布时间|發佈時間)", bare):
                items.append(("info", bare))
            elif len(bare) > 60 or line.startswith("    根据") or line.startswith("　　"):
                items.append(("p", bare))
                state = "prose"
            else:
                items.append(("title", bare))
        elif "统计表" in bare and len(bare) < 40 and "statistics" in truth.get("forms", {}):
            items.append(("p", bare))
            items.append(("form", form(pack, "statistics", truth)))
            state = "table"
        elif re.match(r"^(【打印|【我要|上一篇|主辦)", bare):
            items.append(("foot", bare))
        elif re.match(r"^\s{10,}|^青澜市水务局$|^\d{4}年\d+月\d+日$", line):
            items.append(("sign", bare))
        elif wrapped and items[-1][0] == "p" and not line.startswith(("    ", "　　")):
            items[-1] = ("p", items[-1][1] + bare)
        else:
            items.append(("p", bare))
    return items


def form_file(pack, name):
    """The file of a form, in the pack or in one that it extends."""
    own = RULES / pack / "forms" / f"{name}.toml"
    if own.exists():
        return own
    above = tomllib.loads((RULES / pack / "pack.toml").read_text())["extends"]
    return form_file(above[0], name)


def form(pack, name, truth):
    """The rows of an official table, a cell being (text, rows, columns)."""
    shape = tomllib.loads(form_file(pack, name).read_text())
    values = truth["forms"][name]
    old = "霽" in truth["organ"]
    trad = str.maketrans("规项内容数对总许强决处罚费购额请数结转办种", "規項內容數對總許強決處罰費購額請數結轉辦種") if old else {}
    label = {row["id"]: row["labels"][0].translate(trad) for block in shape["block"] for row in block["row"]}

    def rows_of(names):
        return [values.get(f"{names}.{column['id']}") for column in shape["block"][0]["columns"]]

    if name == "statistics":
        rows = [[("统计指标", 1, 1), ("单位", 1, 1), ("统计数", 1, 1)]]
        for row in shape["block"][0]["row"]:
            value = "—" if row.get("heading") else values[f"{row['id']}.count"]
            rows.append([(row["labels"][0], 1, 1), (row.get("unit", "—"), 1, 1), (value, 1, 1)])
        return rows
    if name == "disclosure":
        widest = max(len(block["columns"]) for block in shape["block"]) + 1
        rows = []
        for block in shape["block"]:
            spans = [1] * len(block["columns"])
            spans[-1] = widest - len(spans)
            rows.append([(block["header"][0], 1, widest)])
            header = [column["labels"][0] for column in block["columns"]]
            rows.append([("信息内容", 1, 1)] + [(text, 1, span) for text, span in zip(header, spans)])
            for row in block["row"]:
                cells = [values[f"{row['id']}.{column['id']}"] for column in block["columns"]]
                rows.append([(row["labels"][0], 1, 1)] + [(text, 1, span) for text, span in zip(cells, spans)])
        return rows
    if name == "disputes":
        heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        cells = [values[f"{row['id']}.{column['id']}"] for row in shape["block"][0]["row"] for column in shape["block"][0]["columns"]]
        return [
            [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
            [(head, 2, 1) for head in heads] + [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
            [(head, 1, 1) for head in heads * 2],
            [(cell, 1, 1) for cell in cells],
        ]
    ids = [row["id"] for row in shape["block"][0]["row"] if rows_of(row["id"])[0] is not None]
    closed = [id for id in ids if id.startswith("closed.")]
    group = {"refused": "（三）不予公开", "unavailable": "（四）无法提供", "unprocessed": "（五）不予处理", "other": "（六）其他处理"}
    rows = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自\n然\n人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [("商业\n企业", 1, 1), ("科研\n机构", 1, 1), ("社会公益组织", 1, 1), ("法律服务机构", 1, 1), ("其他", 1, 1)],
    ]
    for id in ids:
        row = []
        parts = id.split(".")
        if id == closed[0]:
            row.append(("三、本年度\n办理结果", len(closed), 1))
        if len(parts) == 3:
            own = [it for it in closed if it.startswith(f"closed.{parts[1]}.")]
            if own[0] == id:
                row.append((group[parts[1]], len(own), 1))
            row.append((label[id], 1, 1))
        else:
            row.append((label[id], 1, 2 if len(parts) == 2 else 3))
        rows.append(row + [(cell, 1, 1) for cell in rows_of(id)])
    return rows


# ---- .docx ----

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Heading1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading2"/><w:suff w:val="space"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def docx(name, path, numbered="style", tricks=False):
    document = Document()
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERING)
    for style, level in (("Heading 1", 0), ("Heading 2", 1)):
        if numbered == "style":
            ppr = document.styles[style].element.get_or_add_pPr()
            ppr.append(parse_xml(f'<w:numPr {W}>' + (f'<w:ilvl w:val="{level}"/>' if level else "") + '<w:numId w:val="3"/></w:numPr>'))
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉：内部资料 999"
    section.footer.paragraphs[0].text = "— 1 —"
    for item in report(name):
        if item[0] == "h" and item[1] and numbered == "style":
            document.add_paragraph(item[2], style="Heading 1")
        elif item[0] == "h" and item[1] and numbered == "direct":
            paragraph = document.add_paragraph(item[2])
            paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'))
        elif item[0] == "h":
            document.add_paragraph(f"{item[1]}、{item[2]}" if item[1] else item[2])
        elif item[0] == "form":
            table(document, item[1])
        elif item[0] != "foot":
            match = re.match(r"^（[一二三四五六七八九十]+）([^。]{2,20})。(.*)$", item[1])
            if match and numbered == "style":
                document.add_paragraph(match.group(1) + "。" + match.group(2), style="Heading 2")
            else:
                paragraph = document.add_paragraph(item[1])
                if tricks and item[0] == "p":
                    trick(paragraph)
                    tricks = False
    document.save(path)
    shrink(path)


def table(document, rows):
    width = sum(cell[2] for cell in rows[0])
    made = document.add_table(rows=len(rows), cols=width)
    taken = set()
    for at, row in enumerate(rows):
        column = 0
        for text, height, span in row:
            while (at, column) in taken:
                column += 1
            cell = made.cell(at, column)
            if height > 1 or span > 1:
                cell = cell.merge(made.cell(at + height - 1, column + span - 1))
            cell.text = text
            taken |= {(at + down, column + right) for down in range(height) for right in range(span)}
            column += span


def trick(paragraph):
    """What a reader must not see, around and in a paragraph: changes, hidden text, a field's code; and a text box."""
    inside = [
        f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>已删除的 111 件。</w:delText></w:r></w:del>',
        f'<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>隐藏的 222 件。</w:t></w:r>',
        f'<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {W}><w:instrText> PAGE 333 </w:instrText></w:r>',
        f'<w:r {W}><w:fldChar w:fldCharType="separate"/></w:r><!-- -->',
        f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t xml:space="preserve">插入的话保留。</w:t></w:r></w:ins>',
        f'<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice>'
        '<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>',
    ]
    for xml in inside:
        paragraph._p.append(parse_xml(xml.removesuffix("<!-- -->")))


def shrink(path):
    """Leaves out what no reader looks at: themes, pictures, the list of fonts."""
    with zipfile.ZipFile(path) as old:
        kept = [(name, old.read(name)) for name in old.namelist() if re.match(r"^(\[Content|_rels/|word/(document|styles|numbering|footnotes|header\d*|footer\d*)\.xml|word/_rels)", name)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, data in kept:
            if name == "word/styles.xml":
                data = re.sub(rb"<w:latentStyles.*?</w:latentStyles>", b"", data, flags=re.S)
                data = re.sub(rb'<w:style w:type="table".*?</w:style>', b"", data, flags=re.S)
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


# ---- HTML ----

def html_table(rows, plain=False, word=False):
    out = ['<table border="1" cellspacing="0">' + ("<tbody>" if not word else "")]
    for row in rows:
        out.append("<tr>")
        for text, height, span in row:
            spans = (f' rowspan="{height}"' if height > 1 else "") + (f" colspan={span}" if span > 1 else "")
            inner = text.replace("\n", "<br>")
            if word:
                inner = f'<p class=MsoNormal align=center style="text-align:center"><span lang=EN-US>{inner or "<o:p>&nbsp;</o:p>"}</span></p>'
            elif not plain:
                inner = f"<p><span>&nbsp;{inner}</span></p>"
            out.append(f"<td{spans}>{inner}" + ("" if plain else "</td>"))
        out.append("" if plain else "</tr>")
    return "\n".join(out) + ("" if word else "</tbody>") + "</table>"


def parts(name):
    """The title, the lines of the page, and the body as (kind, content) with headings as text."""
    title, info, body = [], [], []
    for item in report(name):
        if item[0] == "title":
            title.append(item[1])
        elif item[0] in ("info", "foot"):
            info.append(item[1])
        elif item[0] == "h":
            body.append(("h", f"{item[1]}、{item[2]}" if item[1] else item[2]))
        else:
            body.append((item[0], item[1]))
    return title, info, body


NAV = "".join(f'<li><a href="/{at}/">{word}</a></li>' for at, word in enumerate(["首页", "走进青澜", "政务公开", "政务服务", "互动交流", "数据开放", "专题专栏"]))
SIDE = "".join(f'<li><a href="/gk/{at}.html" title="{2010 + at}年政府信息公开工作年度报告">青澜市{2010 + at}年政府信息公开工作年度报告</a><span>{2011 + at}-03-{at + 10}</span></li>' for at in range(9))
FOOT = '<div class="footer"><p>主办：某某市人民政府办公室　承办：某某市大数据中心　网站标识码：0000000001</p><p>某ICP备00000001号　某公网安备 00000000000001号　联系电话：0000-6100000</p><p><a href="/map">网站地图</a> | <a href="/about">关于我们</a> | <a href="/law">法律声明</a></p></div>'


def soup(name, published):
    title, _, body = parts(name)
    text = "".join(
        html_table(it[1]) if it[0] == "form" else f'<p style="text-indent:2em"><strong>{it[1]}</strong></p>' if it[0] == "h"
        else f'<p style="text-align:right">{it[1]}</p>' if it[0] == "sign" else f"<p style='text-indent: 2em;'><span style=\"font-size:16px\">{it[1]}</span></p>\n"
        for it in body)
    whole = "".join(title)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{whole}_部门年报_青澜市人民政府门户网站</title>
<meta name="SiteName" content="青澜市人民政府门户网站"><meta name="ArticleTitle" content="{whole}">
<meta name="PubDate" content="{published} 16:08:00"><meta name="ContentSource" content="市政府办公室"><meta name="ColumnName" content="政府信息公开年报">
<style>.nav li{{float:left}}</style><script>var a = "<p>2019年12月31日</p>";</script></head><body>
<div class="top"><div class="search"><input type="text" value="请输入关键字"><a href="#">无障碍</a> <a href="#">繁体</a></div><ul class="nav">{NAV}</ul></div>
<div class="location">您当前的位置：<a href="/">首页</a> &gt; <a href="/gk">政务公开</a> &gt; <a href="/gk/nb">政府信息公开年报</a></div>
<div class="main"><div class="left"><h3>历年年报</h3><ul>{SIDE}</ul></div>
<div class="right"><div class="article"><h1 class="tit">{whole}</h1>
<div class="info"><span>发布时间：{published} 16:08</span>　<span>来源：市政府办公室</span>　<span>浏览次数：<i id="hits"></i></span>　<span>字号：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span></div>
<div id="content" class="con"><div class="view TRS_UEDITOR"><div style="display:none">自动摘要：本报告共收到申请 777 件。</div>
{text}</div></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a><a href="javascript:window.print()">打印本页</a> <a href="#">关闭窗口</a></div>
<div class="near"><p>上一篇：<a href="/1">2022年政府信息公开工作年度报告</a></p><p>下一篇：<a href="/2">没有了</a></p></div>
</div></div></div>{FOOT}</body></html>"""


def word_export(name):
    title, _, body = parts(name)
    p = '<p class=MsoNormal style="mso-pagination:widow-orphan">'
    text = "".join(
        html_table(it[1], word=True) if it[0] == "form"
        else f'{p}<![if !supportLists]><b><span lang=EN-US style="mso-list:Ignore">{it[1][:2]}<span style="font:7.0pt">&nbsp;&nbsp;</span></span></b><![endif]><b>{it[1][2:]}<o:p></o:p></b></p>\n' if it[0] == "h" and it[1][1] == "、"
        else f"{p}<span style='font-family:仿宋_GB2312;mso-bidi-font-family:宋体'>{it[1]}<span lang=EN-US><o:p></o:p></span></span></p>\n" for it in body)
    heads = "".join(f'<p class=MsoTitle align=center><b><span>{it}</span></b></p>' for it in title)
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-parent:""; margin:0cm;}} --></style></head>
<body lang=ZH-CN style="tab-interval:21.0pt"><div class=WordSection1 style="layout-grid:15.6pt">{heads}
{text}<p class=MsoNormal style="display:none;mso-hide:all">隐藏的 222 件</p></div></body></html>"""


def layout(name, gap="<br>\n"):
    """A page of the early years: tables for everything, paragraphs parted by <br>."""
    title, info, body = parts(name)
    text = "".join(html_table(it[1], plain=True) if it[0] == "form" else f"&nbsp;&nbsp;&nbsp;&nbsp;{it[1]}{gap}" for it in body)
    lines = "".join(f"<tr><td colspan=3 align=center class=time>{it}</td></tr>" for it in info if it.startswith(("发布", "發佈")))
    return f"""<html><head><title>{''.join(title)}</title><meta http-equiv="Content-Type" content="text/html; charset=CHARSET"></head>
<body bgcolor=#ffffff><table width=980 align=center><tr><td colspan=2><table width="100%"><tr><td><a href=/>首页</a></td><td><a href=/a>政务公开</a></td><td><a href=/b>办事服务</a></td><td><a href=/c>互动</a></td></tr></table></td></tr>
<tr><td width=200 valign=top><table><tr><td><a href=1.htm>机构概况</a></td></tr><tr><td><a href=2.htm>公开指南</a></td></tr><tr><td><a href=3.htm>公开年报</a></td></tr></table></td>
<td valign=top><table width=760><tr><td colspan=3 align=center><font size=5><b>{'<br>'.join(title)}</b></font></td></tr>{lines}
<tr><td width=20>&nbsp;</td><td>{text}</td><td width=20></td></tr></table></td></tr>
<tr><td colspan=2 align=center>主办：某某单位　地址：某某路 1 号　电话：0000-6100000</td></tr></table></body></html>"""


# ---- .odt ----

ODF = " ".join(f'xmlns:{it}="urn:oasis:names:tc:opendocument:xmlns:{it}:1.0"' for it in ("office", "text", "table", "style", "draw")) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def odt_table(rows):
    """Spans with the covered cells written out, as the format wants; neighbours that are the same written once."""
    out, taken = [], {}
    width = sum(cell[2] for cell in rows[0])
    for at, row in enumerate(rows):
        cells, column, queue = [], 0, list(row)
        while column < width:
            if taken.get((at, column)):
                cells.append(("<table:covered-table-cell/>", None))
                column += 1
                continue
            text, height, span = queue.pop(0)
            taken.update({(at + down, column + right): True for down in range(height) for right in range(span) if down or right})
            inner = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
            spans = (f' table:number-columns-spanned="{span}"' if span > 1 else "") + (f' table:number-rows-spanned="{height}"' if height > 1 else "")
            cells.append((f"<table:table-cell{spans}>{inner}</table:table-cell>", (text, height, span)))
            column += 1
        shown, index = "", 0
        while index < len(cells):
            xml, cell = cells[index]
            count = 1
            while cell and cell[1:] == (1, 1) and index + count < len(cells) and cells[index + count][1] == cell:
                count += 1
            shown += xml.replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{count}"', 1) if count > 1 else xml
            index += count
        out.append(f"<table:table-row>{shown}</table:table-row>")
    return "<table:table><table:table-header-rows>" + out[0] + "</table:table-header-rows>" + "<text:soft-page-break/>".join(out[1:]) + "</table:table>"


def odt(name, path):
    """Headings numbered by the outline, as LibreOffice's own users write them; and what must not be read."""
    body, tricks = [], True
    for item in report(name):
        if item[0] == "h":
            number, title = item[1], escape(item[2])
            body.append(f'<text:h text:outline-level="1">{title}</text:h>' if number else f'<text:h text:outline-level="1" text:is-list-header="true">{title}</text:h>')
        elif item[0] == "form":
            body.append(odt_table(item[1]))
        elif item[0] == "p" and tricks:
            tricks = False
            cut = len(item[1]) // 2
            body.append(f'''<text:p text:style-name="P1">{escape(item[1][:cut])}<text:soft-page-break/><text:change text:change-id="c1"/><office:annotation><dc:creator>a</dc:creator><text:p>批注 444 件</text:p></office:annotation><text:span text:style-name="T1">隐藏的 222 件。</text:span>{escape(item[1][cut:])}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注里的话。</text:p></text:note-body></text:note></text:p><text:section text:display="none"><text:p>隐藏的一节 555 件</text:p></text:section>''')
        else:
            body.append(f"<text:p>{escape(item[1])}</text:p>")
    content = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {ODF} office:version="1.3"><office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>已删除的 111 件。</text:p></text:deletion></text:changed-region></text:tracked-changes><text:section text:name="a">{"".join(body)}</text:section></office:text></office:body></office:document-content>'''
    styles = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {ODF} office:version="1.3"><office:styles><text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style></office:styles></office:document-styles>'''
    pack_odt(path, {"content.xml": content, "styles.xml": styles})


def pack_odt(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        kind = "application/vnd.oasis.opendocument.text"
        stamp = (2026, 1, 1, 0, 0, 0)
        new.writestr(zipfile.ZipInfo("mimetype", stamp), kind, zipfile.ZIP_STORED)
        files = "".join(f'<manifest:file-entry manifest:full-path="{it}" manifest:media-type="text/xml"/>' for it in parts)
        manifest = f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{files}</manifest:manifest>'
        for name, text in [*parts.items(), ("META-INF/manifest.xml", manifest)]:
            new.writestr(zipfile.ZipInfo(name, stamp), text, zipfile.ZIP_DEFLATED)


def office_odt(name):
    """What LibreOffice makes of a .docx, without what no reader looks at."""
    subprocess.run(["soffice", "--headless", "--convert-to", "odt", "--outdir", "/tmp/hegui-files", HERE / f"{name}.docx"], check=True, capture_output=True)
    with zipfile.ZipFile(f"/tmp/hegui-files/{name}.odt") as old:
        parts = {it: old.read(it).decode() for it in ("content.xml", "styles.xml")}
    parts["styles.xml"] = re.sub(r"<style:style [^>]*style:family=\"(table|table-cell|graphic)\".*?</style:style>|<office:font-face-decls>.*?</office:font-face-decls>|<office:master-styles>.*?</office:master-styles>", "", parts["styles.xml"], flags=re.S)
    pack_odt(HERE / f"{name}.libreoffice.odt", parts)


# ---- .rtf ----

def rtf_text(text, how):
    """As Word writes it: bytes of code page 936, or Unicode with them behind it for old readers."""
    out = []
    for letter in text:
        code = letter.encode("gb18030")
        shown = "".join(f"\\'{byte:02x}" for byte in code)
        if letter == "\n":
            out.append("\\line ")
        elif letter in "\\{}":
            out.append("\\" + letter)
        elif ord(letter) < 128:
            out.append(letter)
        elif how == "bytes" and len(code) == 2:
            out.append(shown)
        else:
            unit = letter.encode("utf-16-le")
            units = [int.from_bytes(unit[at:at + 2], "little", signed=True) for at in range(0, len(unit), 2)]
            out.append("".join(f"\\u{it}{shown if at == 0 else ''}" if len(code) == 2 else f"\\u{it} ??" for at, it in enumerate(units)))
    return "".join(out)


def rtf_run(text, how):
    font = "\\loch\\af0\\hich\\af0\\dbch\\f13 " if how == "bytes" else "\\f0\\lang1033\\langfe2052 "
    cut = len(text) // 2
    return "".join(f"{{\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\fs32{font}{rtf_text(part, how)}}}\n" for part in (text[:cut], text[cut:]) if part)


def rtf_table(rows, how):
    """Cells over columns are merged in every other row, and wide in the others; edges differ by a few twips."""
    out, taken = [], {}
    width = sum(cell[2] for cell in rows[0])
    edge = lambda column, row: 900 * (column + 1) - 108 + (row * 7) % 20
    for at, row in enumerate(rows):
        defined, said, queue, column = [], [], list(row), 0
        while column < width:
            above = taken.get((at, column))
            text, height, span = ("", 1, above) if above else queue.pop(0)
            kind = "\\clvmrg" if above else "\\clvmgf" if height > 1 else ""
            if not above:
                taken.update({(at + down, column): span for down in range(1, height)})
            if span > 1 and at % 2:
                defined += [f"{kind}\\clmgf\\clbrdrt\\brdrs\\cellx{edge(column, at)}"] + [f"{kind}\\clmrg\\cellx{edge(column + right, at)}" for right in range(1, span)]
                said += [text] + [""] * (span - 1)
            else:
                defined.append(f"{kind}\\clvertalc\\clbrdrt\\brdrs\\brdrw10 \\cltxlrtb\\cellx{edge(column + span - 1, at)}")
                said.append(text)
            column += span
        row_of = "\\trowd \\irow0\\irowband0\\ltrrow\\ts11\\trgaph108\\trleft-108\\trautofit1 " + "".join(defined)
        cells = "".join("\\pard\\plain \\ltrpar\\qc\\widctlpar\\intbl " + "\\par ".join(rtf_run(line, how) for line in text.split("\n")) + "\\cell " for text in said)
        out.append(f"{row_of}\n{cells}\n\\pard\\plain \\intbl {{{row_of}\\row }}\n")
    return "".join(out) + "\\pard "


def rtf(name, path, how="bytes", tricks=True):
    """As Word and WPS write it, and what must not be read."""
    body = []
    for item in report(name):
        if item[0] == "h" and item[1]:
            label = f"{{\\listtext\\pard\\plain\\ltrpar \\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\f13 {rtf_text(item[1] + '、', how)}\\tab}}"
            body.append(f"\\pard\\plain \\ltrpar\\s1\\ql\\ls1\\outlinelevel0 {label}{rtf_run(item[2], how)}\\par ")
        elif item[0] == "form":
            body.append(rtf_table(item[1], how))
        elif item[0] == "p" and tricks:
            tricks = False
            cut = len(item[1]) // 2
            hidden = f"{{\\v {rtf_text('隐藏的 222 件。', how)}}}{{\\deleted\\revauthdel1 {rtf_text('已删除的 111 件。', how)}}}{{\\*\\annotation {rtf_text('批注 444 件', how)}}}{{\\field{{\\*\\fldinst {{ PAGE 333 }}}}{{\\fldrslt }}}}"
            note = f"{{\\cs15\\super\\chftn {{\\footnote\\ltrpar \\pard\\plain {{\\super\\chftn }}{rtf_run('脚注里的话。', how)}}}}}"
            box = f"{{\\shp{{\\*\\shpinst\\shpleft0{{\\sp{{\\sn shapeType}}{{\\sv 202}}}}{{\\shptxt \\ltrpar\\pard\\plain {rtf_run('文本框里的话。', how)}\\par }}}}{{\\shprslt{{\\*\\do {rtf_run('文本框里的话。', how)}}}}}}}"
            body.append(f"\\pard\\plain {rtf_run(item[1][:cut], how)}{hidden}{box}{rtf_run(item[1][cut:], how)}{note}\\par ")
        else:
            body.append(f"\\pard\\plain \\ltrpar\\ql {rtf_run(item[-1], how)}\\par ")
    contents = f"{{\\field{{\\*\\fldinst {{ TOC \\\\o \"1-3\" }}}}{{\\fldrslt {rtf_text('目录 一、总体情况 1', how)}}}}}\\par "
    head = f"{{\\rtf1\\ansi\\ansicpg936\\uc2\\deff0{{\\fonttbl{{\\f0\\froman\\fcharset0 Times New Roman;}}{{\\f13\\fnil\\fcharset134{{\\*\\falt SimSun}}{rtf_text('宋体', 'bytes')};}}}}{{\\colortbl;\\red0\\green0\\blue0;}}{{\\stylesheet{{\\s1 {rtf_text('标题 1', 'bytes')};}}}}{{\\*\\generator Riched20}}{{\\info{{\\title {rtf_text('旧年报', 'bytes')}}}}}{{\\header \\pard {rtf_run('页眉：内部资料 999', how)}\\par }}{{\\footer \\pard \\qc {{\\field{{\\*\\fldinst PAGE}}{{\\fldrslt 1}}}}\\par }}\n"
    path.write_bytes((head + contents + "".join(body) + "}").encode("ascii"))


def office_rtf(name):
    """What LibreOffice makes of a .docx, without the styles and pictures that no reader looks at."""
    subprocess.run(["soffice", "--headless", "--convert-to", "rtf", "--outdir", "/tmp/hegui-files", HERE / f"{name}.docx"], check=True, capture_output=True)
    (HERE / f"{name}.libreoffice.rtf").write_bytes(Path(f"/tmp/hegui-files/{name}.rtf").read_bytes())


def write(path, text, encoding="utf-8"):
    (HERE / path).write_bytes(text.replace("CHARSET", encoding).encode(encoding, "xmlcharrefreplace"))


def main():
    docx("2021-clean", HERE / "2021-clean.docx")
    docx("2021-flawed", HERE / "2021-flawed.docx", numbered="none", tricks=True)
    docx("2019-clean", HERE / "2019-clean.docx", numbered="direct")
    docx("2019-flawed", HERE / "2019-flawed.docx", numbered="direct")
    docx("2017-clean", HERE / "2017-clean.docx")
    docx("2017-flawed", HERE / "2017-flawed.docx", numbered="direct", tricks=True)
    for name in ("2021-clean", "2017-flawed"):
        office = HERE / f"{name}.libreoffice.docx"
        subprocess.run(["soffice", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "/tmp/hegui-files", HERE / f"{name}.docx"], check=True, capture_output=True)
        office.write_bytes(Path(f"/tmp/hegui-files/{name}.docx").read_bytes())
        shrink(office)
    subprocess.run(["soffice", "--headless", "--convert-to", "html:HTML (StarWriter)", "--outdir", "/tmp/hegui-files", HERE / "2019-flawed.docx"], check=True, capture_output=True)
    (HERE / "2019-flawed.libreoffice.html").write_bytes(Path("/tmp/hegui-files/2019-flawed.html").read_bytes())
    for name in ("2021-clean", "2017-flawed"):
        office_odt(name)
    odt("2019-flawed", HERE / "2019-flawed.outline.odt")
    odt("2017-clean", HERE / "2017-clean.outline.odt")
    for name in ("2021-clean",):
        office_rtf(name)
    rtf("2021-flawed", HERE / "2021-flawed.word.rtf")
    rtf("2017-flawed", HERE / "2017-flawed.word.rtf", how="unicode")
    write("2021-clean.soup.html", soup("2021-clean", "2024-03-22"))
    write("2017-flawed.soup.html", soup("2017-flawed", "2018-03-12"))
    write("2021-flawed.word.htm", word_export("2021-flawed"), "gb18030")
    write("2017-clean.word.htm", word_export("2017-clean"), "gb18030")
    write("2019-flawed.layout.htm", layout("2019-flawed"), "gbk")
    write("2019-clean.layout.html", layout("2019-clean"), "big5")
    write("2021-flawed.layout.html", layout("2021-flawed", "<BR><BR>"))


if __name__ == "__main__":
    main()
