//! What a page says of itself: its title, and when it was published.

use super::content::{Spread, says_year};
use super::tree::Tree;

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Titles it may show, without blanks.
    pub(super) titles: Vec<String>,
    /// The title of what it shows, as `meta` or the page's own `title` gives it, and what says so.
    pub(super) title: Option<(&'static str, String)>,
    /// The day it was published, as `2024-03-22`, and what says so; none if two are said.
    pub(super) published: Option<(&'static str, String)>,
}

/// Names under which pages give their title and their day in `meta`, as most systems do.
const TITLES: [(&str, &str); 2] = [("articletitle", "ArticleTitle"), ("og:title", "og:title")];
const DAYS: [(&str, &str); 5] = [
    ("pubdate", "PubDate"),
    ("publishdate", "PublishDate"),
    ("publish_date", "publish_date"),
    ("publishtime", "PublishTime"),
    ("article:published_time", "article:published_time"),
];
/// Words before the day of publication on the page itself.
const LABELS: [&str; 10] = [
    "发布日期",
    "发布时间",
    "公布日期",
    "公布时间",
    "发表时间",
    "發佈日期",
    "發佈時間",
    "發布日期",
    "發布時間",
    "公佈日期",
];
/// Words that begin lists of other pages, and within how many letters behind them a day is that of
/// another page.
const BESIDE: [&str; 10] = [
    "相关链接",
    "相关阅读",
    "相关信息",
    "相关文章",
    "相关新闻",
    "推荐阅读",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
];
const NEAR: usize = 100;
/// Programs that leave the title of some earlier document in a page.
const WRITERS: [&str; 4] = ["word", "office", "wps", "kingsoft"];
/// What parts the title of a page from the name of its site.
const MARKS: [char; 7] = ['_', '-', '|', '—', '–', '－', '>'];

pub(super) fn page(tree: &Tree, spread: &Spread) -> Page {
    let mut page = Page::default();
    let mut days: Vec<(&'static str, String)> = Vec::new();
    let mut whole = None::<String>;
    let mut written = false;
    for at in tree.order(0) {
        let Some(node) = tree.node(at) else { continue };
        if node.name == "title" && whole.is_none() {
            let text = node.children.iter().filter_map(|it| tree.node(*it));
            whole = Some(text.map(|it| it.text.as_str()).collect());
        }
        if node.name != "meta" {
            continue;
        }
        let name = node.attribute("name").or(node.attribute("property"));
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let content = node.attribute("content").unwrap_or_default();
        let named = |known: &[(&'static str, &'static str)]| {
            known.iter().find(|it| it.0 == name).map(|it| it.1)
        };
        if let Some(name) = named(&TITLES) {
            page.title.get_or_insert((name, bare(content)));
            page.titles.push(bare(content));
        }
        if matches!(name.as_str(), "generator" | "progid" | "originator") {
            let content = content.to_ascii_lowercase();
            written |= WRITERS.iter().any(|it| content.contains(it));
        }
        if let Some((name, day)) = named(&DAYS).zip(day(content)) {
            days.push((name, day));
        }
    }
    let longest = whole.as_deref().unwrap_or_default().split(MARKS);
    if let Some(title) = longest.map(bare).max_by_key(|it| it.chars().count()) {
        if page.title.is_none() && !written && says_year(&title) {
            page.title = Some(("title", title.clone()));
        }
        page.titles.push(title);
    }
    page.titles.retain(|it| it.chars().count() >= 6);
    if days.is_empty() {
        days = labelled(&spread.text(tree, 0));
    }
    let first = days.first().cloned();
    page.published = first.filter(|(_, day)| days.iter().all(|(_, other)| other == day));
    page
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The days that the page's own text calls days of publication, but for those in lists of other pages:
/// right behind the words that begin one, and below the text.
fn labelled(text: &str) -> Vec<(&'static str, String)> {
    let begin = |part: &str| BESIDE.iter().any(|it| part.contains(it));
    let last = text.rfind('。').unwrap_or(text.len());
    let mut found = Vec::new();
    for label in LABELS {
        for (at, _) in text.match_indices(label) {
            let before = text.get(..at).unwrap_or_default();
            let near = before
                .char_indices()
                .rev()
                .nth(NEAR)
                .map_or(0, |(at, _)| at);
            let below = text.get(last..at).is_some_and(begin);
            if below || before.get(near..).is_some_and(begin) {
                continue;
            }
            let rest = text.get(at + label.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches([':', '：', ']', '】', ' ']);
            found.extend(day(rest).map(|day| (label, day)));
        }
    }
    found
}

/// The day that `text` begins with: 2024-03-22, 2024/3/22, 2024年3月22日, 20240322.
fn day(text: &str) -> Option<String> {
    let mut numbers = [0_u32; 3];
    let mut rest = text.trim_start();
    for (at, number) in numbers.iter_mut().enumerate() {
        let most = if at == 0 { 4 } else { 2 };
        let digits = rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (said, after) = rest.split_at_checked(digits)?;
        *number = said.parse().ok()?;
        rest = after.trim_start_matches(['-', '/', '.', '年', '月']);
    }
    let [year, month, day] = numbers;
    let is_day =
        (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::{day, labelled};

    #[test]
    fn days_of_other_pages_are_not_of_this_one() {
        let own = "发布日期：2024-01-18\n一、总体情况。没有其他事项。\n";
        for other in [
            "相关链接：上年的报告 发布时间：2023-01-20",
            "上一篇：通知\n报告 发布时间：2023-01-20",
        ] {
            assert_eq!(labelled(&format!("{own}{other}")).len(), 1, "{other}");
            assert_eq!(labelled(other).len(), 0, "{other}");
        }
        assert_eq!(labelled("没有其他事项。\n发布日期：2024-01-18").len(), 1);
    }

    #[test]
    fn days_are_whole_days() {
        for text in ["2024-03-22 16:08", "2024/3/22", "2024年3月22日", "20240322"] {
            assert_eq!(day(text).as_deref(), Some("2024-03-22"), "{text}");
        }
        for text in [
            "2024-03",
            "2024年",
            "0000-00-00",
            "星期五",
            "2024-13-01",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
