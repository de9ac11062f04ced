//! What can be wrong with a waiver, explained like a rule.

use crate::render::width::{left, wrap};
use crate::render::words::severity_word;
use crate::render::{Lang, View};
use crate::waiver::Fault;

/// The finding on the list of waivers that is called `name`; none if no such finding is.
#[must_use]
pub fn explain_waiver(name: &str, view: &View) -> Option<String> {
    let lang = view.lang;
    let called = |it: &Fault| it.id() == name || it.code().eq_ignore_ascii_case(name);
    let fault = Fault::ALL.into_iter().find(called)?;
    let (title, help) = (fault.title(), fault.help());
    let mut text = format!("{} {}\n", fault.code(), fault.id());
    text += &wrap("", lang.pick(title.zh, title.en), view.width);
    text.push('\n');
    let mut row = |zh: &str, en: &str, value: &str| {
        let name = match lang {
            Lang::Zh => left(&format!("{zh}："), 12),
            Lang::En => left(&format!("{en}:"), 13),
        };
        text += &wrap(&name, value, view.width);
    };
    let severity = severity_word(fault.severity(), lang);
    row("严重程度", "severity", severity);
    let about = lang.pick(
        "豁免清单，不是报告；不扣分",
        "the list of waivers, not the report; it costs no points",
    );
    row("对象", "about", about);
    row("改法", "help", lang.pick(help.zh, help.en));
    Some(text)
}
