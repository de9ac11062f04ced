//! Provenance: what judged a report, in words.

use crate::audit::{Audit, ChosenBy};
use crate::pack::{Pack, RuleChange};
use crate::render::Lang;

/// The pack that judged.
pub(super) fn pack(audit: &Audit<'_>, lang: Lang) -> String {
    let pack = audit.pack;
    // That the report's own year chose it goes without saying.
    let chosen = match audit.chosen_by {
        ChosenBy::Option => lang.pick("（由 --year 指定）", " (chosen by --year)"),
        ChosenBy::Report => "",
    };
    format!(
        "{} {} {}{chosen}",
        pack.id,
        pack.version,
        lang.of(&pack.title)
    )
}

/// That the pack is not that of the report's own year, so that most of what is said may be wrong.
pub(super) fn foreign(audit: &Audit<'_>, lang: Lang) -> Option<String> {
    let year = audit.foreign_year()?;
    let governed = years(audit.pack, lang);
    Some(match lang {
        Lang::Zh => format!(
            "报告自己写的是 {year} 年度，--year 指定的规则包管 {governed}：下面的问题多半是年度不对造成的。去掉 --year，再审一次"
        ),
        Lang::En => format!(
            "the report says that it is of {year}, and the pack that --year chose is of {governed}: most of what follows comes of that. Audit it again without --year"
        ),
    })
}

/// The years that `pack` governs.
pub(super) fn years(pack: &Pack, lang: Lang) -> String {
    match (pack.years, lang) {
        (None, _) => String::new(),
        (Some((from, None)), Lang::Zh) => format!("{from} 年度起"),
        (Some((from, None)), Lang::En) => format!("from {from}"),
        (Some((from, Some(to))), Lang::Zh) => format!("{from}–{to} 年度"),
        (Some((from, Some(to))), Lang::En) => format!("{from}–{to}"),
    }
}

/// What the packs change of the rules they inherit; none if nothing.
pub(super) fn changes(pack: &Pack, lang: Lang) -> Option<String> {
    let said = |it: &RuleChange| match lang {
        Lang::Zh => format!("{} {}（{}）", it.code, change(it, lang), it.reason),
        Lang::En => format!("{} {} ({})", it.code, change(it, lang), it.reason),
    };
    let said: Vec<String> = pack.changes.iter().map(said).collect();
    (!said.is_empty()).then(|| said.join(lang.pick("；", "; ")))
}

/// What a change changes, in words.
pub(super) fn change(it: &RuleChange, lang: Lang) -> String {
    let word = |field: &&'static str| match *field {
        "off" => lang.pick("停用", "switched off"),
        "rule" => lang.pick("整条替换", "another rule in its place"),
        "severity" => lang.pick("改了严重程度", "severity changed"),
        "title" => lang.pick("改了标题", "title changed"),
        "fail" | "pass" => lang.pick("改了说明", "message changed"),
        _ => lang.pick("改了改法", "help changed"),
    };
    let mut words: Vec<&str> = it.fields.iter().map(word).collect();
    words.dedup();
    words.join(lang.pick("、", ", "))
}
