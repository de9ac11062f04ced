//! What the first paragraphs of a report say of its parts.

use crate::fold::Folded;
use crate::letters::Letters;
use crate::parse::ordinal;
use crate::script::run::Run;
use crate::source::Span;

/// What stands for a title in a sentence whose titles were taken out.
const TITLE: char = '\u{1}';

/// What the first paragraphs say of the parts of the report.
pub(super) struct Parts {
    /// How many they say it has, and how many they list.
    pub(super) numbers: (usize, usize),
    /// The chapters they list by titles that the pack knows, one for each.
    known: Vec<String>,
    pub(super) span: Span,
}

/// The chapters that the first paragraphs list; none unless they list as many as they say, all by
/// titles that the pack knows.
pub(super) fn listed_chapters(run: &Run) -> Option<Vec<String>> {
    let Some(parts) = said(run) else {
        return uncounted(run);
    };
    let (said, listed) = parts.numbers;
    (said == listed && parts.known.len() == listed).then_some(parts.known)
}

/// The chapters of a list that says no number: nothing but titles that the pack knows, many of them,
/// from 包括 or 由 to 组成 or the end of the clause. One that ends in 等 is not told in full.
fn uncounted(run: &Run) -> Option<Vec<String>> {
    let titles = titles(run);
    let list = format!(
        "(由|(报告|全文|年报)[^。{TITLE}]{{0,12}}(?P<told>包括|包含|涵盖|分为?)(以下)?(内容|部分)?:?)\
         (?P<list>{TITLE}([、,;]?(以及|和|及|与)?{TITLE}){{3,}})(情况)?(?P<end>组成|构成|[。,;:]|$)"
    );
    let list = crate::pattern::pattern(&list).ok()?;
    opening(run).find_map(|(sentence, _)| {
        let (text, known) = titles_out(sentence, &titles);
        let all = text.matches(TITLE).count();
        let found = list.captures(&text)?;
        let ends = ["组成", "构成"].contains(&found.name("end")?.as_str());
        let listed = found.name("list")?.as_str();
        let whole = listed.matches(TITLE).count() == all;
        (whole && (ends || found.name("told").is_some())).then_some(known)
    })
}

/// The titles of all chapters, folded, the longest first, and the chapter of each.
fn titles(run: &Run) -> Vec<(String, &str)> {
    let chapters = run.words.chapters.iter();
    let mut titles: Vec<(String, &str)> = chapters
        .flat_map(|it| it.titles.iter().map(|title| (title, it.id.as_str())))
        .map(|(title, id)| (Folded::new(title).text().to_owned(), id))
        .collect();
    titles.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
    titles
}

/// A sentence with a mark for each title, and the chapters whose titles they are.
fn titles_out(mut text: String, titles: &[(String, &str)]) -> (String, Vec<String>) {
    let mut known = Vec::new();
    let letters = Letters::of(&text);
    for (title, id) in titles.iter().filter(|it| letters.may_hold(&it.0)) {
        let times = text.matches(title.as_str()).count();
        known.extend(std::iter::repeat_n((*id).to_owned(), times));
        text = text.replace(title.as_str(), &TITLE.to_string());
    }
    (text, known)
}

/// The sentences before the first heading, without blanks.
fn opening(run: &Run) -> impl Iterator<Item = (String, Span)> {
    let first = run
        .facts
        .sections
        .first()
        .map_or(usize::MAX, |it| it.span.start);
    let passages = run.facts.prose.iter();
    passages
        .filter(move |it| !it.heading && it.span.start < first)
        .flat_map(|passage| passage.text.text().split('。').map(|it| (it, passage.span)))
        .map(|(it, span)| (it.split_whitespace().collect(), span))
}

/// What the first paragraphs say; none if they do not say clearly how many parts there are and
/// which.
pub(super) fn said(run: &Run) -> Option<Parts> {
    let count =
        crate::pattern::pattern(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})(个|大)?部分").ok()?;
    let mut sentences = opening(run)
        .filter(|(sentence, _)| count.is_match(sentence))
        .peekable();
    sentences.peek()?;
    let titles = titles(run);
    sentences.find_map(|(text, span)| {
        let (text, known) = titles_out(text, &titles);
        let found = count.captures(&text)?;
        let number = ordinal(found.get(1)?.as_str())?;
        let (listed, sure) = listed(&text, found.get(0)?.start())?;
        let said = usize::try_from(number).ok()?;
        if !sure && said != listed {
            return None;
        }
        Some(Parts {
            numbers: (said, listed),
            known,
            span,
        })
    })
}

/// How many parts a sentence lists that says their number at byte `said`, and whether that is sure:
/// a word like 和 joins two parts, or the words of one.
fn listed(text: &str, said: usize) -> Option<(usize, bool)> {
    let first = text.find(TITLE)?;
    let head = text.get(..first)?;
    let divided = head.ends_with('分').then_some(head.len());
    let start = [
        "包括",
        "包含",
        "由",
        "分为",
        "分成",
        ":",
        "分别是",
        "分别为",
        "即",
        "涵盖",
        "含",
    ]
    .iter()
    .filter_map(|word| head.rfind(word).map(|at| at + word.len()))
    .chain(divided)
    .max()?;
    let end = if said > first { said } else { text.len() };
    let mut count = 0;
    let mut sure = true;
    let mut unknown = false;
    for item in text.get(start..end)?.split(['、', ',', ';', ':']) {
        let titles = item.matches(TITLE).count();
        if joins_another(item) {
            count += 1;
            sure = false;
        }
        let letters = item.chars().filter(|it| it.is_alphabetic()).count();
        let aside = item.starts_with(['并', '附', '另', '共', '等']);
        if titles > 0 {
            count += titles;
            unknown = false;
        } else if letters >= 2 && !aside {
            // Titles that nobody knows may hold the mark that parts them.
            if unknown {
                return None;
            }
            unknown = true;
            count += 1;
        }
    }
    Some((count, sure))
}

/// Whether a part is joined to a title, or behind words that end like one: 主动公开情况和附表.
fn joins_another(item: &str) -> bool {
    const JOINTS: [&str; 4] = ["以及", "和", "及", "与"];
    JOINTS.iter().any(|joint| {
        item.match_indices(joint).any(|(at, _)| {
            let before = item.get(..at).unwrap_or_default();
            let after = item.get(at + joint.len()..).unwrap_or_default();
            let letters = after.chars().take_while(|it| *it != TITLE && *it != '等');
            before.ends_with([TITLE, '况', '项', '施'])
                && !after.starts_with(TITLE)
                && letters.filter(|it| it.is_alphabetic()).count() >= 2
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{TITLE, listed};
    use crate::parse::ordinal;

    #[test]
    fn counts_what_a_sentence_lists() {
        let cases = [
            ("本报告由@、@、@、@、@、@六部分组成", Some((6, true))),
            ("全文包括@,@以及@等三个部分", Some((3, true))),
            (
                "报告共分六个部分:一、@;二、@;三、新做法;四、@",
                Some((4, true)),
            ),
            ("全文包括@、@和@以及附表等四部分", Some((4, false))),
            ("包括@、甲情况和收发情况、@三部分", Some((4, false))),
            ("由@、收费和减免情况、@三部分组成", Some((3, true))),
            ("由@、@、问题及措施和其它事项四部分组成", Some((4, false))),
            ("本报告分@、@、@、@等三个部分", Some((4, true))),
            ("格式第二部分要求写@、@、@三部分", None),
            ("包括@、甲工作、乙工作、@四部分", None),
            ("共六部分", None),
        ];
        for (text, expected) in cases {
            let text = text.replace('@', &TITLE.to_string());
            let said = text.find(['六', '三', '四']).unwrap_or(0);
            let said = if text.starts_with("报告") {
                said
            } else {
                text.rfind("部分").unwrap_or(said)
            };
            assert_eq!(listed(&text, said), expected, "{text}");
        }
    }

    #[test]
    fn reads_the_numbers_of_chapters() {
        for (text, number) in [("十二、", 12), ("（三）", 3), ("10.", 10), ("第二部分", 2)]
        {
            assert_eq!(ordinal(text), Some(number), "{text}");
        }
    }
}
