//! A title that does not call the report what it should: …工作总结, …工作的报告.

use super::announced::is_name;
use super::organ::named;
use super::{compact, head};
use crate::document::{Document, NodeKind};
use crate::fact::Located;
use crate::pack::Pack;
use crate::parse::year_of;
use crate::source::Span;

/// A title has no more letters than this.
const LONGEST: usize = 70;

/// The first line from byte `after` on, or two, above the chapters that ends like such a title and says whose
/// it is or of what year. Markdown marks a title as it does a chapter.
pub(super) fn misnamed(document: &Document, pack: &Pack, after: usize) -> Option<Located<String>> {
    let mut chapters = 0;
    let above = head(document).take_while(|node| {
        chapters += usize::from(node.heading().is_some());
        chapters < 2 && node.heading().is_none_or(|it| it.number.is_none())
    });
    let lines = above.filter_map(|node| match &node.kind {
        NodeKind::Title | NodeKind::TitleLike | NodeKind::Signature => Some(node.span),
        NodeKind::Section(heading) => Some(heading.span),
        NodeKind::Paragraph { .. }
        | NodeKind::Table
        | NodeKind::Row
        | NodeKind::Cell
        | NodeKind::Date(_)
        | NodeKind::Furniture => None,
    });
    let lines: Vec<Span> = lines.filter(|it| it.start >= after).collect();
    let is = |span: &Span| is_title(document, pack, *span);
    let pairs = lines.windows(2).filter_map(|pair| match pair {
        [one, two] => Some(one.to(*two)),
        _ => None,
    });
    let span = lines.iter().copied().find(is).or_else(|| {
        // Nothing but blanks stands between the lines of one title.
        let next = |it: &Span| document.source.slice(*it).lines().count() <= 3;
        pairs.filter(next).find(is)
    })?;
    Some(Located {
        value: compact(document.source.slice(span)),
        span,
    })
}

fn is_title(document: &Document, pack: &Pack, span: Span) -> bool {
    let text = compact(document.folded.slice(document.folded.range(span)));
    // 政府信息公开工作总结（2016年度）
    let bare = match text.strip_suffix(')').and_then(|it| it.rsplit_once('(')) {
        Some((front, _)) => front,
        None => &text,
    };
    let ends = |word: &String| bare.ends_with(word.as_str());
    let holds = |word: &String| bare.contains(word.as_str());
    let dated = year_of(&text).is_some_and(|(_, at)| at.start == 0 || text.starts_with("关于"));
    let organ = || {
        let mut organs = named(document, pack, span).into_iter().flatten();
        organs.any(|it| is_name(pack, &it.value))
    };
    text.chars().count() <= LONGEST
        && !text.contains(['。', ',', ';', ':', '《', '、'])
        && pack.report.misnamed.iter().any(ends)
        && pack.report.subject.iter().any(holds)
        && (dated || organ())
}
