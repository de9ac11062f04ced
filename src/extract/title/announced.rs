//! The organ that the first sentences of a report name, where no title does.

use super::head;
use super::organ::{kind, named};
use crate::document::{Document, NodeKind};
use crate::fact::Located;
use crate::pack::Pack;
use crate::parse::year_of;
use crate::source::Span;

/// Words between the beginning of a clause and the organ whose report it announces.
const ANNOUNCING: [&str; 16] = [
    "由",
    "现",
    "特",
    "予以",
    "向社会",
    "公布",
    "发布",
    "公开",
    "编制",
    "编写",
    "形成",
    "制作",
    "将",
    "了",
    "对",
    "并",
];

/// Words that are in no organ's name: a clause with them tells of something else.
const DEEDS: [&str; 8] = [
    "完成", "按时", "做好", "根据", "按照", "现将", "开展", "组织",
];

/// What stands between an organ and the year where a clause tells that it wrote the report.
const MADE: [&str; 8] = [
    "认真编写了",
    "编写了",
    "编制的",
    "编制了",
    "公布了",
    "发布了",
    "编制",
    "编写",
];

/// The organ whose report the text announces, where no title names it: 现公布某某局2021年…年度报告.
pub(in crate::extract) fn announced(document: &Document, pack: &Pack) -> Option<Located<String>> {
    head(document).find_map(|node| {
        let NodeKind::Paragraph { .. } = node.kind else {
            return None;
        };
        let range = document.folded.range(node.span);
        let text = document.folded.slice(range);
        let mut from = 0;
        let marks = [
            ',', '。', ';', ':', '、', '《', '》', '(', ')', '“', '”', '<', '>',
        ];
        let clauses = text.split_inclusive(marks).take(40).map(|clause| {
            let at = from;
            from += clause.len();
            (at, clause.trim_end_matches(marks))
        });
        let mut clauses = clauses.filter(|(_, clause)| is_announced(pack, clause));
        clauses.find_map(|(at, clause)| {
            let mut name = clause;
            if let Some((_, maker)) = name.split_once("由") {
                name = maker;
            }
            while let Some(rest) = ANNOUNCING.iter().find_map(|it| name.strip_prefix(it)) {
                name = rest.trim_start();
            }
            let start = range.start + at + (clause.len() - name.len());
            let span = Span::new(start, start + name.len());
            let [front, behind] = named(document, pack, document.folded.span(span));
            let maker = front.map(|organ| without_verb(document, organ));
            let is = |organ: &Located<String>| {
                organ.value.chars().count() >= 4 && is_name(pack, &organ.value)
            };
            maker.filter(is).or(behind.filter(is))
        })
    })
}

/// Whether words of a sentence are the name of an organ. 我局 says whose without a name, and so does 全镇,
/// but not in the name of 福全镇.
pub(super) fn is_name(pack: &Pack, words: &str) -> bool {
    let mut own = pack.prose.own.iter();
    let own = own.any(|it| {
        words.starts_with(it.as_str()) || !it.starts_with('全') && words.contains(it.as_str())
    });
    kind(pack, words).is_some() && !own && !DEEDS.iter().any(|it| words.contains(it))
}

/// An organ without the verb behind it that tells that it made the report.
fn without_verb(document: &Document, organ: Located<String>) -> Located<String> {
    let Some(name) = MADE.iter().find_map(|it| organ.value.strip_suffix(it)) else {
        return organ;
    };
    let text = document.source.slice(organ.span);
    match text.find(name) {
        Some(at) => Located {
            value: name.to_owned(),
            span: Span::new(organ.span.start + at, organ.span.start + at + name.len()),
        },
        None => organ,
    }
}

/// Whether a clause ends with the name of such a report, and says its year.
fn is_announced(pack: &Pack, clause: &str) -> bool {
    let clause = clause.trim_end_matches("予以公布").trim_end_matches("如下");
    let ends = |word: &String| clause.ends_with(word.as_str());
    let holds = |word: &String| clause.contains(word.as_str());
    year_of(clause).is_some()
        && pack.report.kind.iter().any(ends)
        && pack.report.subject.iter().any(holds)
}
