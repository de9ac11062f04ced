//! A pack's effective rules as a list, and one rule as a page.

use std::fmt::Write as _;

use crate::pack::{Pack, RuleChange};
use crate::phrase::Phrase;
use crate::render::width::{left, width, wrap};
use crate::render::words::{class_word, precision_word, severity_word};
use crate::render::{Lang, View, provenance};
use crate::rule::{Check, Rule};
use crate::script::{Named, Script, Trace};

/// The effective rules of `pack`, one a line, with where each comes from.
#[must_use]
pub fn rules(pack: &Pack, view: &View) -> String {
    let lang = view.lang;
    let mut text = format!(
        "{} {}　{}　{}\n\n",
        pack.id,
        pack.version,
        lang.of(&pack.title),
        provenance::years(pack, lang)
    );
    text += &order(pack, lang);
    let code = pack.rules.iter().map(|it| width(&it.code));
    let code = code.max().unwrap_or(0);
    let severities = if lang == Lang::Zh { 4 } else { 7 };
    for rule in &pack.rules {
        let severity = left(severity_word(rule.severity, lang), severities);
        let first = format!("{}  {severity}  ", left(&rule.code, code));
        let (title, id) = (lang.of(&rule.title), &rule.id);
        let mut about = vec![id.clone()];
        if rule.pack != pack.id {
            about.push(format!("{} {}", lang.pick("出自", "from"), rule.pack));
        }
        about.extend(pack.changes.iter().filter_map(|it| mark(it, rule, lang)));
        let line = match lang {
            Lang::Zh => format!("{title}（{}）", about.join("，")),
            Lang::En => format!("{title} ({})", about.join(", ")),
        };
        text += &wrap(&first, &line, view.width);
    }
    if !pack.changes.is_empty() {
        text += lang.pick("\n改动的规则\n", "\nChanged rules\n");
    }
    for change in &pack.changes {
        let first = format!("  {}  ", change.rule);
        let colon = lang.pick("：", ": ");
        let what = format!(
            "{}{colon}{}",
            provenance::change(change, lang),
            change.reason
        );
        let (by, from) = (&change.pack, &change.from);
        let line = match lang {
            Lang::Zh => format!("{what}（{by} 改 {from} 的规则）"),
            Lang::En => format!("{what} ({by}, a rule of {from})"),
        };
        text += &wrap(&first, &line, view.width);
    }
    let _ = match lang {
        Lang::Zh => writeln!(
            text,
            "\n共 {} 条规则。hegui explain 编号 查看其中一条。",
            pack.rules.len()
        ),
        Lang::En => writeln!(
            text,
            "\n{} rules. hegui explain CODE shows one.",
            pack.rules.len()
        ),
    };
    text
}

/// What a pack did to `rule`, if `change` is of it and shows in it still.
fn mark(change: &RuleChange, rule: &Rule, lang: Lang) -> Option<String> {
    let (by, from) = (&change.pack, &change.from);
    let own = change.rule == rule.id;
    match (change.fields.as_slice(), lang) {
        _ if !own => None,
        // What was switched off is there again only where a pack wrote it anew.
        (["off"], _) => None,
        (["rule"], Lang::Zh) => (*by == rule.pack).then(|| format!("替换 {from} 的同名规则")),
        (["rule"], Lang::En) => (*by == rule.pack).then(|| format!("in place of that of {from}")),
        (_, Lang::Zh) => {
            (*from == rule.pack).then(|| format!("{by} {}", provenance::change(change, lang)))
        }
        (_, Lang::En) => {
            (*from == rule.pack).then(|| format!("{by}: {}", provenance::change(change, lang)))
        }
    }
}

/// The packs that make up `pack`, each above those before it; empty for one that stands alone.
fn order(pack: &Pack, lang: Lang) -> String {
    if pack.extends.is_empty() {
        return String::new();
    }
    let bases = pack.extends.iter().rev().map(String::as_str);
    let all: Vec<&str> = bases.chain([pack.id.as_str()]).collect();
    let all = all.join(" → ");
    match lang {
        Lang::Zh => format!("规则包的次序，后面的管前面的：{all}\n\n"),
        Lang::En => format!("packs, each above those before it: {all}\n\n"),
    }
}

/// What a rule checks: its relation, or its function in the script with the lines of it.
#[must_use]
pub fn check_of(pack: &Pack, rule: &Rule, view: &View) -> String {
    let lang = view.lang;
    match &rule.check {
        Check::Relation { text, .. } => {
            wrap(lang.pick("  关系式：", "  relation: "), text, view.width)
        }
        Check::Phrases => {
            let head = lang.pick("  字句：\n", "  phrases:\n");
            let phrases = pack.phrases.of(&rule.id);
            phrases.fold(head.to_owned(), |text, it| {
                format!("{text}    {}\n", it.line())
            })
        }
        Check::Script { script, function } => {
            let body = pack
                .scripts
                .get(*script)
                .and_then(|it| it.text_of(function));
            let head = lang.pick("  脚本：\n", "  script:\n");
            let lines = body.unwrap_or_default().lines();
            lines.fold(head.to_owned(), |text, line| format!("{text}    {line}\n"))
        }
    }
}

/// The function that checks a rule, line by line: `✓` before those that were reached, `·` before
/// those that were not, and below them what got a name.
#[must_use]
pub fn trace(script: &Script, function: &str, trace: &Trace, view: &View) -> String {
    let lang = view.lang;
    let mut text = lang
        .pick(
            "  脚本（✓ 走到，· 没有走到）：\n",
            "  script (✓ reached, · not reached):\n",
        )
        .to_owned();
    let source = script.source();
    let body = script.text_of(function).unwrap_or_default();
    let start = source.text().find(body).unwrap_or(0);
    let statements = script.lines();
    for (line, written) in body.lines().enumerate() {
        let line = source.line_of(start) + line;
        let mark = match (statements.contains(&line), trace.lines.contains(&line)) {
            (true, true) => "✓",
            (true, false) => "·",
            (false, _) => " ",
        };
        let _ = writeln!(text, "  {mark} {written}");
    }
    if !trace.values.is_empty() {
        text += lang.pick("  值：\n", "  values:\n");
    }
    for Named { name, value, .. } in &trace.values {
        text += &wrap("    ", &format!("{name} = {value}"), view.width);
    }
    text
}

/// The pages of every rule called `name`, by id or code, newest pack first; none if there is none.
#[must_use]
pub fn explain(packs: &[Pack], name: &str, view: &View) -> Option<String> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut pages: Vec<String> = Vec::new();
    for pack in packs
        .iter()
        .rev()
        .filter(|pack| pack.years.is_some() || packs.len() == 1)
    {
        let named = |rule: &&Rule| rule.is_called(name);
        for rule in pack.rules.iter().filter(named) {
            if !seen.contains(&(&rule.pack, &rule.id)) {
                seen.push((&rule.pack, &rule.id));
                pages.push(page(packs, pack, rule, view));
            }
        }
    }
    (!pages.is_empty()).then(|| pages.join("\n"))
}

fn page(packs: &[Pack], pack: &Pack, rule: &Rule, view: &View) -> String {
    let lang = view.lang;
    let mut text = format!("{} {}\n", rule.code, rule.id);
    text += &wrap("", lang.of(&rule.title), view.width);
    text.push('\n');
    let mut row = |zh: &str, en: &str, value: &str| {
        if !value.is_empty() {
            let name = match lang {
                Lang::Zh => left(&format!("{zh}："), 12),
                Lang::En => left(&format!("{en}:"), 13),
            };
            text += &wrap(&name, value, view.width);
        }
    };
    row("严重程度", "severity", severity_word(rule.severity, lang));
    if let Some(requirement) = pack.requirements.get(rule.requirement) {
        row("要求", "requirement", lang.of(&requirement.title));
        row("性质", "class", class_word(requirement.class, lang));
        row("依据", "basis", &requirement.basis());
        row(
            "原文",
            "quote",
            requirement.quote.as_deref().unwrap_or_default(),
        );
        row("怎样检查", "checked", lang.of(&requirement.checked));
    }
    let side = pack.dimensions.iter().find(|(id, _)| *id == rule.dimension);
    row(
        "质量方面",
        "dimension",
        side.map_or(rule.dimension.as_str(), |(_, name)| lang.of(name)),
    );
    if let Some(form) = rule.form.and_then(|at| pack.forms.get(at)) {
        row("对象", "about", &format!("{}（{}）", form.name, form.title));
    }
    match &rule.check {
        Check::Relation { text, .. } => row("关系式", "holds", text),
        Check::Script { function, .. } => row("脚本", "script", function),
        Check::Phrases => {
            let phrases: Vec<String> = pack.phrases.of(&rule.id).map(Phrase::line).collect();
            row("字句", "phrases", &phrases.join("；"));
        }
    }
    row(
        "可靠程度",
        "precision",
        precision_word(rule.precision, lang),
    );
    row("先决", "blocked by", &rule.blocked_by.join("、"));
    row("改法", "help", rule.help.as_deref().unwrap_or_default());
    let cases: Vec<&str> = rule.cases.iter().map(|case| case.name.as_str()).collect();
    row("用例", "cases", &cases.join("；"));
    let inherits = |it: &&Pack| {
        it.rules
            .iter()
            .any(|own| own.id == rule.id && own.pack == rule.pack)
    };
    let used: Vec<&str> = packs
        .iter()
        .filter(|it| it.years.is_some())
        .filter(inherits)
        .map(|it| it.id.as_str())
        .collect();
    row("出自", "from", &rule.pack);
    row("用于", "used by", &used.join("、"));
    text
}

/// The id or code nearest to `name` among the rules of `packs`, if one is near.
#[must_use]
pub fn nearest<'p>(packs: &'p [Pack], name: &str) -> Option<&'p str> {
    let names = packs
        .iter()
        .flat_map(|pack| &pack.rules)
        .flat_map(|rule| [&rule.id, &rule.code]);
    let near = names
        .map(|it| {
            (
                distance(&it.to_lowercase(), &name.to_lowercase()),
                it.as_str(),
            )
        })
        .min()?;
    (near.0 <= (name.chars().count() / 3).max(1)).then_some(near.1)
}

/// How many characters must be put in, left out or changed to make one of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, one) in left.chars().enumerate() {
        let mut line = vec![row + 1];
        for ((other, corner), up) in right.iter().zip(&above).zip(above.iter().skip(1)) {
            let before = line.last().copied().unwrap_or(0);
            line.push(
                (corner + usize::from(one != *other))
                    .min(up + 1)
                    .min(before + 1),
            );
        }
        above = line;
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, explain, nearest, rules};
    use crate::render::sample::pack;
    use crate::render::width::width;
    use crate::render::{Evidence, Lang, View};

    const VIEW: View = View {
        width: 80,
        color: false,
        lang: Lang::Zh,
        evidence: Evidence::Findings,
    };

    #[test]
    fn rules_are_listed_and_explained() {
        let list = rules(&pack(), &VIEW);
        assert!(list.lines().all(|line| width(line) <= 80), "{list}");
        insta::assert_snapshot!("rules", list);
        insta::assert_snapshot!("explain", explain(&[pack()], "gj01", &VIEW).unwrap());
        assert_eq!(explain(&[pack()], "没有", &VIEW), None);
    }

    #[test]
    fn the_nearest_name_is_offered() {
        assert_eq!(
            nearest(&[pack()], "application-unbalanced"),
            Some("applications-unbalanced")
        );
        assert_eq!(nearest(&[pack()], "完全不同的名字"), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
