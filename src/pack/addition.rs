//! A rule for a pack that is there already: its failing case first, and comments that say what to
//! write next.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pack, PackFiles};
use crate::rule::Rule;

/// A new rule, as it is to be put at the end of the pack's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Its code.
    pub code: String,
    /// The requirement it checks.
    pub requirement: String,
    /// What to put at the end of each file, by its path in the pack.
    pub texts: BTreeMap<String, String>,
}

/// Why there can be no such rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No rule may be called so; with a name that is near and may.
    Name(String),
    /// A rule is called so already.
    Taken {
        /// Its code.
        code: String,
        /// The pack it comes from.
        pack: String,
    },
}

/// A rule called `id` for `pack`, whose files are `files`. It loads, and its first case comes out
/// otherwise than it should: that is what its author begins with.
///
/// # Errors
///
/// Says why there can be no such rule.
pub fn addition(
    pack: &Pack,
    files: &PackFiles,
    id: &str,
    scripted: bool,
) -> Result<Addition, Refused> {
    if let Some(better) = better(id) {
        return Err(Refused::Name(better));
    }
    if let Some(rule) = pack.rules.iter().find(|it| it.id == id) {
        return Err(Refused::Taken {
            code: rule.code.clone(),
            pack: rule.pack.clone(),
        });
    }
    let own: Vec<&Rule> = pack.rules.iter().filter(|it| it.pack == pack.id).collect();
    let code = code(pack, &own);
    let topic = topic(files, &own);
    let mut texts = BTreeMap::new();
    let requirement = unchecked(pack).unwrap_or_else(|| {
        let requirement = format!("{}/{id}", pack.id);
        let text = REQUIREMENT.replace("{requirement}", &requirement);
        texts.insert("requirements.toml".to_owned(), text);
        requirement
    });
    let section = pack.sections.first().map_or("", |it| it.id.as_str());
    let cell = pack.forms.iter().find_map(|form| {
        let cell = form.cells().next()?;
        Some(format!("{}.{}", form.id, form.path(cell)))
    });
    let change = match cell.filter(|_| !scripted) {
        Some(cell) => SET.replace("{cell}", &cell),
        None => APPEND.replace("{section}", section),
    };
    let holds = if scripted { "" } else { HOLDS };
    let fail = if scripted { "{count} 处" } else { "" };
    let rule = RULE
        .replace("{holds}", holds)
        .replace("{change}", &change)
        .replace("{third}", if scripted { SCRIPTED } else { RELATED })
        .replace("{fail}", fail)
        .replace("{topic}", &topic)
        .replace("{requirement}", &requirement)
        .replace("{section}", section)
        .replace(
            "{dimension}",
            pack.dimensions.first().map_or("", |(id, _)| id),
        )
        .replace("{code}", &code)
        .replace("{id}", id);
    texts.insert(format!("{topic}.toml"), rule);
    if scripted {
        let script = SCRIPT.replace("{function}", &id.replace('-', "_"));
        texts.insert(format!("{topic}.rhai"), script.replace("{code}", &code));
    }
    for (path, text) in &mut texts {
        let before = files.get(path).map_or("", |it| it.text());
        if !before.is_empty() {
            let gap = if before.ends_with('\n') { "\n" } else { "\n\n" };
            text.insert_str(0, gap);
        }
    }
    Ok(Addition {
        code,
        requirement,
        texts,
    })
}

/// A name that may be used in place of `id`, if that may not.
pub(super) fn better(id: &str) -> Option<String> {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let word = |it: &str| !it.is_empty();
    let fine = id.starts_with(|it: char| it.is_ascii_lowercase())
        && id.chars().all(plain)
        && id.split('-').all(word);
    if fine {
        return None;
    }
    let lower = id.to_lowercase();
    let words: Vec<&str> = lower
        .split(|it: char| !plain(it) || it == '-')
        .filter(|it| word(it))
        .collect();
    let joined = words.join("-");
    let named = joined.starts_with(|it: char| it.is_ascii_lowercase());
    Some(if named {
        joined
    } else {
        "words-too-few".to_owned()
    })
}

/// The code after the last of the pack's own that is not taken.
fn code(pack: &Pack, own: &[&Rule]) -> String {
    let taken: BTreeSet<&str> = pack.rules.iter().map(|it| it.code.as_str()).collect();
    let letters = own.last().map_or("X", |it| {
        let end = it.code.find(|it: char| !it.is_ascii_alphabetic());
        it.code.get(..end.unwrap_or(it.code.len())).unwrap_or("X")
    });
    let letters = if letters.is_empty() { "X" } else { letters };
    (1..=taken.len() + 1)
        .map(|number| format!("{letters}{number:02}"))
        .find(|it| !taken.contains(it.as_str()))
        .unwrap_or_default()
}

/// The topic of the pack's last rule.
fn topic(files: &PackFiles, own: &[&Rule]) -> String {
    let last = own.last().map(|it| it.place.0.as_str());
    let file = files.iter().find(|(_, it)| Some(it.name()) == last);
    let topic = file.and_then(|(path, _)| path.strip_suffix(".toml"));
    topic.unwrap_or("extra").to_owned()
}

/// The first of the pack's own requirements that no rule checks yet.
fn unchecked(pack: &Pack) -> Option<String> {
    let mut all = pack.requirements.iter().enumerate();
    let found = all.find(|(at, it)| {
        it.pack == pack.id && it.points > 0 && pack.rules.iter().all(|it| it.requirement != *at)
    });
    found.map(|(_, it)| it.id.clone())
}

const SET: &str = "set = { \"{cell}\" = 1 }    # 改成有这个毛病的数；也可以 append 加一句话、remove 删一章、replace 换文字";
const APPEND: &str = "append = { {section} = \"（写一句有这个毛病的话）\" }    # 也可以 set 改格子、remove 删一章、replace 换文字";
const HOLDS: &str =
    "holds = \"present(section.{section})\"    # 第 3 步：换成没有这个毛病时成立的式子\n";
const RELATED: &str = "改 holds";
const SCRIPTED: &str = "改 {topic}.rhai 里的函数";

const RULE: &str = r#"# {code}：先有用例，再有规则。照下面几步写，写好以后删掉这几行：
#   1. 改用例“有这个毛病的报告”，让空白报告有要查的毛病；
#   2. hegui pack test：这个用例不符合，规则还查不出来（现在就是这样）；
#   3. {third}，直到两个用例都符合；
#   4. 把（……）都换成真的。
[[rule]]
id = "{id}"
code = "{code}"
title = { zh = "（有什么毛病，一句话）" }
requirement = "{requirement}"       # requirements.toml 里的一条
severity = "warning"                # error 必须改 | warning 应当改 | hint 可以改进
dimension = "{dimension}"
precision = "may-over"              # 可能误报，不扣分；从不误报的改成 exact
{holds}fail = "（不通过时，经办人看到什么）{fail}"
pass = "（通过时，经办人看到什么）"
help = "（怎样改）"

[[rule.test]]
name = "有这个毛病的报告"
{change}
expect = { outcome = "fail" }

[[rule.test]]
name = "空白报告没有这个毛病"
expect = { outcome = "pass" }
"#;

const SCRIPT: &str = r#"/// {code}：（查什么，一句话）
fn {function}(report, check) {
    // 第 3 步：换成真正要查的。report 问报告，check 给出结论，都在 script-api.md 里；
    // 条件写在 check.given(…) 里：不成立就是“不适用”，不知道就是“无法判断”。
    check.absent(report.find("（要找的字）"));
}
"#;

const REQUIREMENT: &str = r#"[[requirement]]
id = "{requirement}"
title = { zh = "（要做到什么，一句话）" }
document = "（写文件名称和文号）"
article = "（写第几条）"
class = "should"            # must 必须 | should 应当 | hint 建议
points = 4                  # must 通常 10 或 6 分，should 4 分，hint 0 分
checked = { zh = "（怎样查，查到什么程度）" }
"#;
