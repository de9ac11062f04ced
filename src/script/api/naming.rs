//! Numbers of things and the names that are listed of them.

use rhai::Array;

use super::report::{Report, SectionOf};
use super::text::{Prose, gather, texts};
use super::{Answer, Api};
use crate::fold::Folded;
use crate::letters::Lettered;
use crate::pattern::{Pattern, pattern, verbatim};
use crate::script::kind::{Accepts, Kind};
use crate::script::run::Many;
use crate::script::value::Place;
use crate::source::Span;

/// A number of things, and that all of them follow.
const NAMED: &str = r"([0-9]{1,2}|[两二三四五六七八九十]{1,3})(?:个|项|场|次|期|部|家|种|类|大类|名|处|份|篇|件|条|张)[^,。;:、0-9()]{0,16}[,:]?(?:分别为|分别是):?([^。;:]+)";

/// A number of classes, and that they follow: 分为三类: 甲、乙、丙.
const SORTED: &str = r"([0-9]{1,2}|[两二三四五六七八九十]{1,3})个?(?:大类|类|种类|种|大块|板块|档):([^。;:,]+)(?:[。;]|$)";

/// The subjects of events at which each has its own, and the number of these; `{}` for the events.
const HELD: &str = r"(?:就|围绕|针对)([^。;:,]{4,160}?)(?:等|方面|内容|主题|议题|事项|情况|问题){0,3},?(?:先后|累计|共|分别){0,2}(?:举行|举办|召开|开展)(?:了|政府)?(?:{})([0-9]{1,2}|[两二三四五六七八九十]{1,3})(?:场|次|期)";

/// The name at the beginning of a clause, perhaps behind words that announce it or lead readers to it;
/// `{e}` for its endings, `{v}` for the verbs behind it.
const SUBJECT: &str = r"(?:^|[。,;:、!?])\s*(?:\p{Han}{0,16}?请(?:与|向|到|寄至|寄|联系|咨询))?(?:现|特|由|将|了|予以|向社会|公布|发布|公开|编制){0,4}(\p{Han}+?(?:{e}))(?:{v})";

/// What `{year}` stands for in a verb: the year that a report is of.
const YEAR: &str = r"[12][0-9]{3}\s*年度?的?";

/// A name has no more letters than this.
const LONGEST: usize = 20;

pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "miscounted_names"),
        Kind::Places,
        (
            "写了几个或者几类，“分别为”、冒号后面列出的名称个数不同的各处",
            "Where a number of things or classes is stated and another number of names follows",
        ),
        |it: &mut Report| {
            gather(it, 2, miscounted).unwrap_or_else(|_| Many::new(&it.run, Vec::new()))
        },
    );
    clause_subjects::<Report>(api);
    clause_subjects::<SectionOf>(api);
    api.method(
        (Kind::Report, "more_subjects_than_events"),
        &[("events", Accepts::Texts)],
        Kind::Places,
        (
            "“就甲、乙、丙等举行几场”这些活动，列出的议题比场数多的各处",
            "Where more subjects are named than events of these kinds are counted",
        ),
        |it: &mut Report, events: Array| -> Answer<Many<Place>> {
            let held = pattern(&HELD.replace("{}", &any(events)))?;
            gather(it, 2, |text| subjects(text, &held))
        },
    );
}

fn clause_subjects<T: Prose>(api: &mut Api<'_>) {
    api.method(
        (T::KIND, "clause_subjects"),
        &[("endings", Accepts::Texts), ("verbs", Accepts::Texts)],
        Kind::Places,
        (
            "句子或者分句开头的名称：以这些字结尾，紧接着这些动词",
            "The names that a clause begins with, with these endings and one of these verbs right behind",
        ),
        |it: &mut T, endings: Array, verbs: Array| -> Answer<Many<Place>> {
            let (endings, verbs) = (any(endings), any(verbs).replace(r"\{year\}", YEAR));
            let subject = pattern(&SUBJECT.replace("{e}", &endings).replace("{v}", &verbs))?;
            gather(it, 2, |text| {
                let found = subject.captures_iter(text).filter_map(|it| it.get(1));
                let found = found.filter(|it| it.as_str().chars().count() <= LONGEST);
                found.map(|it| Span::new(it.start(), it.end())).collect()
            })
        },
    );
}

/// An expression for any of these words, which are no expressions themselves.
fn any(words: Array) -> String {
    let words = texts(words);
    let words = words.iter().map(|it| verbatim(Folded::new(it).text()));
    words.collect::<Vec<_>>().join("|")
}

fn miscounted(text: Lettered<'_>) -> Vec<Span> {
    let mut wrong = Vec::new();
    for pattern in [NAMED, SORTED].into_iter().flat_map(pattern) {
        wrong.extend(pattern.captures_iter(text).filter_map(|found| {
            let (whole, said, names) = (found.get(0)?, found.get(1)?, found.get(2)?);
            let (least, most) = names_in(names.as_str())?;
            let said = count(said.as_str())?;
            (said < least || said > most).then(|| Span::new(whole.start(), names.end()))
        }));
    }
    wrong.sort_by_key(|it| it.start);
    wrong
}

fn subjects(text: Lettered<'_>, held: &Pattern) -> Vec<Span> {
    let found = held.captures_iter(text).filter_map(|found| {
        let (whole, names, said) = (found.get(0)?, found.get(1)?, found.get(2)?);
        let (least, _) = names_in(names.as_str().trim_end_matches('等'))?;
        (count(said.as_str())? < least).then(|| Span::new(whole.start(), whole.end()))
    });
    found.collect()
}

/// What a small number says.
fn count(text: &str) -> Option<usize> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |it: char| {
        let at = "一二三四五六七八九".chars().position(|digit| digit == it);
        at.map(|at| at + 1)
            .or_else(|| (it == '两').then_some(2))
            .unwrap_or(0)
    };
    match text.chars().collect::<Vec<_>>().as_slice() {
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(*one)),
        [ten, '十'] => Some(10 * digit(*ten)),
        [ten, '十', one] => Some(10 * digit(*ten) + digit(*one)),
        [one] => Some(digit(*one)),
        _ => None,
    }
    .filter(|it| *it > 0)
}

/// How many names are listed, at least and at most: 和 may join two names or be in one. None where
/// that cannot be told.
fn names_in(text: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 40;
    let flat = flattened(text);
    // (一)甲、乙: what is numbered has names of its own.
    let numbered = text.trim_start().starts_with(['(', '①', '1']);
    if flat.contains('等') || numbered {
        return None;
    }
    // Behind the last name a clause may follow.
    let (names, rest) = flat.split_once(',').unwrap_or((&flat, ""));
    let titles = |it: &str| it.matches(TITLE).count();
    let (names, rest) = match (names.contains('、'), rest) {
        (true, rest) if !rest.contains('、') && titles(rest) == 0 => (names, ""),
        (true, _) => return None,
        (false, rest) => (names, rest),
    };
    let all = if rest.is_empty() {
        names
    } else {
        flat.as_str()
    };
    let items: Vec<&str> = all.split(['、', ',']).map(str::trim).collect();
    // Names parted by commas are told from clauses only by their marks.
    if !rest.is_empty() && items.iter().any(|it| titles(it) == 0) {
        return None;
    }
    let clear = |it: &&str| {
        let letters = it.chars().filter(|it| it.is_alphabetic() || *it == TITLE);
        let unclear = it
            .chars()
            .any(|it| it.is_ascii_digit() || "各两".contains(it));
        (1..=LONGEST).contains(&letters.count()) && !unclear
    };
    if !items.iter().all(clear) {
        return None;
    }
    // 《甲》《乙》 are two names; 关于《甲》的《乙》 may be one.
    let bare = |it: &&str| it.chars().all(|it| it == TITLE);
    let least: usize = items
        .iter()
        .map(|it| if bare(it) { titles(it).max(1) } else { 1 })
        .sum();
    let most: usize = items.iter().map(|it| titles(it).max(1)).sum();
    let joined = all.matches(['和', '及', '与', '以', '并']).count();
    (most > 1).then_some((least, most + joined))
}

/// What stands for a title in a text whose titles were taken out.
const TITLE: char = '\u{1}';

/// `text` with each title as one letter and without what stands in brackets or quotes.
fn flattened(text: &str) -> String {
    let mut flat = String::new();
    let mut open: Vec<char> = Vec::new();
    for character in text.chars() {
        let closing = match character {
            '《' | '“' => Some(if character == '《' { '》' } else { '”' }),
            '(' => Some(')'),
            _ => None,
        };
        if let Some(closing) = closing {
            if open.is_empty() && character != '(' {
                flat.push(TITLE);
            }
            open.push(closing);
        } else if open.last() == Some(&character) {
            open.pop();
        } else if open.is_empty() {
            flat.push(character);
        }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::{HELD, Lettered, count, miscounted, subjects};
    use crate::pattern::pattern;

    #[test]
    fn counts_names_where_it_is_clear() {
        for (text, wrong) in [
            ("设专栏3个,分别为要闻、公告、政策、解读。", 1),
            ("设专栏4个,分别为要闻、公告、政策和解读。", 0),
            ("设专栏4个,分别为要闻、公告、政策、通知和公示。", 0),
            ("设专栏3个,分别为要闻、公告、政策,全年运行良好。", 0),
            ("设专栏三个,分别为要闻、公告等。", 0),
            ("培训3次,分别为5人、8人、9人、7人。", 0),
            ("印发文件2份,分别为《甲、乙办法》《丙细则》《丁通知》。", 1),
            (
                "印发文件3份,分别为《甲、乙办法》、《丙细则》(含附件、说明)、《丁通知》。",
                0,
            ),
            ("在3个窗口,分别为城东、城西、城南、城北设点。", 1),
            ("涉及各乡镇3个,分别为甲乡、乙两镇。", 0),
            ("公开的信息分为三类:机构、财政、民生、动态。", 1),
            ("公开的信息分为四类:机构、财政、民生、动态。", 0),
            ("公开的信息分三大类:机构、财政,以及民生。", 0),
            ("归集五类:机构、财政和预算、民生、动态;", 0),
            ("归集三大类:(一)机构、职能;(二)财政。", 0),
        ] {
            assert_eq!(miscounted(Lettered::new(text)).len(), wrong, "{text}");
        }
    }

    #[test]
    fn counts_subjects_of_events() {
        for (text, wrong) in [
            ("就防汛、抗旱、供水等举行新闻发布会2场", 1),
            ("就防汛、抗旱、供水等内容召开新闻发布会三场", 0),
            ("围绕防汛、抗旱、供水等内容开展培训1次", 0),
        ] {
            let held = pattern(&HELD.replace("{}", "新闻发布会")).unwrap();
            assert_eq!(subjects(Lettered::new(text), &held).len(), wrong, "{text}");
        }
    }

    #[test]
    fn reads_small_numbers() {
        for (text, number) in [
            ("12", 12),
            ("两", 2),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十三", 23),
        ] {
            assert_eq!(count(text), Some(number), "{text}");
        }
    }
}
