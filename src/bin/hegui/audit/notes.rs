//! What is said beside the audits: reports and waivers that go with no other.

use std::path::Path;

use hegui::render::Lang;
use hegui::series::Series;
use hegui::waiver::Waiver;

use crate::{args, screen};

/// Of reports or waivers so many are named.
const NAMED: usize = 4;

/// Says which reports are of one organ and year; `path` gives the file of each.
pub(super) fn doubles<'a>(series: &Series, path: impl Fn(usize) -> Option<&'a Path>) {
    for double in series.doubles() {
        let names = double.iter().filter_map(|it| path(*it));
        let mut names: Vec<String> = names.map(|it| format!("`{}`", it.display())).collect();
        let many = names.len();
        names.truncate(NAMED);
        screen::note(&match args::lang() {
            Lang::Zh => format!(
                "提示：{}{} 是同一机关同一年度的报告，互不比较，也不作下一年度的对照",
                names.join("、"),
                if many > NAMED {
                    format!(" 等 {many} 份")
                } else {
                    String::new()
                },
            ),
            Lang::En => format!(
                "note: {}{} are of one organ and year: none is compared with the other or the next year's",
                names.join(", "),
                if many > NAMED {
                    format!(" and others, {many} in all,")
                } else {
                    String::new()
                },
            ),
        });
    }
}

/// Says which of `waivers` are for none of the reports.
pub(super) fn strangers(series: &Series, waivers: &[Waiver]) {
    let strange = waivers
        .iter()
        .filter(|it| !series.holds(it.organ.as_deref(), it.year));
    let mut places: Vec<String> = strange
        .map(|it| {
            let line = it.source.line_of(it.span.start);
            let year = it.year.map(|it| it.to_string());
            let whose = [it.organ.clone(), year].into_iter().flatten();
            let whose: Vec<String> = whose.collect();
            let (name, whose) = (it.source.name(), whose.join(" "));
            match args::lang() {
                Lang::Zh => format!("{name}:{line}（{whose}）"),
                Lang::En => format!("{name}:{line} ({whose})"),
            }
        })
        .collect();
    let many = places.len();
    if many == 0 {
        return;
    }
    places.truncate(NAMED);
    screen::note(&match args::lang() {
        Lang::Zh => format!(
            "提示：豁免清单里有 {many} 条，审查的报告里没有这个机关或者年度的：{}{}",
            places.join("、"),
            if many > NAMED { "等" } else { "" },
        ),
        Lang::En => format!(
            "note: none of the reports is of the organ or the year of these waivers, {many} in all: {}{}",
            places.join(", "),
            if many > NAMED { " and others" } else { "" },
        ),
    });
}
