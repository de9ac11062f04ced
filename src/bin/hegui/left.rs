//! Left: files that were not audited, and why.

use hegui::render::{Lang, Left};

use crate::fault::{Fault, said};
use crate::files::Input;
use crate::{Exit, Failure, args, screen};

/// What shows that a file is no report. Whatever else keeps one from being read may be a report.
const OTHER: [&str; 2] = ["hegui::audit::not_a_report", "hegui::read::not_text"];

/// Says why, and how it ends the program.
pub(super) fn complain(failure: &Failure) -> Exit {
    screen::complain(failure.as_ref(), args::lang());
    crate::ending(failure)
}

/// Says why `input` was not audited, and how that ends the program. What was only found in a folder
/// has a line, and if it is no report it is no fault.
pub(super) fn told(failure: &Failure, input: &Input) -> Exit {
    if !input.found {
        return complain(failure);
    }
    let Left { file, why, other } = left(failure, input);
    let said = match (other, args::lang()) {
        (true, Lang::Zh) => "跳过",
        (true, Lang::En) => "left out",
        (false, Lang::Zh) => "没有读成",
        (false, Lang::En) => "not read",
    };
    let colon = args::lang().pick("：", ": ");
    screen::note(&format!("{said}{colon}`{file}` {why}"));
    if other {
        Exit::Judged
    } else {
        crate::ending(failure)
    }
}

/// What is said of `input` among many, with what to do unless it is no report.
pub(super) fn left(failure: &Failure, input: &Input) -> Left {
    let code = failure.code().map(|it| it.to_string());
    let other = code.is_some_and(|code| OTHER.contains(&code.as_str()));
    let (message, cure) = match args::lang() {
        Lang::Zh => (failure.to_string(), failure.help().map(|it| it.to_string())),
        Lang::En => failure.english(),
    };
    let file = input.path.display().to_string();
    // The file is named beside it.
    let why = message.strip_prefix(&format!("`{file}`"));
    let mut why = why.unwrap_or(&message).trim_start().to_owned();
    if let Some(cure) = cure.filter(|_| !other) {
        why += args::lang().pick("；", "; ");
        why += &cure;
    }
    Left { file, why, other }
}

/// That there was nothing else.
pub(super) fn nothing() -> Fault {
    Fault::new(
        said("没有读到一份报告", "no report was found"),
        said(
            "请检查文件夹里有没有报告",
            "see whether the folder holds any",
        ),
    )
}
