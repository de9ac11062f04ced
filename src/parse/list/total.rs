//! Totals that are told behind their parts: 甲 6 件、乙 5 件, 共计 11 件.

use rust_decimal::Decimal;

use super::{List, Reading, Sentence, What};
use crate::parse::verb::verb;
use crate::quantity::{Exactness, Parts, Quantity};
use crate::source::Span;

/// What a total behind its parts is called.
const TOTALS: [&str; 6] = ["共", "共计", "合计", "总计", "总共", "共有"];

/// No more numbers before a whole are looked at.
const BEFORE: usize = 8;

/// A total has no more parts than these.
const PARTS: usize = 30;

impl Sentence<'_> {
    /// The parts that stand before the total at `index`: 甲 6 件、乙 5 件, 共计 11 件.
    ///
    /// Those that it is the sum of, else those joined by pauses if nothing else was counted.
    pub(super) fn summed(&self, index: usize, label: Span, at: &Reading) -> Option<Parts> {
        let total = self.all.get(index)?;
        let called = TOTALS.contains(&self.words(label)) && at.mark == What::Comma;
        if !called || total.unit.is_empty() || !self.stands_alone(total.span) {
            return None;
        }
        let counted = |(it, mark): &(usize, What)| Some((self.all.get(*it)?, *it, *mark));
        let before: Option<Vec<_>> = at.told.iter().map(counted).collect();
        let before = before?;
        let alike = before.iter().rev().take_while(|it| it.0.unit == total.unit);
        let alike = alike.count();
        let run = before
            .iter()
            .rev()
            .take_while(|it| it.2 == What::Pause)
            .count()
            + 1;
        let sum = |count: usize| -> Decimal {
            before.iter().rev().take(count).map(|it| it.0.value).sum()
        };
        let fits = (2..=alike.min(PARTS)).find(|count| sum(*count) == total.value);
        let whole_run = run > 1 && run == alike && run == before.len();
        let count = fits.or(whole_run.then_some(run));
        let count = count.or_else(|| self.are_told_alike(at, alike).then_some(alike));
        let both = || alike >= 2 && adds_left_over(&before);
        let count = count.or_else(|| both().then_some(2))?;
        let parts: Vec<usize> = before
            .iter()
            .rev()
            .take(count)
            .rev()
            .map(|it| it.1)
            .collect();
        let first = self.all.get(*parts.first()?)?;
        Some(Parts {
            whole: index,
            parts,
            exhaustive: true,
            apart: true,
            span: Span::new(first.span.start, total.span.end),
        })
    }

    /// Whether the quantities before a total are all that its sentence tells, each in a clause of its
    /// own with the same verb: 网站发布 386 条, 公众号发布 214 条, 合计 600 条.
    fn are_told_alike(&self, at: &Reading, alike: usize) -> bool {
        let told = at.told.iter().filter_map(|it| self.all.get(it.0));
        let verbs: Vec<Option<&str>> = told.map(|it| verb(&it.subject)).collect();
        let first = verbs.first().copied().flatten();
        let start = self.span.start;
        let end = at.told.last().and_then(|it| self.all.get(it.0));
        let text = end.and_then(|it| self.text.get(start..it.span.end));
        let mut marks = at.told.iter().skip(1).map(|it| it.1);
        verbs.len() > 1
            && verbs.len() == alike
            && first.is_some()
            && verbs.iter().all(|it| *it == first)
            && marks.all(|it| it == What::Comma)
            && text.is_some_and(|it| {
                !["其中", "包括", "含", ";", "每", "另"]
                    .iter()
                    .any(|word| it.contains(word))
            })
    }

    /// Whether `whole` is the last of several of its unit, all of which what follows a comma may be of:
    /// 新收 12 件、结转 2 件, 其中甲 11 件.
    pub(super) fn is_one_of_several(&self, whole: usize, opener: Span, at: &Reading) -> bool {
        let mut told = at.told.iter().rev();
        let (Some((last, mark)), Some((before, _))) = (told.next(), told.next()) else {
            return false;
        };
        let unit = |at: usize| self.all.get(at).map(|it| it.unit.as_str());
        let behind = self.text.get(..opener.start).unwrap_or_default();
        *last == whole
            && *mark == What::Pause
            && unit(*before) == unit(whole)
            && behind.ends_with(',')
    }

    /// Whether the parts of a list are rather those of a number told before its whole, or of both:
    /// 收到 9 件, 上年结转 1 件, 其中网上 5 件、信函 5 件.
    pub(super) fn is_of_another(&self, list: &List) -> bool {
        let Some(whole) = self.all.get(list.whole) else {
            return false;
        };
        let values = list.parts.iter().filter_map(|it| self.all.get(it.0));
        let values: Vec<Decimal> = values.map(|it| it.value).collect();
        let mut all = values.iter();
        let sum = all.try_fold(Decimal::ZERO, |sum, it| sum.checked_add(*it));
        let Some(sum) = sum.filter(|it| *it > whole.value) else {
            return false;
        };
        let most = values.iter().max().copied().unwrap_or_default();
        // What opens a sentence may go back beyond the one before it.
        let part = list.parts.first().and_then(|it| self.all.get(it.0));
        let opens = part.is_some_and(|it| it.sentence != whole.sentence);
        let before = self.all.iter().take(list.whole).rev();
        let before = before.take_while(|it| opens || it.sentence == whole.sentence);
        let far = if opens { PARTS } else { BEFORE };
        let mut before = before.take(far).filter(|it| {
            let told = it.exactness != Exactness::None && !it.unit.is_empty();
            let between = self.text.get(it.span.end..whole.span.start);
            let near = || opens || between.is_some_and(|it| !it.contains(';'));
            told && it.unit == whole.unit && near()
        });
        before.any(|it| {
            let both = it.value.checked_add(whole.value);
            sum == it.value || Some(sum) == both || most > whole.value && most <= it.value
        })
    }
}

/// Whether the last two of those told are what came in and what was left over from before: they
/// are all that there is.
fn adds_left_over(told: &[(&Quantity, usize, What)]) -> bool {
    let mut last = told.iter().rev().map(|it| it.0.subject.as_str());
    let (Some(one), Some(other)) = (last.next(), last.next()) else {
        return false;
    };
    let left = |it: &str| it.contains("结转") && it.contains(['上', '去']) && !it.contains('下');
    let came = |it: &str| {
        let new = it.contains("新收") || it.contains("收到") || it.contains("受理");
        new && !it.contains("结转") && !it.contains("其中")
    };
    left(one) && came(other) || left(other) && came(one)
}
