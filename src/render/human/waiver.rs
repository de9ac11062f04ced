//! What an office lets stand, and the waivers that should be mended themselves.

use std::fmt::Write as _;

use super::Page;
use super::finding::Finding;
use crate::render::Lang;
use crate::render::diagnostic::graphical;
use crate::render::excerpt::Excerpt;
use crate::render::words::severity_word;
use crate::verdict::Label;
use crate::waiver::{Fault, Used, Waiver};

impl Page<'_> {
    pub(super) fn waivers(&mut self) {
        let (audit, lang) = (self.audit, self.view.lang);
        let waivers = &audit.waivers;
        let used: Vec<&Waiver> = waivers
            .iter()
            .filter(|it| it.findings > 0)
            .map(|it| &it.waiver)
            .collect();
        if !used.is_empty() {
            self.heading(lang.pick("豁免", "Waivers"));
        }
        for waiver in used {
            let until = waiver.until.map(|(day, _)| match lang {
                Lang::Zh => format!("，到 {day}"),
                Lang::En => format!(", until {day}"),
            });
            let (reason, by, until) = (&waiver.reason, &waiver.by, until.unwrap_or_default());
            let line = match lang {
                Lang::Zh => format!("{reason}（{by}{until}）"),
                Lang::En => format!("{reason} ({by}{until})"),
            };
            self.wrap(&format!("  {}　", waiver.rule), &line);
        }
        let wrong: Vec<(&Used, Fault)> = audit.wrong_waivers().collect();
        if wrong.is_empty() {
            return;
        }
        self.heading(&match lang {
            Lang::Zh => format!("豁免清单应当改：{} 处，不扣分", wrong.len()),
            Lang::En => format!("The list of waivers, no points at stake: {}", wrong.len()),
        });
        for (used, fault) in wrong {
            self.wrong_waiver(used, fault);
        }
    }

    /// The finding that `fault` is: drawn as those on the report are, at its place in the list.
    fn wrong_waiver(&mut self, used: &Used, fault: Fault) {
        let lang = self.view.lang;
        let label = Label {
            span: used.place(fault),
            text: match fault {
                Fault::Expired => lang.pick("最后一天", "the last day"),
                Fault::TooBroad | Fault::Unused => lang.pick("这一条", "this one"),
            }
            .to_owned(),
        };
        let (excerpt, _) = Excerpt::new(&used.waiver.source, &[&label], self.view.width);
        let word = severity_word(fault.severity(), lang);
        let (message, help) = (used.message(fault), used.help(fault));
        let finding = Finding {
            code: format!("{word} {} {}", fault.code(), fault.id()),
            message: lang.pick(&message.0, &message.1).to_owned(),
            severity: fault.severity(),
            excerpt,
        };
        let drawn = graphical(&finding, self.view);
        let _ = write!(self.text, "\n{drawn}");
        self.wrap(
            lang.pick("  改法：", "  help: "),
            lang.pick(&help.0, &help.1),
        );
    }
}
