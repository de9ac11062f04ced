//! Web pages: what a browser shows, and pages made to do damage.

use hegui::read::{ReadError, read};
use hegui::source::Source;

use crate::{root, source};

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
            &format!("<table><tr><td><table><tr>{both}</tr></table></td><td>丙</td></tr></table>"),
            "甲\t乙\n丙\n",
        ),
    ] {
        assert_eq!(shown(body), text, "{body}");
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
