//! Quantities in prose, from the flat tokens of the grammar; `list` says which are parts of which.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;
use rust_decimal::Decimal;

use super::list::{Opener, Piece, Sentence, What, sorted};
use super::numeral::{is_numeral, spelled, times};
use crate::quantity::{Exactness, Quantities, Quantity, number};
use crate::source::Span;

mod amount;

use self::amount::{Amount, last_digit, more};

#[derive(Parser)]
#[grammar = "grammar/quantity.pest"]
struct Grammar;

/// Reads the quantities of a folded and joined text.
#[must_use]
pub fn quantities(text: &str) -> Quantities {
    let mut reader = Reader {
        text,
        start: 0,
        parsed: 0,
        clause: 0,
        sentence: 0,
        found: Quantities::default(),
        pieces: Vec::new(),
        prior: None,
    };
    for sentence in text.split_inclusive(STOPS) {
        reader.sentence(sentence);
    }
    reader.found
}

/// What ends a sentence, and with it every list.
const STOPS: [char; 4] = ['。', '!', '?', '\n'];

/// The most bytes of a clause that are kept before a number.
const SUBJECT: usize = 900;

/// A sentence of more bytes is long.
const LONG: usize = 2000;

/// Whether a sentence may state a quantity: a number, or a word that says there was nothing.
fn may_state(sentence: &str) -> bool {
    let mut before = ' ';
    sentence.chars().any(|it| {
        let counts = MEASURES.contains(&it) && is_numeral(before);
        before = it;
        counts || it.is_ascii_digit() || matches!(it, '未' | '没' | '零' | '无')
    })
}

/// The first letters of what `begins` in the grammar lists.
const FIRSTS: [char; 38] = [
    '_', '@', ',', '、', '。', ';', ':', '：', '!', '?', '\n', '(', ')', '（', '）', '〔', '第',
    '两', '十', '百', '近', '约', '大', '将', '超', '逾', '突', '未', '没', '零', '+', '无', '其',
    '主', '包', '分', '内', '含',
];

/// Whether a letter may begin a token.
fn may_begin(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || FIRSTS.contains(&letter)
}

/// Numerals that begin a token only where a measure word follows them.
const NUMERALS: [char; 11] = [
    '一', '二', '三', '四', '五', '六', '七', '八', '九', '廿', '卅',
];

/// Before 约 these make words of it that do not mean about: 签约, 预约, 节约.
const CONTRACTS: [char; 12] = [
    '签', '预', '节', '解', '履', '违', '续', '条', '公', '合', '相', '践',
];

/// What makes of the count behind it an order or any one.
const ORDINALS: [char; 12] = [
    '第', '每', '逐', '这', '那', '另', '某', '任', '同', '哪', '跑', '周',
];

/// Measure words by their first letter.
const MEASURES: [char; 11] = [
    '人', '件', '条', '宗', '起', '场', '期', '篇', '份', '次', '名',
];

/// Where the first token of a text may begin.
fn begins(text: &str) -> Option<usize> {
    let counts = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let behind = rest.trim_start_matches(is_numeral);
        behind.starts_with(MEASURES)
    };
    let mut letters = text.char_indices();
    let first = letters.find(|(at, it)| may_begin(*it) || NUMERALS.contains(it) && counts(*at));
    first.map(|(at, _)| at)
}

struct Reader<'t> {
    text: &'t str,
    /// Where the sentence began.
    start: usize,
    /// Where the text began that the grammar read last.
    parsed: usize,
    /// Where the clause began.
    clause: usize,
    /// How many sentences have ended.
    sentence: usize,
    found: Quantities,
    /// What the sentence is made of so far.
    pieces: Vec<Piece>,
    /// The only quantity that the sentence before leaves to be spoken of.
    prior: Option<usize>,
}

/// What makes of the numeral behind it many: 数十件, 上百件.
const SOME: [char; 5] = ['数', '几', '上', '成', '好'];

/// A number and its bytes.
type Valued = (Decimal, (usize, usize));

impl Reader<'_> {
    fn sentence(&mut self, sentence: &str) {
        let sorted = sorted(sentence);
        if may_state(sentence) {
            if let Some((opener, head)) = sorted {
                let span = Span::new(self.start, self.start + head);
                let what = What::Opener(opener);
                self.pieces.push(Piece { what, span });
            }
            self.tokens(sentence);
        }
        let end = self.start + sentence.len();
        let read = Sentence {
            text: self.text,
            span: Span::new(self.start, end),
            all: &self.found.all,
            prior: self.prior,
        };
        let (lists, prior) = read.lists(&self.pieces);
        self.found.lists.extend(lists);
        // A whole that is sorted once may be sorted anew.
        self.prior = prior.or(self.prior.filter(|_| sorted.is_some()));
        self.pieces.clear();
        self.start = end;
        self.clause = end;
        self.sentence += 1;
    }

    /// Reads the tokens of a sentence: the grammar is asked only where one may begin. It looks
    /// through all of the rest each time, so a long sentence it reads at once.
    fn tokens(&mut self, sentence: &str) {
        let rule = if sentence.len() > LONG {
            Rule::text
        } else {
            Rule::tokens
        };
        let mut rest = sentence;
        while let Some(at) = begins(rest) {
            rest = rest.get(at..).unwrap_or_default();
            self.parsed = self.start + sentence.len() - rest.len();
            let parsed = Grammar::parse(rule, rest).ok();
            let tokens = parsed.and_then(|mut pairs| pairs.next());
            let read = tokens.as_ref().map_or(0, |it| it.as_span().end());
            for token in tokens.into_iter().flat_map(Pair::into_inner) {
                self.token(&token);
            }
            // Where none begins after all, it may at the next letter.
            let next = rest.chars().next().map_or(0, char::len_utf8);
            rest = rest.get(read.max(next)..).unwrap_or_default();
        }
    }

    fn place(&self, token: &Pair<'_, Rule>) -> (usize, usize) {
        let span = token.as_span();
        (self.parsed + span.start(), self.parsed + span.end())
    }

    fn token(&mut self, token: &Pair<'_, Rule>) {
        let (start, end) = self.place(token);
        let what = match token.as_rule() {
            Rule::quantity => return self.quantity(token),
            Rule::counted => return self.counted(token),
            Rule::percent => {
                let value = number(
                    token
                        .as_str()
                        .trim_end_matches(|it: char| !it.is_ascii_digit()),
                );
                let mille = token.as_str().ends_with('‰');
                let part = if mille {
                    Decimal::new(1, 1)
                } else {
                    Decimal::ONE
                };
                if let Some(value) = value.and_then(|it| it.checked_mul(part)) {
                    self.push(Amount::exact(value), "%", start, end);
                }
                return;
            }
            Rule::nothing => {
                // A numeral by itself denies nothing: 二零。
                let before = self.text.get(..start).unwrap_or_default();
                let before = before.trim_end_matches(['“', '"', ' ']);
                if token.as_str() == "零" && !before.ends_with(['为', '是']) && self.is_marked(end)
                {
                    return;
                }
                let nothing = Amount {
                    exactness: Exactness::None,
                    ..Amount::exact(Decimal::ZERO)
                };
                return self.push(nothing, "", start, end);
            }
            Rule::opener => What::Opener(Opener::of(token.as_str())),
            Rule::open => What::Open,
            Rule::close => What::Close,
            Rule::pause => What::Pause,
            Rule::comma => What::Comma,
            Rule::semicolon => What::Semicolon,
            Rule::text
            | Rule::tokens
            | Rule::token
            | Rule::document
            | Rule::date
            | Rule::before
            | Rule::amount
            | Rule::scale
            | Rule::more
            | Rule::step
            | Rule::tail
            | Rule::myriad
            | Rule::after
            | Rule::about
            | Rule::unit
            | Rule::latin
            | Rule::stop
            | Rule::word
            | Rule::begins
            | Rule::number
            | Rule::spaced
            | Rule::EOI
            | Rule::numeral
            | Rule::measure
            | Rule::han_count
            | Rule::digits
            | Rule::han => return,
        };
        if !matches!(what, What::Opener(_) | What::Close) {
            self.clause = end;
        }
        let span = Span::new(start, end);
        self.pieces.push(Piece { what, span });
    }

    /// Whether a mark or the end stands at `at`.
    fn is_marked(&self, at: usize) -> bool {
        let next = self.text.get(at..).and_then(|it| it.chars().next());
        next.is_none_or(|it| !it.is_alphanumeric())
    }

    fn quantity(&mut self, token: &Pair<'_, Rule>) {
        let (mut value, mut scale, mut unit) = (None, Decimal::ONE, "");
        let mut grain = Decimal::ZERO;
        let (mut start, end) = self.place(token);
        let mut exactness = self.exactness_before(start);
        for part in token.clone().into_inner() {
            match (part.as_rule(), part.as_str()) {
                (Rule::amount, text) => {
                    value = number(&text.replace(' ', ""));
                    grain = Decimal::new(1, value.map_or(0, |it| it.scale()));
                }
                (Rule::scale, text) => {
                    scale *= times(text);
                    value = value.and_then(|it| it.checked_mul(times(text)));
                    grain *= times(text);
                }
                (Rule::more, _) => (value, grain) = more(value, grain, part.into_inner()),
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
        if unit == "元" && scale == Decimal::from(10_000) {
            (value, grain) = (value.and_then(|it| it.checked_div(scale)), grain / scale);
            unit = "万元";
        }
        let before = self.text.get(..start).unwrap_or_default();
        if token.as_str().starts_with('约') && before.ends_with(CONTRACTS) {
            start += '约'.len_utf8();
            exactness = Exactness::Exact;
        }
        if let Some(row) = self.of_a_row(token.as_str(), start, end) {
            for (value, at) in row {
                self.push(Amount::exact(value), "", at.0, at.1);
                if at.1 < end {
                    let span = Span::new(at.1, at.1 + 1);
                    let what = What::Comma;
                    self.pieces.push(Piece { what, span });
                }
            }
            return;
        }
        if let Some(value) = value {
            let grain = if scale > Decimal::ONE && grain > Decimal::ONE || unit == "万元" {
                grain
            } else {
                Decimal::ZERO
            };
            let amount = Amount {
                value,
                exactness,
                grain,
            };
            self.push(amount, unit, start, end);
        }
    }

    /// What the words before a number say of how exact it is, beside those that the grammar knows.
    fn exactness_before(&self, start: usize) -> Exactness {
        let before = self.text.get(..start).unwrap_or_default().trim_end();
        if ["不足", "不到", "不满", "未满"]
            .iter()
            .any(|it| before.ends_with(it))
        {
            Exactness::Below
        } else {
            Exactness::Exact
        }
    }

    /// A count in numerals, but for 第二次, 每一件, 数十件, 上百件.
    fn counted(&mut self, token: &Pair<'_, Rule>) {
        let (start, end) = self.place(token);
        let before = self.text.get(..start).unwrap_or_default();
        let mut parts = token.clone().into_inner().map(|it| it.as_str());
        let numeral = parts.next().unwrap_or_default();
        let exactness = match before.chars().next_back() {
            Some('近') => Exactness::AtMost,
            Some('约') if !before.trim_end_matches('约').ends_with(CONTRACTS) => Exactness::About,
            Some('逾' | '超') => Exactness::AtLeast,
            _ if before.ends_with("超过") || before.ends_with("突破") => Exactness::AtLeast,
            _ => self.exactness_before(start),
        };
        if let (Some(value), Some(unit)) = (spelled(numeral), parts.next())
            && !before.ends_with(ORDINALS)
            && !numeral.starts_with(['百', '千'])
            && !(before.ends_with(SOME) && numeral.starts_with('十'))
        {
            let rounded = numeral.contains(['万', '亿']);
            let amount = Amount {
                value,
                exactness,
                grain: if rounded {
                    last_digit(value)
                } else {
                    Decimal::ZERO
                },
            };
            self.push(amount, unit, start, end);
        }
    }

    /// The numbers of a row such as 155,19,117, whose commas part them and no thousands.
    fn of_a_row(&self, amount: &str, start: usize, end: usize) -> Option<Vec<Valued>> {
        if !amount.contains(',') || !amount.chars().all(|it| it.is_ascii_digit() || it == ',') {
            return None;
        }
        let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
        let before = self.text.get(..start)?.strip_suffix(',');
        let after = self.text.get(end..)?.strip_prefix(',');
        let in_row = before.is_some_and(|it| is_digit(it.chars().next_back()))
            || after.is_some_and(|it| is_digit(it.chars().next()));
        let mut at = start;
        let numbers = amount.split(',').map(|text| {
            let span = (at, at + text.len());
            at = span.1 + 1;
            Some((number(text)?, span))
        });
        in_row.then(|| numbers.collect()).flatten()
    }

    fn push(&mut self, amount: Amount, unit: &str, start: usize, end: usize) {
        let Amount {
            value,
            exactness,
            grain,
        } = amount;
        let index = self.found.all.len();
        // A clause of many numbers would be kept for each of them.
        let mut from = self.clause.max(start.saturating_sub(SUBJECT));
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let subject = self
            .text
            .get(from..start)
            .unwrap_or_default()
            .trim()
            .to_owned();
        let span = Span::new(start, end);
        self.found.all.push(Quantity {
            value,
            exactness,
            grain,
            unit: unit.to_owned(),
            subject,
            span,
            sentence: self.sentence,
        });
        if exactness != Exactness::None && unit != "%" {
            let what = What::Quantity(index);
            self.pieces.push(Piece { what, span });
        }
    }
}

#[cfg(test)]
mod tests;
