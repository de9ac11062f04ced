//! A small audit made by hand, for the tests of this module.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::audit::{Audit, ChosenBy};
use crate::cause::causes;
use crate::document::Date;
use crate::fact::{
    CellFact, CellState, Exactness, Facts, FormFacts, Located, Mention, SectionFact,
};
use crate::form::{Block, CellId, Column, Each, Form, Row};
use crate::pack::{Organ, Pack, ReportWords};
use crate::relation::{Relation, Sum};
use crate::rule::{Case, Check, Class, Precision, Requirement, Role, Rule, Severity, Words};
use crate::score::{Sheet, score};
use crate::source::{Source, Span};
use crate::verdict::{Label, Operand, Outcome, RuleResult, Verdict};

/// A report with one table.
pub(super) const REPORT: &str = "示例市教育局2021年政府信息公开工作年度报告\n一、总体情况\n\
全年共收到申请3件。\n二、申请情况\n一、本年新收政府信息公开申请数量\t2\t0\t1\t3\n\
二、上年结转政府信息公开申请数量\t0\t\t0\t0\n三、办理结果\t（七）总计\t2\t0\t0\t2\n四、结转下年度继续办理\t1\t0\t0\t1\n";

fn words(zh: &str, en: &str) -> Words {
    Words {
        zh: zh.to_owned(),
        en: Some(en.to_owned()),
    }
}

fn row(id: &str, name: &str) -> Row {
    Row {
        id: id.to_owned(),
        name: name.to_owned(),
        labels: vec![name.to_owned()],
        unit: None,
        total: false,
        decimal: false,
        heading: false,
        blank_is_zero: true,
        instead_of: Vec::new(),
    }
}

fn column(id: &str, name: &str) -> Column {
    Column {
        id: id.to_owned(),
        name: name.to_owned(),
        labels: vec![name.to_owned()],
        whole: Vec::new(),
        unit: None,
        total: false,
        decimal: false,
        signed: false,
    }
}

fn rule(code: &str, id: &str, severity: Severity, title: Words) -> Rule {
    Rule {
        id: id.to_owned(),
        code: code.to_owned(),
        title,
        requirement: 0,
        severity,
        dimension: "accuracy".to_owned(),
        precision: Precision::Exact,
        blocked_by: Vec::new(),
        form: None,
        each: Each::Column,
        parts: None,
        role: Role::Identity,
        check: Check::Relation {
            holds: Relation::Chain {
                first: Sum { terms: Vec::new() },
                rest: Vec::new(),
            },
            text: "received + carried_in = closed.total + carried_out".to_owned(),
        },
        cap: None,
        fail: "{column}：{left}，{right}".to_owned(),
        pass: "{column}：{left} ＝ {right}".to_owned(),
        help: Some("先核对各分项，再改总计；不要只改总计凑数。".to_owned()),
        pack: "sample".to_owned(),
        place: ("sample/rules.toml".to_owned(), 1),
        cases: vec![Case {
            name: "办结总计多一件".to_owned(),
            fail: vec!["total".to_owned()],
            ..Case::default()
        }],
    }
}

fn requirements() -> Vec<Requirement> {
    vec![
        Requirement {
            id: "sample/balance".to_owned(),
            title: words("表内数据应当勾稽一致", "The table balances"),
            document: "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）".to_owned(),
            article: "第三部分填写说明".to_owned(),
            quote: Some("第一项加第二项之和，等于第三项第七目加第四项之和".to_owned()),
            class: Class::Must,
            presence: false,
            points: 10,
            checked: words("逐列核对", "Column by column"),
            pack: "sample".to_owned(),
            place: ("sample/requirements.toml".to_owned(), 1),
        },
        Requirement {
            id: "sample/unchecked".to_owned(),
            title: words("语言通顺", "Plain language"),
            document: "《办法》".to_owned(),
            article: "第一条".to_owned(),
            quote: None,
            class: Class::Hint,
            presence: false,
            points: 0,
            checked: words("不检查", "Not checked"),
            pack: "sample".to_owned(),
            place: ("sample/requirements.toml".to_owned(), 1),
        },
    ]
}

/// A pack with five rules over one form.
pub(super) fn pack() -> Pack {
    Pack {
        id: "sample".to_owned(),
        version: "0.1.0".to_owned(),
        title: words("样例规则包", "Sample pack"),
        years: Some((2021, None)),
        extends: Vec::new(),
        sha256: "ab".repeat(32),
        report: ReportWords::default(),
        dimensions: vec![("accuracy".to_owned(), words("准确", "Accuracy"))],
        sections: Vec::new(),
        organs: vec![Organ {
            id: "department".to_owned(),
            name: words("政府工作部门", "Department"),
            ends_with: Vec::new(),
            contains: Vec::new(),
            deadline: None,
        }],
        forms: vec![Form {
            id: "applications".to_owned(),
            name: "表三".to_owned(),
            name_en: "Table 3".to_owned(),
            title: "收到和处理政府信息公开申请情况".to_owned(),
            section: None,
            found_at: 40,
            blocks: vec![Block {
                header: Vec::new(),
                foreign_header: Vec::new(),
                across: false,
                columns: vec![
                    column("natural_person", "自然人"),
                    column("enterprise", "商业企业"),
                    column("other", "其他"),
                    column("total", "总计"),
                ],
                rows: vec![row("received", "本年新收"), row("carried_in", "上年结转")],
            }],
            identities: Vec::new(),
            layouts: crate::form::Layouts::default(),
        }],
        indicators: Vec::new(),
        prose: crate::pack::ProseWords::default(),
        fields: Vec::new(),
        requirements: requirements(),
        phrases: crate::phrase::Phrases::default(),
        rules: vec![
            rule(
                "GJ01",
                "applications-unbalanced",
                Severity::Error,
                words(
                    "申请办理数量勾稽不平",
                    "Applications received and handled do not balance",
                ),
            ),
            rule(
                "WS01",
                "overview-missing",
                Severity::Warning,
                words("缺少总体情况", "No overview"),
            ),
            rule(
                "GJ02",
                "disputes-unbalanced",
                Severity::Error,
                words("复议诉讼不平", "Disputes"),
            ),
            rule(
                "GJ03",
                "fees-unread",
                Severity::Warning,
                words("收费金额有误", "Fees"),
            ),
            rule(
                "GJ04",
                "prior-differs",
                Severity::Hint,
                words("与上年不衔接", "Prior year"),
            ),
        ],
        scripts: Vec::new(),
        words: Arc::default(),
        changes: Vec::new(),
        blank: String::new(),
        template: String::new(),
    }
}

/// The place of the `nth` (from 0) `text` in [`REPORT`].
pub(super) fn place(text: &str, nth: usize) -> Span {
    let start = REPORT
        .match_indices(text)
        .nth(nth)
        .map(|(at, _)| at)
        .unwrap();
    Span::new(start, start + text.len())
}

/// The cell after the `nth` TAB of line `line` (from 1).
fn cell(source: &Source, line: usize, nth: usize) -> Span {
    let span = source.line_span(line);
    let text = source.slice(span);
    let start = span.start + text.match_indices('\t').nth(nth - 1).unwrap().0 + 1;
    let rest = source.slice(Span::new(start, span.end));
    Span::new(start, start + rest.find('\t').unwrap_or(rest.len()))
}

fn operand(name: &str, value: i64, span: Span) -> Operand {
    Operand {
        name: name.to_owned(),
        value: Some(Decimal::from(value)),
        raw: value.to_string(),
        state: CellState::Read,
        as_zero: false,
        span: Some(span),
    }
}

/// A verdict that fails, with its labels made of its operands.
pub(super) fn failing(instance: &str, message: &str, operands: Vec<Operand>) -> Verdict {
    let labels = operands
        .iter()
        .filter_map(|it| {
            let text = format!("{} = {}", it.name, it.value?);
            it.span.map(|span| Label { span, text })
        })
        .collect();
    let message = message.to_owned();
    Verdict {
        instance: instance.to_owned(),
        outcome: Outcome::Fail,
        message,
        labels,
        operands,
        left: None,
    }
}

fn result(rule: usize, outcome: Outcome, reason: Option<&str>) -> RuleResult {
    let reason = reason.map(str::to_owned);
    RuleResult {
        rule,
        outcome,
        reason,
        blocked_by: Vec::new(),
        verdicts: Vec::new(),
        fault: None,
    }
}

/// What the sample report says.
pub(super) fn facts() -> Facts {
    let source = Source::new("reports/样例.txt", REPORT);
    let fact = |row, column, value: Option<i64>, state| CellFact {
        cell: CellId {
            block: 0,
            row,
            column,
        },
        value: value.map(Decimal::from),
        raw: value.map(|it| it.to_string()).unwrap_or_default(),
        state,
        confirmed: false,
        span: Some(cell(&source, 5 + row, column + 1)),
    };
    let cells = vec![
        fact(0, 0, Some(2), CellState::Read),
        fact(0, 1, Some(0), CellState::Read),
        fact(0, 2, Some(1), CellState::Inferred),
        fact(0, 3, Some(3), CellState::Read),
        fact(1, 0, Some(0), CellState::Read),
        fact(1, 1, None, CellState::Blank),
        fact(1, 2, None, CellState::Dash),
        fact(1, 3, None, CellState::Unread),
    ];
    let title = place("示例市教育局2021年政府信息公开工作年度报告", 0);
    Facts {
        title: Some(Located {
            value: source.slice(title).to_owned(),
            span: title,
        }),
        organ: Some(Located {
            value: "示例市教育局".to_owned(),
            span: place("示例市教育局", 0),
        }),
        organ_kind: Some("department".to_owned()),
        year: Some(Located {
            value: 2021,
            span: place("2021年", 0),
        }),
        period: None,
        published: Some(Located {
            value: Date {
                year: 2022,
                month: Some(1),
                day: Some(20),
            },
            span: Span::default(),
        }),
        signed: None,
        updated: None,
        sections: vec![SectionFact {
            id: Some("overview".to_owned()),
            level: 1,
            number: Some("一、".to_owned()),
            title: "总体情况".to_owned(),
            span: place("一、总体情况", 0),
            extent: place("一、总体情况", 0),
        }],
        duties: Vec::new(),
        forms: vec![FormFacts {
            form: "applications".to_owned(),
            found: true,
            span: Some(place("一、本年新收", 0)),
            cells,
            uneven: None,
            labels: Vec::new(),
            foreign_headers: Vec::new(),
        }],
        mentions: vec![Mention {
            indicator: Some("received".to_owned()),
            value: Decimal::from(3),
            exactness: Exactness::Exact,
            grain: Decimal::ZERO,
            unit: "件".to_owned(),
            text: "3件".to_owned(),
            own: None,
            this_year: None,
            told: None,
            span: place("3件", 0),
        }],
        lists: Vec::new(),
        fields: Vec::new(),
        unspaced: String::new(),
        signatory: None,
        tables: Vec::new(),
        pictures: Vec::new(),
        prose: Vec::new(),
        source,
    }
}

/// One audit with every outcome but a rule fault.
pub(super) fn audit(pack: &Pack) -> Audit<'_> {
    let facts = facts();
    let source = facts.source.clone();
    let mut first = result(0, Outcome::Fail, None);
    first.verdicts = vec![
        failing(
            "other",
            "其他：新收 1 ＋ 上年结转 0 ＝ 1，办结总计 0 ＋ 结转下年 0 ＝ 0，相差 1",
            vec![
                operand("本年新收/其他", 1, cell(&source, 5, 3)),
                operand("上年结转/其他", 0, cell(&source, 6, 3)),
                operand("办结总计/其他", 0, cell(&source, 7, 4)),
                operand("结转下年/其他", 0, cell(&source, 8, 3)),
            ],
        ),
        Verdict {
            instance: "total".to_owned(),
            outcome: Outcome::Pass,
            message: "总计：3 ＝ 3".to_owned(),
            labels: Vec::new(),
            operands: vec![
                operand("本年新收/总计", 3, cell(&source, 5, 4)),
                operand("办结总计/总计", 2, cell(&source, 7, 5)),
            ],
            left: None,
        },
    ];
    let mut blocked = result(2, Outcome::Blocked, None);
    blocked.blocked_by = vec!["applications-unbalanced".to_owned()];
    let mut passed = result(1, Outcome::Pass, None);
    passed.verdicts = vec![Verdict {
        instance: String::new(),
        outcome: Outcome::Pass,
        message: "已有总体情况一章".to_owned(),
        labels: Vec::new(),
        operands: Vec::new(),
        left: None,
    }];
    let mut results = vec![
        first,
        passed,
        blocked,
        result(3, Outcome::CannotAssess, Some("表二收费金额一格读不准")),
        result(4, Outcome::NotApplicable, Some("没有上一年的报告可比")),
    ];
    let causes = causes(&facts, pack, &mut results);
    Audit {
        pack,
        chosen_by: ChosenBy::Report,
        as_of: None,
        beside: crate::script::Beside::default(),
        facts: Arc::new(facts),
        score: score(&Sheet::of(pack, &results, &causes)),
        results,
        causes,
        waivers: Vec::new(),
    }
}
