//! Web pages: what a browser shows, and pages made to do damage.

use std::fs;

use hegui::read::{ReadError, read};
use hegui::source::Source;

use crate::files::{packs, report, root, source};

fn page(body: &str) -> Source {
    read(
        "x.html",
        format!("<html><body>{body}</body></html>").as_bytes(),
    )
    .unwrap()
}

#[test]
fn pages_are_read_as_they_are_shown() {
    let shown = |body: &str| page(body).text().replace("\n\n", "\n");
    let both = "<td>甲</td><td>乙</td>";
    for (body, text) in [
        ("<p>一&nbsp;二&#19977;&amp;</p>", "一 二三&\n"),
        ("<p>政府信息\n   公开</p><p>a\nb</p>", "政府信息公开\na b\n"),
        ("第一行<br>第二行<br><br>第三行", "第一行\n第二行\n第三行\n"),
        ("<div>外<div>内</div>后</div>", "外\n内\n后\n"),
        (
            "<p>看<span style='display: none'>不</span>见<b hidden>不</b></p>",
            "看见\n",
        ),
        ("<ol type=1 start=3><li>甲<li>乙</ol>", "3.甲\n4.乙\n"),
        (
            "<ol style='list-style-type:simp-chinese-informal'><li><p>甲</p></li></ol>",
            "一、甲\n",
        ),
        ("<table><tr><td>框里的话</td></tr></table>", "框里的话\n"),
        (
            "<table><tr><td rowspan=2>总<br>数</td><td>1</td></tr><tr><td>2</td></tr></table>",
            "总数\t1\n总数\t2\n",
        ),
        (
            "<table><tr><td>甲</td><td rowspan=2>7</td></tr><tr><td>乙</td></tr></table>",
            "甲\t7\n乙\t\n",
        ),
        (
            "<table><tr><td colspan=2>宽</td><td>1</td></tr><tr><td>甲</td><td>乙</td><td>2</td></tr></table>",
            "宽\t1\n甲\t乙\t2\n",
        ),
        (
            "<table><tr class=firstRow style='height:0'><td></td><td></td></tr><tr><td>甲</td><td>1</td></tr><tr><td></td><td></td></tr></table>",
            "甲\t1\n\t\n",
        ),
        (
            &format!("<table><tr><td><table><tr>{both}</tr></table></td><td>丙</td></tr></table>"),
            "甲\t乙\n丙\n",
        ),
    ] {
        assert_eq!(shown(body), text, "{body}");
    }
}

#[test]
fn a_picture_on_a_line_of_its_own_is_told() {
    let rest = "政府信息公开".repeat(40);
    for (body, text) in [
        (
            "<p>二、情况</p><p><img src=a.png></p>图<img src=b.gif>文",
            "二、情况\n\n![图片]\n\n图文\n",
        ),
        ("上<br><img src=a.png><br>下", "上\n![图片]\n\n下\n"),
        ("上<img src=a.png style='display:none'>", "上\n"),
    ] {
        let source = page(&format!("{body}<p>{rest}</p>"));
        assert_eq!(source.text(), format!("{text}\n{rest}\n"), "{body}");
    }
}

#[test]
fn navigation_is_left_out() {
    let text = source(&root().join("files/2021-clean.soup.html"))
        .text()
        .to_owned();
    for clutter in [
        "首页",
        "历年年报",
        "2010年",
        "ICP",
        "分享到",
        "上一篇",
        "无障碍",
        "777",
    ] {
        assert!(!text.contains(clutter), "{clutter}");
    }
    assert!(text.starts_with("发布日期：2024-03-22\n"));
    assert_eq!(
        text.matches("青澜市人民政府2023年政府信息公开工作年度报告")
            .count(),
        1
    );
}

#[test]
fn a_day_of_publication_is_taken_only_if_it_is_sure() {
    let body = "<p>本报告由某局编制，内容包括总体情况、主动公开政府信息情况等六个部分。</p>";
    let day = |head: &str, above: &str| {
        let page = format!("<html><head>{head}</head><body><div>{above}</div>{body}</body></html>");
        let source = read("x.html", page.as_bytes()).unwrap();
        let first = source.text().lines().next().unwrap().to_owned();
        first.strip_prefix("发布日期：").map(str::to_owned)
    };
    let meta = "<meta name=PubDate content='2024-01-20 10:00'>";
    assert_eq!(day(meta, "").as_deref(), Some("2024-01-20"));
    assert_eq!(
        day("", "发布时间：2024年1月20日").as_deref(),
        Some("2024-01-20")
    );
    assert_eq!(
        day("", "发布时间：2024-01-20 <b>发布时间：2023-01-20</b>"),
        None
    );
    assert_eq!(day("", "成文日期：2024-01-20"), None);
    assert_eq!(day("<meta name=PubDate content=''>", ""), None);
}

#[test]
fn the_encoding_of_a_page_is_found() {
    let text = "<html><head><meta charset=gb2312></head><body><p>镕年度报告</p></body></html>";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    assert_eq!(read("x", &bytes).unwrap().text(), "镕年度报告\n");
    assert_eq!(read("x", text.as_bytes()).unwrap().text(), "镕年度报告\n");
    // Templates say one thing and pages are another; a character cut in two does not hide it.
    let prose = "政府信息公开工作年度报告".repeat(20);
    let labelled = |label: &str| format!("<html><meta charset={label}><body><p>{prose}</p>");
    let page = labelled("utf-8");
    let (bytes, _, _) = encoding_rs::GBK.encode(&page);
    assert_eq!(read("x", &bytes).unwrap().text(), format!("{prose}\n"));
    let mut bytes = labelled("gbk").into_bytes();
    bytes.truncate(bytes.len() - 5);
    let text = read("x", &bytes).unwrap().text().to_owned();
    assert!(
        text.starts_with("政府信息公开") && text.ends_with("报\u{fffd}\n"),
        "{text}"
    );
}

#[test]
fn pages_made_to_do_damage_are_read_or_refused() {
    let deep = page(&format!(
        "{}深处{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    ));
    assert_eq!(deep.text(), "深处\n");
    let open = page(&format!("{}尾", "<div><b><table><tr><td>".repeat(20_000)));
    assert!(open.text().contains('尾'));
    let wide = page(
        "<table><tr><td colspan=99999999 rowspan=99999999>甲</td><td>1</td></tr><tr><td>2</td></tr></table>",
    );
    assert!(wide.text().contains('甲'));
    let many = format!("<html><body>{}", "<i>一</i>".repeat(400_000));
    assert!(matches!(
        read("x", many.as_bytes()),
        Err(ReadError::BeyondLimit { .. })
    ));
    let fonts: String = (0..3000)
        .map(|at| format!("<p><font color={at}>字"))
        .collect();
    let _ = read("x", format!("<html><body>{fonts}").as_bytes());
    assert!(matches!(
        read("x", b"<html><body><script>a</script></body></html>"),
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn a_title_comes_from_the_page_if_the_text_has_none() {
    let first = |head: &str, body: &str| {
        let page = format!("<html><head>{head}</head><body>{body}</body></html>");
        let source = read("x.html", page.as_bytes()).unwrap();
        source.text().lines().next().unwrap().to_owned()
    };
    let meta = "<meta name=ArticleTitle content='某局2022年政府信息公开工作年度报告'>";
    let prose = "<p>本报告由某局编制，内容包括总体情况、主动公开政府信息情况等六个部分。</p>";
    assert_eq!(first(meta, prose), "某局2022年政府信息公开工作年度报告");
    let title = "<title>某局2022年政府信息公开工作年度报告_通知公告_某市人民政府</title>";
    assert_eq!(first(title, prose), "某局2022年政府信息公开工作年度报告");
    // The text's own title is not added to, except by the organ that it leaves out.
    let own = format!("<p>某局二〇二二年年报</p>{prose}");
    assert_eq!(first(meta, &own), "某局二〇二二年年报");
    assert_eq!(first(title, &own), "某局二〇二二年年报");
    let short = format!("<p>2022年政府信息公开\n工作年度报告</p>{prose}");
    assert_eq!(first(title, &short), "某局2022年政府信息公开工作年度报告");
    // The name of the site, and what a word processor left there, is no title.
    assert!(first("<title>某市人民政府门户网站</title>", prose).starts_with("本报告"));
    let word = "<meta name=Generator content='Microsoft Word 15'>";
    assert!(first(&format!("{word}{title}"), prose).starts_with("本报告"));
}

#[test]
fn a_page_without_a_text_is_not_judged() {
    let title = "<h1>某市2023年政府信息公开工作年度报告</h1><p>发布时间：2024-01-20</p>";
    let what = |body: &str| {
        let page = format!("<html><body>{title}{body}<img src=logo.png></body></html>");
        match read("x.html", page.as_bytes()) {
            Err(ReadError::NoText { what, .. }) => what.zh,
            other => panic!("{body}: {other:?}"),
        }
    };
    let file = "<a href='/P02024.PDF?v=1'>某市2023年年报</a>";
    assert!(what(&format!("<p>附件：{file}</p>")).contains("只有附件“某市2023年年报”；"));
    let two = format!("{file}<a href='down.jsp?id=7'>附表.docx</a>");
    assert!(what(&two).contains("等 2 个"));
    assert!(what("<iframe src='/pdfjs/viewer.html?file=x.pdf'></iframe>").contains("内嵌"));
    assert!(what("<p><img src=1.jpg></p>").contains("只有 2 幅图片"));
    // A text with an attachment is a text, and a page with nothing is read as it is.
    let prose = "<p>全年主动公开政府信息一百条，其中规章一条、规范性文件九条。</p>".repeat(9);
    assert!(
        page(&format!("{title}{prose}{file}"))
            .text()
            .contains("一百条")
    );
    assert!(page(title).text().contains("某市2023年"));
    assert!(
        page("<p>一</p><iframe src='about:blank'></iframe>")
            .text()
            .contains('一')
    );
}

#[test]
fn a_text_in_several_places_is_read_whole() {
    let prose =
        "<p>全年主动公开政府信息一百条，其中规章一条、规范性文件九条，均已上网。</p>".repeat(6);
    let table = "<table><tr><td>规章</td><td>1</td><td>0</td></tr><tr><td>文件</td><td>2</td><td>0</td></tr></table>";
    let nav = "<ul><li><a href=1>首页导航</a></li><li><a href=2>政务公开导航</a></li></ul>";
    let body = format!("{nav}<div><div>{prose}</div><div>{table}</div><div>页脚</div></div>{nav}");
    let source = page(&body);
    assert!(source.text().contains("规章\t1\t0"));
    assert!(!source.text().contains("导航"));
    // A cell of links keeps its place in the row.
    let cells = "<table><tr><td>甲</td><td><a>甲链接</a><a>乙链接</a></td><td>1</td></tr><tr><td>乙</td><td>2</td><td>3</td></tr></table>";
    assert_eq!(page(cells).text(), "甲\t\t1\n乙\t2\t3\n");
}

#[test]
fn the_organ_is_found_under_the_short_title_of_a_page() {
    let text = fs::read_to_string(root().join("files/2021-clean.soup.html")).unwrap();
    let long = "青澜市人民政府2023年政府信息公开工作年度报告";
    let short = "2023年政府信息公开工作年度报告";
    let own = format!("<div id=\"content\" class=\"con\"><p>{long}</p>");
    let text = text
        .replace(long, short)
        .replace("<div id=\"content\" class=\"con\">", &own);
    let facts = report(&packs(), read("x.html", text.as_bytes()).unwrap()).facts;
    assert_eq!(facts.organ.as_ref().unwrap().value, "青澜市人民政府");
    assert_eq!(facts.title.as_ref().unwrap().value, long);
}

/// A few of many ways in which a page can be damaged: none may panic.
#[test]
fn damaged_pages_are_no_panic() {
    for name in [
        "2021-clean.soup.html",
        "2021-flawed.word.htm",
        "2019-clean.layout.html",
    ] {
        let bytes = fs::read(root().join("files").join(name)).unwrap();
        for part in 1..40 {
            let _ = read("x", &bytes[..bytes.len() * part / 40]);
            let mut changed = bytes.clone();
            for at in (part * 7..changed.len()).step_by(97) {
                changed[at] = b"<>\"/ t&"[(at + part) % 7];
            }
            let _ = read("x", &changed);
        }
    }
}

#[test]
fn a_heading_above_the_text_is_its_title() {
    let prose = "<p>全年主动公开政府信息一百条，其中规章一条、规范性文件九条。</p>".repeat(6);
    let body = format!(
        "<div>站点名称</div><h2>某局2022年年报</h2><div>日期：2023年1月5日</div><div>{prose}</div>"
    );
    assert!(page(&body).text().starts_with("某局2022年年报\n"));
}
