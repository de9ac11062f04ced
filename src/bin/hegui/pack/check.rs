//! `hegui pack check`: all faults at once, then what could be better.

use std::fmt::Write as _;

use hegui::bilingual::Bilingual as _;
use hegui::pack::{self, Pack, PackError, Remark};
use hegui::render::Lang;
use hegui::trial;

use crate::args::{self, CheckFormat};
use crate::{Exit, Failure, files, printed};

/// All faults at once, then what could be better.
pub(super) fn run(args: &args::Check) -> Result<Exit, Failure> {
    let mut loaded = pack::builtin();
    let known = loaded.len();
    for folder in &args.folders {
        loaded.push(files::pack(folder)?);
    }
    let packs = match (pack::load(&loaded), args.format) {
        (Ok(packs), _) => packs,
        (Err(errors), CheckFormat::Human) => return Err(errors.into()),
        (Err(errors), CheckFormat::Json) => {
            printed(&json(&errors.0, &[]));
            return Ok(Exit::CouldNotRun);
        }
    };
    let meant: Vec<&Pack> = packs.iter().skip(known).collect();
    Ok(printed(&match args.format {
        CheckFormat::Human => meant.into_iter().map(page).collect(),
        CheckFormat::Json => {
            let remarks: Vec<Remark> = meant.into_iter().flat_map(trial::review).collect();
            json(&[], &remarks)
        }
    }))
}

/// A pack that loads, and what could be better in it.
fn page(pack: &Pack) -> String {
    let lang = args::lang();
    let own = pack.rules.iter().filter(|it| it.pack == pack.id).count();
    let (id, version) = (&pack.id, &pack.version);
    let mut page = match lang {
        Lang::Zh => format!("{id} {version}：没有错误，自己的规则 {own} 条\n"),
        Lang::En => format!("{id} {version}: no faults, {own} rules of its own\n"),
    };
    let mut cured = Vec::new();
    for Remark { about, place, lack } in trial::review(pack) {
        let (file, line) = place;
        let (what, cure) = lack.words();
        let (what, cure) = (lang.pick(what.zh, what.en), lang.pick(cure.zh, cure.en));
        let colon = lang.pick("：", ": ");
        let _ = writeln!(page, "  {file}:{line} {about}{colon}{what}");
        // The same cure is said once.
        if !cured.contains(&lack) {
            let _ = writeln!(page, "    {}{cure}", lang.pick("改法：", "help: "));
            cured.push(lack);
        }
    }
    page
}

/// Faults and remarks for an editor.
fn json(errors: &[PackError], remarks: &[Remark]) -> String {
    let lang = args::lang();
    let fault = |it: &PackError| {
        let (message, help) = match lang {
            Lang::Zh => (it.message.clone(), it.help.clone()),
            Lang::En => it.english(),
        };
        serde_json::json!({
            "code": it.fault.code(),
            "file": it.file,
            "start": it.span.map(|span| span.start),
            "end": it.span.map(|span| span.end),
            "line": it.line(),
            "message": message,
            "help": help,
        })
    };
    let remark = |it: &Remark| {
        let (what, cure) = it.lack.words();
        serde_json::json!({
            "code": it.lack.code(),
            "about": it.about,
            "file": it.place.0,
            "line": it.place.1,
            "message": lang.pick(what.zh, what.en),
            "help": lang.pick(cure.zh, cure.en),
        })
    };
    let faults: Vec<serde_json::Value> = errors.iter().map(fault).collect();
    let remarks: Vec<serde_json::Value> = remarks.iter().map(remark).collect();
    let page = serde_json::json!({
        "schema": "hegui.faults/1",
        "faults": faults,
        "remarks": remarks,
    });
    format!("{page:#}\n")
}
