//! `hegui pack test`: the cases of packs and the reports in their tests, and how they come out.

use std::fmt::Write as _;

use hegui::pack::{self, Pack};
use hegui::render::{self, Lang, View};
use hegui::suite::{self, Reach, Suite};

use super::mutate;
use crate::args::{self, TestFormat};
use crate::packs::Packs;
use crate::{Exit, Failure, files, printed, screen, view};

/// Tries the packs in `args`, or the built-in ones.
pub(super) fn run(args: &args::Test) -> Result<Exit, Failure> {
    let loaded = Packs::load(&args.folders)?;
    let whole = args.folders.is_empty();
    let meant = if whole { 0 } else { pack::builtin().len() };
    let packs: Vec<&Pack> = loaded.all()?.iter().skip(meant).collect();
    let mut suite = Suite::default();
    for pack in &packs {
        if whole {
            suite.whole(pack);
        } else {
            suite.own(pack);
        }
    }
    for (pack, folder) in packs.iter().zip(&args.folders) {
        let tests = files::tests(folder)?;
        let mut reports = suite::reports(&folder.display().to_string(), &tests, pack)?;
        if args.update {
            for report in &mut reports {
                let judged = hegui::trial::whole(pack, report);
                if let Ok((_, came)) = judged.came {
                    let path = report.name.rsplit_once('.').map_or("", |(stem, _)| stem);
                    let path = format!("{path}.expect.toml");
                    if report.wanted.as_ref() != Some(&came) {
                        files::write(path.as_ref(), came.written())?;
                        screen::note(&path);
                    }
                    report.wanted = Some(came);
                }
            }
        }
        suite.judge(pack, &reports);
    }
    let mutated = if args.mutate {
        mutate::sample(&packs, loaded.all()?)
    } else {
        Vec::new()
    };
    let view = view();
    let mut page = match args.format {
        TestFormat::Human => render::trials(&suite.cases, &suite.reports, &view),
        TestFormat::Json => render::trials_json(&suite.cases, &suite.reports, &mutated),
        TestFormat::Junit => render::trials_junit(&suite.cases, &suite.reports, &mutated),
    };
    if args.coverage {
        let reach = reach(&suite.reach(&packs, whole), &view);
        match args.format {
            TestFormat::Human => page += &reach,
            // What a machine reads stays whole.
            TestFormat::Json | TestFormat::Junit => screen::note(reach.trim_end()),
        }
    }
    if args.format == TestFormat::Human {
        page += &mutate::page(&mutated, &view);
    }
    printed(&page);
    // What is not reported after a change may be a fault of nobody; what is reported of a valid report is one.
    let quiet = mutated.iter().all(|it| it.alarms.is_empty());
    Ok(if suite.is_right() && quiet {
        Exit::Judged
    } else {
        Exit::Findings
    })
}

/// What no test came to.
fn reach(reach: &Reach, view: &View) -> String {
    let lang = view.lang;
    let mut page = String::new();
    for (pack, code, id) in &reach.rules {
        let what = lang.pick("没有不通过的用例", "no case shows it failing");
        let _ = writeln!(page, "{pack} {code} {id}：{what}");
    }
    for (pack, id) in &reach.requirements {
        let what = lang.pick("没有规则查它", "no rule checks it");
        let _ = writeln!(page, "{pack} {id}：{what}");
    }
    for line in &reach.missed {
        let what = lang.pick("没有用例走到", "no case comes here");
        let _ = writeln!(page, "{}:{} {what}：{}", line.file, line.line, line.text);
    }
    let (all, reached) = (reach.lines, reach.lines - reach.missed.len());
    let _ = match lang {
        Lang::Zh => writeln!(page, "脚本 {all} 行，用例走到 {reached} 行"),
        Lang::En => writeln!(page, "{all} lines of scripts, {reached} of them reached"),
    };
    page
}
