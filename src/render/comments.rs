//! The findings of an audit as comments on the report.

use crate::audit::Audit;
use crate::cause::Finding;
use crate::read::Comment;
use crate::render::View;
use crate::render::story::Story;
use crate::render::words::severity_demand;
use crate::rule::{Rule, Severity};
use crate::verdict::Verdict;

/// A comment for each mistake, the worst first, and for each form that was perhaps misread.
#[must_use]
pub fn comments(audit: &Audit<'_>, view: &View) -> Vec<Comment> {
    let lang = view.lang;
    let story = Story { audit, lang };
    let mut comments = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let leading = story.leading(severity).into_iter();
        comments.extend(leading.map(|it| told(&story, severity, it)));
    }
    for doubt in audit.causes.iter().filter_map(|it| it.doubt.as_ref()) {
        let word = lang.pick("读取存疑，请核对", "Perhaps misread");
        comments.push(Comment {
            span: doubt.span,
            text: format!("【{word}】{}", doubt.message),
        });
    }
    for (used, fault) in audit.wrong_waivers() {
        let (message, help) = (used.message(fault), used.help(fault));
        let word = severity_demand(fault.severity(), lang);
        let message = lang.pick(&message.0, &message.1);
        let text = format!("【{word}】{} {message}", fault.code());
        let help = format!(
            "{}{}",
            lang.pick("改法：", "What to do: "),
            lang.pick(&help.0, &help.1)
        );
        comments.push(Comment {
            span: None,
            text: [text, help].join("\n"),
        });
    }
    comments
}

fn told(
    story: &Story<'_>,
    severity: Severity,
    (finding, rule, verdict): (Finding, &Rule, &Verdict),
) -> Comment {
    let lang = story.lang;
    let word = severity_demand(severity, lang);
    let mut lines = vec![format!("【{word}】{} {}", rule.code, verdict.message)];
    let mut line = |zh: &str, en: &str, text: &str| {
        lines.push(format!("{}{text}", lang.pick(zh, en)));
    };
    for why in story.explained(finding) {
        line("原因：", "Cause: ", &why);
    }
    if let Some(help) = &rule.help {
        line("改法：", "What to do: ", help);
    }
    if let Some(requirement) = story.audit.pack.requirements.get(rule.requirement) {
        let quote = requirement.quote.as_ref();
        let quote = quote.map(|it| format!("：“{it}”")).unwrap_or_default();
        let basis = format!("{}{quote}", requirement.basis());
        line("依据：", "Legal basis: ", &basis);
    }
    for (rule, verdict) in story.others(finding) {
        let other = format!("{} {}", rule.code, verdict.message);
        line("改了这一处，也就对了：", "This mends too: ", &other);
    }
    Comment {
        span: verdict.labels.first().map(|it| it.span),
        text: lines.join("\n"),
    }
}
