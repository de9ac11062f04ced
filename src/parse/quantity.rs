//! Quantities in prose, from the flat tokens of the grammar; `list` says which are parts of which.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;
use rust_decimal::Decimal;

use super::list::{Opener, Piece, Sentence, What};
use crate::quantity::{Exactness, Quantities, Quantity, number};
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
    sentence.contains(|it: char| it.is_ascii_digit() || matches!(it, '未' | '没' | '零' | '无'))
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

/// A number and its bytes.
type Valued = (Decimal, (usize, usize));

impl Reader<'_> {
    fn sentence(&mut self, sentence: &str) {
        if may_state(sentence) {
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
        self.prior = prior;
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
        while let Some(at) = rest.find(may_begin) {
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
            Rule::percent => {
                let value = number(
                    token
                        .as_str()
                        .trim_end_matches(|it: char| !it.is_ascii_digit()),
                );
                if let Some(value) = value {
                    self.push(value, Exactness::Exact, "%", start, end);
                }
                return;
            }
            Rule::nothing => return self.push(Decimal::ZERO, Exactness::None, "", start, end),
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
            | Rule::after
            | Rule::about
            | Rule::unit
            | Rule::latin
            | Rule::stop
            | Rule::word
            | Rule::begins
            | Rule::number
            | Rule::spaced
            | Rule::digits
            | Rule::han => return,
        };
        if !matches!(what, What::Opener(_) | What::Close) {
            self.clause = end;
        }
        let span = Span::new(start, end);
        self.pieces.push(Piece { what, span });
    }

    fn quantity(&mut self, token: &Pair<'_, Rule>) {
        let (mut value, mut scale, mut unit) = (None, Decimal::ONE, "");
        let mut exactness = Exactness::Exact;
        for part in token.clone().into_inner() {
            match (part.as_rule(), part.as_str()) {
                (Rule::amount, text) => value = number(&text.replace(' ', "")),
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
        let (start, end) = self.place(token);
        if let Some(row) = self.of_a_row(token.as_str(), start, end) {
            for (value, at) in row {
                self.push(value, Exactness::Exact, "", at.0, at.1);
                if at.1 < end {
                    let span = Span::new(at.1, at.1 + 1);
                    let what = What::Comma;
                    self.pieces.push(Piece { what, span });
                }
            }
            return;
        }
        let value = value.and_then(|it| it.checked_mul(unit.1));
        if let Some(value) = value {
            self.push(value, exactness, unit.0, start, end);
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

    fn push(&mut self, value: Decimal, exactness: Exactness, unit: &str, start: usize, end: usize) {
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
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_asked_wherever_one_of_its_tokens_begins() {
        let grammar = include_str!("../../grammar/quantity.pest");
        let (_, rest) = grammar.split_once("begins = _{").unwrap();
        let (listed, _) = rest.split_once('}').unwrap();
        let words = listed.split('"').skip(1).step_by(2);
        let mut firsts = words.map(|it| it.chars().next().unwrap());
        assert!(firsts.all(|it| it == '\\' || may_begin(it)), "{listed}");
    }

    #[test]
    fn a_long_sentence_is_read_as_a_short_one() {
        let short = "其中收到3件,未受理";
        let long = format!("{}{short}", "各项工作".repeat(LONG));
        assert_eq!(read(&long), read(short));
    }

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
                "13件 5件 4件 4件 | 13>5+4+4",
            ),
            ("发布微博734余条、微信173条。", "734条+ 173条 | "),
            (
                "近2800余人次。访问量突破10万人次。",
                "2800人次- 100000人次+ | ",
            ),
            (
                "收到50条。其中机构类20条,内有10、4、1、5;工作类11条(3、3、5);4;8;财政7条(2、5)。",
                "50条 20条 10 4 1 5 11条 3 3 5 4 8 7条 2 5 | 20=10+4+1+5 11=3+3+5 50>20+11+4+8+7 7=2+5",
            ),
            (
                "共698条,其中动态407条(287、106、14),155,19,117。",
                "698条 407条 287 106 14 155 19 117 | 407=287+106+14 698>407+155+19+117",
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
            (
                "共办理55件(52+1+2),剩余4件转下年。",
                "55件 52 1 2 4件 | 55=52+1+2",
            ),
            (
                "审计公开12条,包括审计结果8条、审计整改8条。",
                "12条 8条 8条 | 12>8+8",
            ),
            (
                "公开1 036条,经费18 654.3万元,共4 871条(其中甲2 905条、乙687条),微信3 120余次。",
                "1036条 18654.3万元 4871条 2905条 687条 3120次+ | 4871>2905+687",
            ),
            (
                "编号12 345号,附件3 100,网站12 3456条。",
                "12345号 3 100 12 3456条 | ",
            ),
            ("转载379条次,来电80件次。", "379条次 80件次 | "),
            // What ends a list.
            (
                "参加发布会3次,其中主任出席1次;开展访谈4次,其中主任参加2次;发稿21篇。",
                "3次 1次 4次 2次 21篇 | 3>1 4>2",
            ),
            (
                "办结37件,其中按时办结33件、延期4件;另有1件转入下年。",
                "37件 33件 4件 1件 | 37>33+4",
            ),
            (
                "发布100条,其中要闻80条;微信信息300条。",
                "100条 80条 300条 | 100>80",
            ),
            (
                "收到38件,其中网上30件、信函8件,办结38件。",
                "38件 30件 8件 38件 | 38>30+8",
            ),
            (
                "收到38件,其中网上30件、信函8件、个人37件、企业1件。",
                "38件 30件 8件 37件 1件 | 38>30+8",
            ),
            (
                "发布40条,其中要闻8条、公告5条,累计访问900条。",
                "40条 8条 5条 900条 | 40>8+5",
            ),
            (
                "收到8件,其中网上5件,咨询20次,信函4件。",
                "8件 5件 20次 4件 | 8>5",
            ),
            // What tells all parts, and what does not.
            (
                "回复117条,其中信箱25条、投诉90条、其他2条。",
                "117条 25条 90条 2条 | 117=25+90+2",
            ),
            ("发布90条,其中公示栏等其他方式26条。", "90条 26条 | 90>26"),
            ("共9件,分别为甲5件、乙3件等。", "9件 5件 3件 | 9>5+3"),
            // What is no list.
            (
                "公开1286条(相同信息计1条)。通过公报公开14条,通过网站公开1104条。",
                "1286条 1条 14条 1104条 | ",
            ),
            (
                "发布60条,阅读量、点赞量分别为5万次、3万次。",
                "60条 50000次 30000次 | ",
            ),
            ("发布60条,微博9条。其中要闻5条。", "60条 9条 5条 | "),
            (
                "新增公开5019条。其中,网站公开3050条,微博公开130条。",
                "5019条 3050条 130条 | 5019>3050+130",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
