//! `hegui pack test`: the cases of packs, and how they come out.

use std::fmt::Write as _;

use hegui::pack::{self, Pack};
use hegui::render::{self, Tried};
use hegui::rule::Case;
use hegui::trial;

use crate::args::{self, TestFormat};
use crate::packs::Packs;
use crate::{Exit, Failure, printed, view};

/// Runs the cases of the packs in `args`, or of the built-in ones.
pub(super) fn run(args: &args::Test) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.folders)?;
    let built_in = pack::builtin().len();
    let meant = if args.folders.is_empty() { 0 } else { built_in };
    let packs: Vec<&Pack> = packs.all().iter().skip(meant).collect();
    let mut tried = Vec::new();
    for pack in packs.iter().filter(|pack| pack.years.is_some()) {
        for (rule, it) in pack.rules.iter().enumerate() {
            // Of what it inherits, only what it changes is its own.
            let changed = pack.changes.iter().any(|change| change.rule == it.id);
            if meant == 0 || it.pack == pack.id || changed {
                tried.extend(it.cases.iter().map(|case| Tried {
                    pack,
                    rule,
                    case,
                    came: trial::trial(pack, rule, case),
                }));
            }
        }
    }
    let wrong = tried.iter().any(|it| !it.is_right());
    let mut page = match args.format {
        TestFormat::Human => render::trials(&tried, &view(args.language.lang)),
        TestFormat::Json => render::trials_json(&tried),
        TestFormat::Junit => render::trials_junit(&tried),
    };
    if args.coverage && args.format == TestFormat::Human {
        page += &uncovered(&packs);
    }
    printed(&page);
    Ok(if wrong { Exit::Findings } else { Exit::Judged })
}

/// Rules without a failing case and requirements without a rule.
fn uncovered(packs: &[&Pack]) -> String {
    let lang = args::lang();
    let mut page = String::new();
    for pack in packs {
        for rule in &pack.rules {
            if !rule.cases.iter().any(Case::shows_failure) {
                let what = lang.pick("没有不通过的用例", "no case shows it failing");
                let _ = writeln!(page, "{} {} {}：{what}", pack.id, rule.code, rule.id);
            }
        }
        for (index, requirement) in pack.requirements.iter().enumerate() {
            if pack.rules.iter().all(|rule| rule.requirement != index) {
                let what = lang.pick("没有规则查它", "no rule checks it");
                let _ = writeln!(page, "{} {}：{what}", pack.id, requirement.id);
            }
        }
    }
    page
}
