//! What differs between two packs, for people.

use std::fmt::Write as _;

use super::width::wrap;
use super::{Lang, View};
use crate::pack::{Change, Difference, Pack, Part};

/// `differences` of `old` and `new`, part by part.
#[must_use]
pub fn diff(old: &Pack, new: &Pack, differences: &[Difference], view: &View) -> String {
    let lang = view.lang;
    let mut text = format!("{} {} → {} {}\n", old.id, old.version, new.id, new.version);
    for part in [Part::Rule, Part::Requirement, Part::Form, Part::Section] {
        let own: Vec<&Difference> = differences.iter().filter(|it| it.part == part).collect();
        if own.is_empty() {
            continue;
        }
        let (added, removed, changed) = counts(&own);
        let name = word(part, lang);
        let _ = match lang {
            Lang::Zh => writeln!(
                text,
                "\n{name}：新增 {added}，删去 {removed}，改动 {changed}"
            ),
            Lang::En => writeln!(
                text,
                "\n{name}: {added} added, {removed} removed, {changed} changed"
            ),
        };
        for it in own {
            let mut off = new.changes.iter().filter(|it| it.fields == ["off"]);
            let off = off.find(|change| it.part == Part::Rule && change.rule == it.id);
            one(&mut text, it, off.map(|it| it.reason.as_str()), view);
        }
    }
    if differences.is_empty() {
        text += lang.pick("没有不同。\n", "No difference.\n");
    }
    text
}

fn counts(own: &[&Difference]) -> (usize, usize, usize) {
    let of = |wanted: fn(&Change) -> bool| own.iter().filter(|it| wanted(&it.change)).count();
    (
        of(|it| matches!(it, Change::Added)),
        of(|it| matches!(it, Change::Removed)),
        of(|it| matches!(it, Change::Changed(_))),
    )
}

/// What only one of two lists has, and the other; what is no list is told whole.
fn apart(field: &str, old: &str, new: &str) -> (String, String) {
    let mark = match field {
        "holds" => "\n",
        "blocked_by" | "shown_by" => "、",
        "test" | "rows" | "columns" | "titles" | "title_words" | "content" | "content_in_place" => {
            "；"
        }
        _ => return (old.to_owned(), new.to_owned()),
    };
    let only = |own: &str, other: &str| {
        let other: Vec<&str> = other.split(mark).collect();
        let own = own.split(mark).filter(|it| !other.contains(it));
        own.collect::<Vec<_>>().join(mark)
    };
    match (only(old, new), only(new, old)) {
        // The same parts in another order.
        (one, other) if one.is_empty() && other.is_empty() => (old.to_owned(), new.to_owned()),
        apart => apart,
    }
}

fn one(text: &mut String, it: &Difference, why: Option<&str>, view: &View) {
    let mark = match it.change {
        Change::Added => "+ ",
        Change::Removed => "- ",
        Change::Changed(_) => "~ ",
    };
    *text += &wrap(mark, &format!("{}（{}）", it.title, it.id), view.width);
    let Change::Changed(fields) = &it.change else {
        if let (Change::Removed, Some(why)) = (&it.change, why) {
            let off = view.lang.pick("    停用：", "    switched off: ");
            *text += &wrap(off, why, view.width);
        }
        return;
    };
    for (field, old, new) in fields {
        let none = view.lang.pick("（没有）", "(none)");
        let (old, new) = apart(field, old, new);
        let shown = |value: &str| {
            let line: Vec<&str> = value.split_whitespace().collect();
            let line = line.join(" ");
            if line.is_empty() {
                none.to_owned()
            } else {
                line
            }
        };
        let (old, new) = (shown(&old), shown(&new));
        *text += &wrap(&format!("    {field}  - "), &old, view.width);
        let pad = " ".repeat(field.len() + 6);
        *text += &wrap(&format!("{pad}+ "), &new, view.width);
    }
}

fn word(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::Rule => lang.pick("规则", "rules"),
        Part::Requirement => lang.pick("要求", "requirements"),
        Part::Form => lang.pick("表", "forms"),
        Part::Section => lang.pick("章节", "sections"),
    }
}
