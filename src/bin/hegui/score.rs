//! `hegui score`: what the JSON of audits says of their scores, without the reports.

use std::path::Path;

use hegui::render::{self, View};
use hegui::score::{MODEL, Stated, Unstated, stated};

use crate::args::{self, ScoreCommand};
use crate::fault::{Fault, said};
use crate::{Exit, files, screen, view};

/// Runs a subcommand on every file it names; one bad file stops no other.
pub(super) fn run(command: &ScoreCommand) -> Exit {
    let (ScoreCommand::Verify(args) | ScoreCommand::Explain(args)) = command;
    let view = view();
    let mut exit = Exit::Judged;
    let mut pages = String::new();
    for file in &args.files {
        match audits(file) {
            Ok(audits) => {
                for audit in audits {
                    let (ends, text) = match command {
                        ScoreCommand::Verify(_) => verify(&audit, &view),
                        ScoreCommand::Explain(_) => explain(&audit, &view),
                    };
                    exit = exit.min(ends);
                    pages += &text;
                }
            }
            Err(fault) => {
                screen::complain(&fault, args::lang());
                exit = Exit::CouldNotRun;
            }
        }
    }
    screen::print(&pages);
    exit
}

/// The audits in a file.
fn audits(file: &Path) -> Result<Vec<Stated>, Fault> {
    let name = file.display();
    let text = String::from_utf8(files::report(file)?).unwrap_or_default();
    stated(&text).map_err(|why| match why {
        Unstated::NotAnAudit(why) => Fault::new(
            said(
                format!("`{name}` 不是审查结果（{why}）"),
                format!("`{name}` is no audit ({why})"),
            ),
            said(
                "用 hegui audit 报告.txt --format json --output 结果.json 生成",
                "make one with hegui audit REPORT --format json --output FILE",
            ),
        ),
        Unstated::OtherModel(model) => Fault::new(
            said(
                format!("`{name}` 的得分用的是另一种算法 `{model}`"),
                format!("the score of `{name}` follows another model `{model}`"),
            ),
            said(
                format!("这一版只会 {MODEL}，请用当时的版本重算"),
                format!("this version knows only {MODEL}; use the one that made it"),
            ),
        ),
    })
}

fn verify(audit: &Stated, view: &View) -> (Exit, String) {
    let differences = audit.differences();
    let ends = if differences.is_empty() {
        Exit::Judged
    } else {
        Exit::Findings
    };
    let text = render::verified(&audit.name, &audit.recomputed(), &differences, view);
    (ends, text)
}

fn explain(audit: &Stated, view: &View) -> (Exit, String) {
    let score = audit.recomputed();
    let text = render::score(&audit.sheet, &score, view);
    (Exit::Judged, format!("{}\n{text}\n", audit.name))
}
