//! The words around the quantities of prose, as a pack writes them.

use super::{Fields, ProseWords};

pub(super) fn prose(mut fields: Fields<'_>) -> ProseWords {
    let words = ProseWords {
        own: fields.plain_texts("own"),
        others: fields.plain_texts("others"),
        offices: fields.plain_texts("offices"),
        anyone: fields.plain_texts("anyone"),
        wide: fields.plain_texts("wide"),
        governments: fields.plain_texts("governments"),
        seats: fields.plain_texts("seats"),
        this_year: fields.plain_texts("this_year"),
        other_years: fields.plain_texts("other_years"),
        summed: fields.plain_texts("summed"),
        plans: fields.plain_texts("plans"),
        plan_headings: fields.plain_texts("plan_headings"),
        idle: fields.plain_texts("idle"),
        overlapping: fields.plain_texts("overlapping"),
        channels: fields.plain_texts("channels"),
        arrivals: fields.plain_texts("arrivals"),
        traits: fields.text_lists("traits"),
        stages: fields.text_lists("stages"),
        topics: fields.plain_texts("topics"),
        left_over: fields.plain_texts("left_over"),
        denials: fields.plain_texts("denials"),
        things: fields.plain_texts("things"),
        asked: fields.plain_texts("asked"),
        plain: fields.plain_texts("plain"),
        short_names: fields.plain_texts("short_names"),
        bodies: fields.plain_texts("bodies"),
        outcomes: fields.plain_texts("outcomes"),
        spans: fields.plain_texts("spans"),
        named_by_year: fields.plain_texts("named_by_year"),
        formulas: fields.plain_texts("formulas"),
    };
    fields.finish();
    words
}
