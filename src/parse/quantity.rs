//! Quantities in prose: flat tokens from the grammar, nesting built here.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;
use rust_decimal::Decimal;

use crate::quantity::{Exactness, Parts, Quantities, Quantity, number};
use crate::source::Span;

#[derive(Parser)]
#[grammar = "grammar/quantity.pest"]
struct Grammar;

/// Reads the quantities of a folded and joined text.
#[must_use]
pub fn quantities(text: &str) -> Quantities {
    let mut reader = Reader {
        text,
        start: 0,
        clause: 0,
        sentence: 0,
        found: Quantities::default(),
        open: Vec::new(),
        last: None,
    };
    for sentence in text.split_inclusive(STOPS) {
        reader.sentence(sentence);
    }
    reader.found
}

/// What ends a sentence, and with it every list.
const STOPS: [char; 4] = ['。', '!', '?', '\n'];

/// Whether a sentence may state a quantity: a number, or a word that says there was nothing.
fn may_state(sentence: &str) -> bool {
    sentence.contains(|it: char| it.is_ascii_digit() || matches!(it, '未' | '没' | '零'))
}

struct Reader<'t> {
    text: &'t str,
    /// Where the sentence began.
    start: usize,
    /// Where the clause began.
    clause: usize,
    /// How many sentences have ended.
    sentence: usize,
    found: Quantities,
    open: Vec<List>,
    /// The last quantity, and where it ended.
    last: Option<(usize, usize)>,
}

/// A list that is still open.
struct List {
    parts: Parts,
    bracket: bool,
    /// 等 stands in it.
    more: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &str) {
        if may_state(sentence)
            && let Ok(mut pairs) = Grammar::parse(Rule::text, sentence)
        {
            for token in pairs.next().into_iter().flat_map(Pair::into_inner) {
                self.token(&token);
            }
        }
        self.start += sentence.len();
        self.clause = self.start;
        self.close_to(0);
        self.last = None;
        self.sentence += 1;
    }

    fn place(&self, token: &Pair<'_, Rule>) -> (usize, usize) {
        let span = token.as_span();
        (self.start + span.start(), self.start + span.end())
    }

    fn token(&mut self, token: &Pair<'_, Rule>) {
        let (start, end) = self.place(token);
        match token.as_rule() {
            Rule::quantity => self.quantity(token),
            Rule::percent => {
                let value = number(
                    token
                        .as_str()
                        .trim_end_matches(|it: char| !it.is_ascii_digit()),
                );
                if let Some(value) = value {
                    self.push(value, Exactness::Exact, "%", start, end);
                }
            }
            Rule::nothing => self.push(Decimal::ZERO, Exactness::None, "", start, end),
            Rule::opener => self.opener(token.as_str()),
            Rule::rest_word => {
                if let Some(list) = self.open.last_mut() {
                    list.parts.exhaustive = true;
                }
            }
            Rule::etc => {
                if let Some(list) = self.open.last_mut() {
                    list.more = true;
                }
            }
            Rule::open => {
                let whole = self
                    .last
                    .filter(|(_, last)| *last == start)
                    .map(|(index, _)| index);
                if let Some(whole) = whole {
                    self.begin(whole, true, true);
                } else if let Some(list) = self.open.last() {
                    let whole = list.parts.whole;
                    self.begin(whole, false, true);
                }
                self.clause = end;
            }
            Rule::close => {
                if let Some(at) = self.open.iter().rposition(|list| list.bracket) {
                    self.close_to(at);
                }
            }
            Rule::comma => self.clause = end,
            // A semicolon ends an inner list; the end of a sentence ends all of them.
            Rule::semicolon => {
                self.close_to(self.open.len().min(1));
                self.clause = end;
            }
            Rule::EOI
            | Rule::text
            | Rule::token
            | Rule::document
            | Rule::date
            | Rule::before
            | Rule::amount
            | Rule::scale
            | Rule::after
            | Rule::about
            | Rule::unit
            | Rule::latin
            | Rule::stop
            | Rule::word
            | Rule::begins
            | Rule::number
            | Rule::digits
            | Rule::han => {}
        }
    }

    fn quantity(&mut self, token: &Pair<'_, Rule>) {
        let (mut value, mut scale, mut unit) = (None, Decimal::ONE, "");
        let mut exactness = Exactness::Exact;
        for part in token.clone().into_inner() {
            match (part.as_rule(), part.as_str()) {
                (Rule::amount, text) => value = number(text),
                (Rule::scale, "万") => scale = Decimal::from(10_000),
                (Rule::scale, "亿") => scale = Decimal::from(100_000_000),
                (Rule::scale, "千") => scale = Decimal::from(1000),
                (Rule::scale, _) => scale = Decimal::from(100),
                (Rule::unit, text) => unit = text,
                (Rule::before, "近" | "将近") => exactness = Exactness::AtMost,
                (Rule::before, "约" | "大约") | (Rule::about, "左右" | "上下") => {
                    exactness = Exactness::About;
                }
                (Rule::before | Rule::after | Rule::about, _) if exactness == Exactness::Exact => {
                    exactness = Exactness::AtLeast;
                }
                _ => {}
            }
        }
        // 万元 is a unit, 万条 a scale: the grammar takes 万 first.
        let unit = if unit == "元" && scale == Decimal::from(10_000) {
            ("万元", Decimal::ONE)
        } else {
            (unit, scale)
        };
        let value = value.and_then(|it| it.checked_mul(unit.1));
        if let Some(value) = value {
            let (start, end) = self.place(token);
            self.push(value, exactness, unit.0, start, end);
        }
    }

    fn push(&mut self, value: Decimal, exactness: Exactness, unit: &str, start: usize, end: usize) {
        let index = self.found.all.len();
        let subject = self
            .text
            .get(self.clause..start)
            .unwrap_or_default()
            .trim()
            .to_owned();
        let span = Span::new(start, end);
        self.found.all.push(Quantity {
            value,
            exactness,
            unit: unit.to_owned(),
            subject,
            span,
            sentence: self.sentence,
        });
        if exactness == Exactness::None || unit == "%" {
            return;
        }
        if let Some(list) = self.open.last_mut() {
            let whole = self.found.all.get(list.parts.whole);
            if whole.is_some_and(|whole| unit.is_empty() || whole.unit == unit) {
                list.parts.parts.push(index);
            }
        }
        self.last = Some((index, end));
    }

    fn opener(&mut self, word: &str) {
        let exhaustive = word.starts_with("分") || word == "含";
        let inner = word == "内有" || self.open.last().is_some_and(|list| list.bracket);
        match self.last {
            // 其中 after a list speaks of the last part only when it says so.
            Some((_, _)) if !self.open.is_empty() && !inner => {
                if let Some(list) = self.open.last_mut() {
                    list.parts.exhaustive |= exhaustive;
                }
            }
            Some((whole, _)) => self.begin(whole, exhaustive, false),
            None => {}
        }
    }

    fn begin(&mut self, whole: usize, exhaustive: bool, bracket: bool) {
        self.open.push(List {
            parts: Parts {
                whole,
                parts: Vec::new(),
                exhaustive,
            },
            bracket,
            more: false,
        });
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some(list) = self.open.pop()
                && !list.parts.parts.is_empty()
            {
                let exhaustive = list.parts.exhaustive && !list.more;
                self.found.lists.push(Parts {
                    exhaustive,
                    ..list.parts
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let found = quantities(text);
        let value = |index: &usize| found.all[*index].value.normalize().to_string();
        let all: Vec<String> = found
            .all
            .iter()
            .map(|it| {
                format!(
                    "{}{}{}",
                    it.value.normalize(),
                    it.unit,
                    match it.exactness {
                        Exactness::Exact => "",
                        Exactness::AtLeast => "+",
                        Exactness::AtMost => "-",
                        Exactness::About => "~",
                        Exactness::None => "!",
                    }
                )
            })
            .collect();
        let lists: Vec<String> = found
            .lists
            .iter()
            .map(|it| {
                format!(
                    "{}{}{}",
                    value(&it.whole),
                    if it.exhaustive { "=" } else { ">" },
                    it.parts.iter().map(value).collect::<Vec<_>>().join("+")
                )
            })
            .collect();
        format!("{} | {}", all.join(" "), lists.join(" "))
    }

    #[test]
    fn reads_quantities_and_their_parts() {
        let cases = [
            (
                "全年共发布信息3588条,其中国内1139条,市内907条。",
                "3588条 1139条 907条 | 3588>1139+907",
            ),
            (
                "规章13件(含新制定5件,修改4件,废止4件)。",
                "13件 5件 4件 4件 | 13=5+4+4",
            ),
            ("发布微博734余条、微信173条。", "734条+ 173条 | "),
            (
                "近2800余人次。访问量突破10万人次。",
                "2800人次- 100000人次+ | ",
            ),
            (
                "收到50条,其中机构类20条,内有10、4、1、5;工作类11条(3、3、5)。",
                "50条 20条 10 4 1 5 11条 3 3 5 | 20>10+4+1+5 11=3+3+5 50>20+11",
            ),
            (
                "2017年1月1日起,国办发〔2014〕32号,第711号,占比5%。",
                "5% | ",
            ),
            ("本年未收到申请。采购2.1万元。", "0! 2.1万元 | "),
            (
                "共办理55件,分别为52件、1件、2件。",
                "55件 52件 1件 2件 | 55=52+1+2",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
