//! The files of a new pack: small, sound, and with comments that teach.

use std::collections::BTreeMap;

use super::Pack;

/// The files of a new pack called `id` that extends `base`: path in the pack and text. It works at
/// once: it loads, and its cases come out right. With `form` it has a table of its own besides.
#[must_use]
pub fn starter(id: &str, base: &Pack, form: bool) -> BTreeMap<&'static str, String> {
    let section = base.sections.first();
    let (section_id, section_name) = section.map_or(("", ""), |it| (&it.id, &it.name));
    let dimension = base.dimensions.first().map_or("", |(id, _)| id.as_str());
    let from = base.years.map_or(0, |(from, _)| from);
    let to = base.years.and_then(|(_, to)| to);
    let to = to.map_or_else(String::new, |to| format!("to = {to}\n"));
    let filled = |text: &str| {
        text.replace("{id}", id)
            .replace("{base}", &base.id)
            .replace("{from}", &from.to_string())
            .replace("{to}", &to)
            .replace("{function}", &section_id.replace('-', "_"))
            .replace("{section}", section_id)
            .replace("{section_name}", section_name)
            .replace("{dimension}", dimension)
            .replace("{sentence}", &SENTENCE.repeat(30))
    };
    let mut files = BTreeMap::from([
        ("pack.toml", filled(PACK)),
        ("requirements.toml", filled(REQUIREMENTS)),
        ("extra.toml", filled(RULES)),
        ("extra.rhai", filled(SCRIPT)),
    ]);
    if form {
        let requirements = [REQUIREMENTS, "\n", FORM_REQUIREMENT].concat();
        files.insert("requirements.toml", filled(&requirements));
        files.insert("forms/checks.toml", FORM.to_owned());
        files.insert("checks.toml", filled(FORM_RULES));
        files.insert("blank.txt", [&base.blank, BLANK].concat());
    }
    files
}

/// A sentence to make a section long with.
const SENTENCE: &str = "全年按月更新栏目内容，逐项核对来源。";

const PACK: &str = r#"# 规则包的名字、版本，以及在谁的基础上补充。
id = "{id}"
version = "0.1.0"
title = { zh = "{id} 补充规则" }
extends = ["{base}"]

# 管哪些报告年度；不写 to 就是一直管下去。
[years]
from = {from}
{to}
# 继承来的规则可以停用、改严重程度、改说法，每处都要写理由：
# [[change]]
# rule = "规则的 id"        # hegui rules 列出全部
# severity = "warning"      # 或者 off = true
# reason = "×府办〔2024〕3号规定……"
"#;

const REQUIREMENTS: &str = r#"# 要求：依据什么文件、哪一条，值几分。规则查的是要求。
[[requirement]]
id = "{id}/length"
title = { zh = "“{section_name}”写得具体" }
document = "（写文件名称和文号）"
article = "（写第几条）"
class = "should"            # must | should | hint
points = 4                  # must 通常 10 或 6 分，should 4 分，hint 0 分
checked = { zh = "查“{section_name}”的字数；是否具体由人工核对。" }

[[requirement]]
id = "{id}/chapter"
title = { zh = "有“{section_name}”" }
document = "（写文件名称和文号）"
article = "（写第几条）"
class = "must"
points = 6
presence = true             # 要求“有”，缺了就丢全部分
checked = { zh = "查有没有这一章，或者正文有没有这方面内容。" }
"#;

const RULES: &str = r#"# 一条规则一个 [[rule]]。能用一个式子写清的，写 holds；写不清的，在同名的 .rhai 里写函数。

[[rule]]
id = "{section}-not-there"          # 说的是毛病，小写，用 - 连接
code = "X01"                        # 短编号，电话里好说
title = { zh = "没有“{section_name}”" }
requirement = "{id}/chapter"
severity = "error"                  # error 必须改 | warning 应当改 | hint 可以改进
dimension = "{dimension}"
holds = "present(section.{section})"    # 问有没有；也可以是 a + b = c 这样的式子
fail = "没有找到“{section_name}”"
pass = "有“{section_name}”"
help = "补写这一章。"

[[rule.test]]                       # 每条规则至少一个不通过、一个通过的用例
name = "整章缺失"
remove = ["{section}"]
expect = { outcome = "fail" }

[[rule.test]]
name = "空白报告"
expect = { outcome = "pass" }

[[rule]]
id = "{section}-too-short"          # 没有 holds，就由 extra.rhai 里的 {function}_too_short 来查
code = "X02"
title = { zh = "“{section_name}”太短" }
requirement = "{id}/length"
severity = "warning"
dimension = "{dimension}"
blocked_by = ["{section}-not-there"]    # 那条不通过时，这条不再查
fail = "“{section_name}”只有 {left} 字，至少要 {right} 字"
pass = "“{section_name}”有 {left} 字"
help = "写具体些。"

[[rule.test]]
name = "空白报告只有几句"
expect = { outcome = "fail" }

[[rule.test]]
name = "写了很多"
append = { {section} = "{sentence}" }
expect = { outcome = "pass" }
"#;

const SCRIPT: &str = r#"/// 这一章至少要有三百字。
///
/// report 是报告，check 给出结论。只有 check 的方法得出结论；条件写在 check.given(…) 里，
/// 不成立就是“不适用”，不知道就是“无法判断”。
fn {function}_too_short(report, check) {
    let section = report.section("{section}");
    check.given(section.has_heading);
    check.at_least(section.length, 300);
}
"#;

const FORM: &str = r#"# 一张表。id 和文件名一样；规则里写“行”“列”的 id，报告里按 labels 认。
id = "checks"
name = "自查表"
name_en = "Checks"
title = "自查和整改情况"
found_at = 40               # 认出百分之几的行，就算有这张表

[[block]]
header = ["自查和整改情况"]  # 表头里会出现的字，不是数据
columns = [{ id = "count", name = "数量", labels = ["数量"] }]

[[block.row]]
id = "found"
name = "发现问题"
labels = ["自查发现问题数量"]   # 报告里的写法，可以写几种，第一种写进空白报告
unit = "个"

[[block.row]]
id = "mended"
name = "完成整改"
labels = ["自查问题完成整改数量"]
unit = "个"

[[block.row]]
id = "left"
name = "尚未整改"
labels = ["自查问题尚未整改数量"]
unit = "个"
"#;

const FORM_REQUIREMENT: &str = r#"[[requirement]]
id = "{id}/checks"
title = { zh = "自查表的数前后相符" }
document = "（写文件名称和文号）"
article = "（写第几条）"
class = "must"
points = 6
checked = { zh = "核对表里的数。" }
"#;

const FORM_RULES: &str = r#"# 查自查表的规则。form 写表的 id，式子里的名字是这张表的行。
[[rule]]
id = "checks-unbalanced"
code = "X03"
title = { zh = "自查发现的问题与整改数不符" }
requirement = "{id}/checks"
severity = "error"
dimension = "{dimension}"
form = "checks"
each = "column"                     # 逐列查
role = "identity"                   # 数对的表一定成立的等式，可以用来推断哪个数写错
holds = "found = mended + left"
fail = "发现 {left} 个，完成整改和尚未整改合计 {right} 个，相差 {difference}"
pass = "发现 {left} 个，与整改情况相符"
help = "核对三个数。"

[[rule.test]]
name = "发现三个，只说了两个的下落"
set = { "checks.found" = 3, "checks.mended" = 1, "checks.left" = 1 }
expect = { fail = ["count"] }

[[rule.test]]
name = "空白报告"
expect = { outcome = "pass" }
"#;

const BLANK: &str = "\n自查和整改情况如下表。\n\n{form:checks}\n";
