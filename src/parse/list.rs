//! Lists in prose: a whole and the parts that its sentence names of it.
//!
//! A list goes on only as long as nothing suggests that it has ended, because parts that are none
//! accuse a report of a sum it never made. Where the end is in doubt, the parts before the doubt
//! are kept and the list does not count as told in full.

mod label;
mod total;
mod whole;

pub(super) use self::whole::sorted;
use self::whole::{are_counted, ends_with_rest, takes_back};
use super::verb::verb;
use crate::quantity::{Parts, Quantity};
use crate::source::Span;

/// What ends a sentence in which a colon led to all parts.
const STOPS: [char; 2] = ['。', '\n'];

/// One thing in a sentence that lists are made of.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A quantity, by index.
    Quantity(usize),
    Opener(Opener),
    Open,
    Close,
    /// 、 and +, which join their neighbours.
    Pause,
    Comma,
    Semicolon,
}

/// What a word that opens a list says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// 分别为: all parts follow.
    All,
    /// 内有: parts of the last part.
    Inner,
    /// 其中, 包括, 含: some parts follow.
    Some,
}

impl Opener {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "分别为" | "分别是" | "分为" => Self::All,
            "内有" => Self::Inner,
            _ => Self::Some,
        }
    }
}

/// A sentence, and what came before it.
pub(super) struct Sentence<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) all: &'t [Quantity],
    /// The quantity an opener at the beginning speaks of.
    pub(super) prior: Option<usize>,
}

/// A list that is being read.
struct List {
    whole: usize,
    /// Parts, the words that name each, and the mark before it.
    parts: Vec<(usize, Span, What)>,
    opener: Option<Opener>,
    bracket: bool,
    /// A colon opened it.
    colon: bool,
    /// It stands in another list without a bracket.
    nested: bool,
    end: End,
    /// How many parts stood before each semicolon.
    stages: Vec<usize>,
}

/// How far a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// What comes may be another part.
    Open,
    /// It has ended, and nothing suggests that there were more parts.
    Clean,
    /// It has ended where there may have been more.
    Doubtful,
}

struct Reading {
    open: Vec<List>,
    done: Vec<Parts>,
    /// The last quantity on this level of brackets, and where it ended.
    last: Option<(usize, usize)>,
    /// The same for the levels around.
    around: Vec<Option<(usize, usize)>>,
    /// Where the words of the next part begin.
    from: usize,
    mark: What,
    /// The quantities that are no parts and stand in no bracket.
    free: Vec<usize>,
    /// All that stand in no bracket, each with the mark before it.
    told: Vec<(usize, What)>,
}

impl Sentence<'_> {
    /// Its lists, and the only quantity that it leaves to be spoken of.
    pub(super) fn lists(&self, pieces: &[Piece]) -> (Vec<Parts>, Option<usize>) {
        let start = self.span.start;
        let mut at = Reading {
            open: Vec::new(),
            done: Vec::new(),
            last: None,
            around: Vec::new(),
            from: start,
            mark: What::Comma,
            free: Vec::new(),
            told: Vec::new(),
        };
        for piece in pieces {
            self.piece(piece, &mut at);
        }
        while let Some(list) = at.open.pop() {
            at.done.extend(self.finished(list));
        }
        at.done.sort_by_key(|it| it.span.end);
        let only = match at.free.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        (at.done, only)
    }

    fn piece(&self, piece: &Piece, at: &mut Reading) {
        let span = piece.span;
        match piece.what {
            What::Quantity(index) => {
                let label = Span::new(at.from, span.start);
                let compared = self.compares(label) || self.measures(label);
                self.quantity(index, span, at, compared);
                match &mut at.last {
                    // What it is compared with, and by how much it differs, has no parts.
                    Some(last) if compared => last.1 = span.end,
                    last => *last = (!compared).then_some((index, span.end)),
                }
                at.mark = What::Quantity(index);
            }
            What::Opener(opener) => self.opener(opener, span, at),
            What::Open => {
                let whole = at.last.filter(|(_, end)| *end == span.start);
                at.around.push(at.last);
                // A bracket behind anything else is a remark.
                at.open.push(List {
                    end: if whole.is_some() {
                        End::Open
                    } else {
                        End::Clean
                    },
                    ..List::new(whole.map_or(0, |it| it.0), true)
                });
            }
            What::Close => {
                if let Some(at_bracket) = at.open.iter().rposition(|it| it.bracket) {
                    let lists = at.open.split_off(at_bracket);
                    at.done
                        .extend(lists.into_iter().filter_map(|it| self.finished(it)));
                }
                at.last = at.around.pop().flatten();
                if let Some(last) = &mut at.last {
                    last.1 = span.end;
                }
                at.from = span.end;
                return;
            }
            What::Semicolon => {
                while let Some(list) = at.open.pop_if(|it| it.nested) {
                    at.done.extend(self.finished(list));
                }
                if let Some(list) = at.open.last_mut() {
                    list.stages.push(list.parts.len());
                }
                at.mark = piece.what;
            }
            What::Comma if self.is_colon(span, at) => {
                if let Some((whole, _)) = at.last {
                    at.open.push(List {
                        opener: Some(Opener::Some),
                        colon: true,
                        ..List::new(whole, false)
                    });
                }
                at.mark = piece.what;
            }
            What::Comma => {
                while let Some(list) = at.open.pop_if(|it| it.nested && !it.parts.is_empty()) {
                    at.done.extend(self.finished(list));
                }
                at.mark = piece.what;
            }
            What::Pause => at.mark = piece.what,
        }
        at.from = span.end;
    }

    /// Whether a colon stands right behind a quantity that is no part itself: 47 件: 甲 12 件, 乙 35 件.
    fn is_colon(&self, span: Span, at: &Reading) -> bool {
        self.text.get(span.start..span.end) == Some(":")
            && at.open.is_empty()
            && at.last.is_some_and(|(_, end)| end == span.start)
    }

    fn opener(&self, opener: Opener, span: Span, at: &mut Reading) {
        if let Some(list) = at.open.last_mut()
            && list.bracket
            && list.parts.is_empty()
            && list.end == End::Open
        {
            list.opener = Some(opener);
            at.mark = What::Opener(opener);
            return;
        }
        at.mark = What::Opener(opener);
        let whole = match at.last {
            Some((whole, end)) => self.leads_on(end, opener, span).then_some(whole),
            None => self
                .prior
                .filter(|_| self.leads_on(self.span.start, opener, span)),
        };
        let whole = whole.filter(|it| !self.is_one_of_several(*it, span, at));
        let inside = at
            .open
            .last()
            .is_some_and(|it| it.end == End::Open && !it.parts.is_empty());
        if inside && let Some(list) = at.open.last_mut() {
            // 其中 may speak of the last part or again of the whole.
            if opener != Opener::Inner {
                list.end = End::Doubtful;
            }
        }
        if let Some(whole) = whole {
            at.open.push(List {
                opener: Some(opener),
                nested: inside,
                ..List::new(whole, false)
            });
        } else if let Some(list) = at.open.last_mut() {
            list.end = End::Doubtful;
        }
    }

    fn quantity(&self, index: usize, span: Span, at: &mut Reading, compared: bool) {
        let label = Span::new(at.from, span.start);
        let bracketed = !at.around.is_empty();
        if !bracketed {
            let summed = self.summed(index, label, at);
            at.done.extend(summed);
            at.told.push((index, at.mark));
        }
        if let Some(list) = at.open.last_mut()
            && list.end == End::Open
        {
            if self.goes_on(list, index, label, at.mark) {
                list.parts.push((index, label, at.mark));
                return;
            }
            if list.end == End::Open {
                list.end = End::Clean;
            }
        }
        if !bracketed && !compared {
            at.free.push(index);
        }
    }

    /// Whether the quantity is one more part; notes in the list if that is in doubt.
    fn goes_on(&self, list: &mut List, index: usize, label: Span, mark: What) -> bool {
        if let Some(whole) = self.counted_before(list, index, label) {
            list.whole = whole;
        }
        let (Some(whole), Some(part)) = (self.all.get(list.whole), self.all.get(index)) else {
            return false;
        };
        let joined = matches!(mark, What::Quantity(_))
            .then(|| self.joined(label))
            .flatten();
        let label = joined.unwrap_or(label);
        let words = self.words(label);
        // 另有 says that the list is whole, unless what it begins is just what is still left.
        if words.starts_with('另') {
            return self.is_left(list, part);
        }
        let other = self.compares(label) && !self.is_year_of(label, list);
        if self.begins_anew(label) || other {
            list.end = End::Doubtful;
            return false;
        }
        // 19,117 may be one number or two.
        let plain = !self.words(part.span).contains(',');
        let bare = part.unit.is_empty() && plain && self.stands_alone(part.span);
        let of_one_unit = part.unit == whole.unit && !part.unit.is_empty();
        if !(of_one_unit || bare && words.is_empty()) {
            list.end = End::Doubtful;
            return false;
        }
        let (Some((_, first, _)), Some((_, prior, _))) = (list.parts.first(), list.parts.last())
        else {
            // What a colon leads to may be a sentence of its own.
            return !list.colon || verb(words).is_none();
        };
        if self.is_inner(label, *prior) {
            list.end = End::Doubtful;
            return false;
        }
        // 公开 90 条, 其中网站 60 条, 微博公开 30 条: what is told of the whole is told of a part too.
        let own = |it: &str| verb(&whole.subject) == Some(it);
        let new_verb = verb(words).is_some_and(|it| !own(it)) && verb(self.words(*first)).is_none();
        let goes_on = match mark {
            What::Pause => true,
            What::Comma => !new_verb,
            What::Semicolon => !new_verb && list.stages_of_one(),
            What::Quantity(_) => joined.is_some() && !new_verb,
            What::Opener(_) | What::Open | What::Close => false,
        };
        if !goes_on {
            list.end = End::Doubtful;
        }
        goes_on
    }

    /// Whether a number without a measure word is followed by a mark, not by what it counts.
    fn stands_alone(&self, span: Span) -> bool {
        let rest = self.text.get(span.end..).unwrap_or_default();
        rest.chars()
            .next()
            .is_none_or(|it| matches!(it, ',' | '、' | ';' | ')' | '）' | '。' | '+' | '\n' | '='))
    }

    pub(super) fn words(&self, label: Span) -> &str {
        let words = self.text.get(label.start..label.end).unwrap_or_default();
        words.trim_matches(|it: char| it.is_whitespace() || it == '的')
    }

    /// The list, if it is one.
    fn finished(&self, mut list: List) -> Option<Parts> {
        let whole = self.all.get(list.whole)?;
        if list.stages.iter().any(|it| *it < list.parts.len()) && !self.is_told_in_stages(&list) {
            // What follows the first semicolon may be another matter.
            let first = list.stages.first().copied().unwrap_or_default();
            list.parts.truncate(first);
            list.end = End::Doubtful;
        }
        let labels: Vec<&str> = list.parts.iter().map(|it| self.name(it.1)).collect();
        let alone = |at: usize| {
            self.all
                .get(at)
                .is_some_and(|it| self.stands_alone(it.span))
        };
        let bare = labels.len() > 1
            && labels.iter().all(|it| it.is_empty())
            && list.parts.iter().all(|it| alone(it.0));
        let begin = list.parts.first()?.1.start;
        let (end, ..) = list.parts.last()?;
        let span = Span::new(begin, self.all.get(*end)?.span.end);
        if list.bracket && list.opener.is_none() && list.parts.len() < 2 {
            return None; // a remark
        }
        if !list.bracket && self.is_of_another(&list) {
            return None;
        }
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        if takes_back(text) {
            return None;
        }
        let after = self.text.get(span.end..).unwrap_or_default();
        let several = list.parts.len() > 1;
        let all = list.opener == Some(Opener::All) && several;
        let listed = list.colon && list.parts.len() > 2 && after.starts_with(STOPS);
        let told = all || listed || bare || ends_with_rest(&labels);
        let told = told && list.end != End::Doubtful || are_counted(labels.len(), after);
        // 等 behind a part leaves others out; in the name of one it does not.
        let open = labels.iter().any(|it| it.starts_with('等')) || after.starts_with('等');
        let exhaustive = told && !open;
        let times = |at: usize| self.times(&list, at);
        let each = (0..list.parts.len()).any(|it| times(it) > 0);
        let exhaustive = exhaustive && !each;
        let parts = list.parts.iter().enumerate();
        let parts = parts.flat_map(|(at, it)| std::iter::repeat_n(it.0, times(at).max(1)));
        let mut parts: Vec<usize> = parts.collect();
        if list.opener != Some(Opener::All) && !each {
            self.leave_other_sorting(whole, &list, &mut parts);
        }
        let verbs: Vec<Option<&str>> = labels.iter().map(|it| verb(it)).collect();
        let alike = verbs.iter().all(|it| Some(it) == verbs.first());
        Some(Parts {
            whole: list.whole,
            parts,
            exhaustive,
            apart: exhaustive || alike,
            span,
        })
    }
}

impl List {
    const fn new(whole: usize, bracket: bool) -> Self {
        Self {
            whole,
            parts: Vec::new(),
            opener: None,
            bracket,
            colon: false,
            nested: false,
            end: End::Open,
            stages: Vec::new(),
        }
    }

    /// Whether one part stood before each semicolon.
    fn stages_of_one(&self) -> bool {
        self.stages.len() < 100
            && self
                .stages
                .iter()
                .enumerate()
                .all(|(at, parts)| *parts == at + 1)
    }
}
