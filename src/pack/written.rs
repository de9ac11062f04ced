//! A pack as its files write it: every fault that shows without looking at anything else.

mod change;
mod form;
mod indicator;
mod organ;
mod phrase;
mod prose;
mod rule;

use super::error::{Fault, Faults, Place, Written};
use super::fields::{Fields, read};
use super::{Field, Organ, PackFiles, ProseWords, ReportWords, Section};
use crate::form::Form;
use crate::rule::{Class, Requirement, Words};
use crate::script::Script;
use crate::source::Source;

use self::prose::prose;
pub(super) use change::WrittenChange;
pub(super) use indicator::WrittenIndicator;
pub(super) use phrase::WrittenPhrase;
pub(super) use rule::{WrittenCase, WrittenRule};

/// Something with an id, and the pack that writes it.
#[derive(Debug, Clone)]
pub(super) struct Item<T> {
    pub(super) id: Written<String>,
    pub(super) pack: String,
    pub(super) value: T,
}

/// One pack as written.
#[derive(Debug)]
pub(super) struct WrittenPack {
    pub(super) id: Written<String>,
    pub(super) version: String,
    pub(super) title: Words,
    pub(super) extends: Vec<Written<String>>,
    pub(super) years: Option<(i32, Option<i32>)>,
    pub(super) report: Option<ReportWords>,
    pub(super) prose: Option<ProseWords>,
    pub(super) dimensions: Vec<Item<Words>>,
    pub(super) sections: Vec<Item<WrittenSection>>,
    pub(super) organs: Vec<Item<Organ>>,
    pub(super) indicators: Vec<Item<WrittenIndicator>>,
    pub(super) fields: Vec<Item<Field>>,
    pub(super) organ_field: Option<Written<String>>,
    pub(super) requirements: Vec<Item<Requirement>>,
    /// How documents and articles that the requirements name are cited in the years of the pack.
    pub(super) citations: Vec<Item<String>>,
    pub(super) forms: Vec<Item<WrittenForm>>,
    pub(super) rules: Vec<Item<WrittenRule>>,
    pub(super) phrases: Vec<WrittenPhrase>,
    pub(super) scripts: Vec<WrittenScript>,
    pub(super) changes: Vec<WrittenChange>,
    pub(super) blank: Option<Source>,
    pub(super) template: Option<Source>,
    /// Whether each of its files could be read.
    pub(super) complete: bool,
    /// Whether there are phrases that could not be read.
    pub(super) amiss: bool,
}

/// A script and the topic it belongs to.
#[derive(Debug, Clone)]
pub(super) struct WrittenScript {
    pub(super) pack: String,
    pub(super) topic: String,
    pub(super) script: Script,
}

/// A section and the places of the names it uses.
#[derive(Debug, Clone)]
pub(super) struct WrittenSection {
    pub(super) section: Section,
    pub(super) shown_by: Vec<Written<String>>,
}

/// A form and the places of the names it uses.
#[derive(Debug, Clone)]
pub(super) struct WrittenForm {
    pub(super) form: Form,
    pub(super) section: Option<Written<String>>,
}

/// Reads only pack.toml.
pub(super) fn head(files: &PackFiles, faults: &Faults) -> Option<WrittenPack> {
    let Some(manifest) = files.get("pack.toml") else {
        let file = files.values().next().map_or("", Source::name);
        let message = "规则包里没有 pack.toml".to_owned();
        let help = (!file.is_empty()).then(|| format!("它应当在这一包里：{file}"));
        faults.add_file(Fault::MissingFile, file, message, help);
        return None;
    };
    read(manifest, faults, |fields| identity(fields, faults))
}

/// Reads the files of one pack.
pub(super) fn pack(files: &PackFiles, faults: &Faults) -> Option<WrittenPack> {
    let mut pack = head(files, faults)?;
    let id = pack.id.value.clone();
    for (path, source) in files {
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["pack.toml" | "README.md"] | ["tests", ..] => {}
            ["blank.txt"] => pack.blank = Some(source.clone()),
            ["template.txt"] => pack.template = Some(source.clone()),
            ["organs.toml"] => {
                let organs = read(source, faults, |mut fields| {
                    let tables = fields.tables("organ");
                    fields.finish();
                    items(tables, &id, faults, "机关类型", organ::organ)
                });
                pack.complete &= organs.is_some();
                pack.organs = organs.unwrap_or_default();
            }
            ["requirements.toml"] => {
                let read = read(source, faults, |mut fields| {
                    let tables = fields.tables("requirement");
                    let cited = fields.tables("citation");
                    fields.finish();
                    let requirements = items(tables, &id, faults, "要求", |fields, it, _| {
                        requirement(fields, it, &id)
                    });
                    let citations = items(cited, &id, faults, "引用", |fields, _, _| {
                        fields.text("as").value
                    });
                    (requirements, citations)
                });
                pack.complete &= read.is_some();
                (pack.requirements, pack.citations) = read.unwrap_or_default();
            }
            ["phrases.toml"] => {
                let phrases = read(source, faults, |mut fields| {
                    let tables = fields.tables("phrase");
                    fields.finish();
                    let all = tables.len();
                    let phrases = tables.into_iter();
                    let phrases: Vec<WrittenPhrase> = phrases
                        .filter_map(|it| phrase::phrase(it, &id, faults))
                        .collect();
                    pack.amiss |= phrases.len() < all;
                    phrases
                });
                pack.complete &= phrases.is_some();
                pack.phrases = phrases.unwrap_or_default();
            }
            ["forms", file] if is_toml(file) => {
                let form = read(source, faults, |fields| {
                    let stem = file.strip_suffix(".toml").unwrap_or(file);
                    form::form(fields, stem, &id, faults)
                });
                pack.complete &= form.is_some();
                pack.forms.extend(form);
            }
            [file] if file.strip_suffix(".rhai").is_some() => {
                let topic = file.strip_suffix(".rhai").unwrap_or(file);
                let script = script(source, &id, topic, faults);
                pack.complete &= script.is_some();
                pack.scripts.extend(script);
            }
            [file] if is_toml(file) => {
                let topic = file.strip_suffix(".toml").unwrap_or(file);
                let rules = read(source, faults, |mut fields| {
                    let tables = fields.tables("rule");
                    fields.finish();
                    tables
                        .into_iter()
                        .map(|it| rule::rule(it, &id, topic, faults))
                        .collect::<Vec<_>>()
                });
                pack.complete &= rules.is_some();
                pack.rules.extend(rules.unwrap_or_default());
            }
            _ => {
                let message = format!("规则包里不能有 {}", source.name());
                let renamed = path.strip_suffix(".txt");
                let is_script = |it: &str| it.strip_suffix(".rhai").is_some();
                let renamed = renamed.filter(|it| is_toml(it) || is_script(it));
                if let Some(renamed) = renamed {
                    // An editor put its own ending behind the name.
                    pack.complete = false;
                    let help = format!("改名为 {renamed}：另存时多了 .txt");
                    faults.add_file(Fault::UnknownFile, source.name(), message, Some(help));
                    continue;
                }
                let help = "能有的是：pack.toml、organs.toml、requirements.toml、phrases.toml、blank.txt、template.txt、forms/*.toml、\
                            写规则的 *.toml 和同名的 *.rhai、README.md、tests/";
                faults.add_file(
                    Fault::UnknownFile,
                    source.name(),
                    message,
                    Some(help.into()),
                );
            }
        }
    }
    distinct(pack.forms.iter().map(|it| &it.id), "表", faults);
    distinct(pack.rules.iter().map(|it| &it.id), "规则", faults);
    Some(pack)
}

fn script(source: &Source, pack: &str, topic: &str, faults: &Faults) -> Option<WrittenScript> {
    match Script::compile(source) {
        Ok(script) => Some(WrittenScript {
            pack: pack.to_owned(),
            topic: topic.to_owned(),
            script,
        }),
        Err(errors) => {
            for error in errors {
                let place = Place {
                    source: source.clone(),
                    span: error.span,
                };
                faults.add(Fault::Script, &place, error.message, error.help);
            }
            None
        }
    }
}

/// Paths in a pack are names, not files of some system: case matters.
fn is_toml(file: &str) -> bool {
    file.strip_suffix(".toml").is_some()
}

/// pack.toml.
fn identity(mut fields: Fields<'_>, faults: &Faults) -> WrittenPack {
    let id = fields.text("id");
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if !id.value.chars().all(plain) {
        let message = format!("规则包不能叫 `{}`", id.value);
        let help = "用小写字母、数字和 -，例如 my-province".to_owned();
        faults.add(Fault::Value, &id.place, message, Some(help));
    }
    let pack = id.value.clone();
    let dimensions = fields.tables("dimension");
    let sections = fields.tables("section");
    let indicators = fields.tables("indicator");
    let labelled = fields.tables("field");
    let mut organ_field = None;
    let changes = fields.tables("change");
    let written = WrittenPack {
        version: fields.text("version").value,
        title: fields.words("title"),
        extends: fields.texts("extends"),
        years: fields
            .table("years")
            .and_then(|years| self::years(years, faults)),
        report: fields.table("report").map(|mut report| {
            organ_field = report.text_or_none("organ_field");
            let words = ReportWords {
                subject: report.plain_texts("subject"),
                kind: report.plain_texts("kind"),
                misnamed: report.plain_texts("misnamed"),
                period: report.plain_texts("period"),
                other_periods: report.plain_texts("other_periods"),
                other_dates: report.plain_texts("other_dates"),
                signed_dates: report.plain_texts("signed_dates"),
                updated_dates: report.plain_texts("updated_dates"),
                other_pages: report.plain_texts("other_pages"),
                organ: report
                    .text_or_none("organ")
                    .map_or_else(String::new, |it| it.value),
                organ_field: organ_field.as_ref().map(|it| it.value.clone()),
            };
            report.finish();
            words
        }),
        prose: fields.table("prose").map(prose),
        dimensions: items(dimensions, &pack, faults, "质量维度", |fields, _, _| {
            fields.words("title")
        }),
        sections: items(sections, &pack, faults, "章节", section),
        organs: Vec::new(),
        indicators: items(indicators, &pack, faults, "指标", indicator::indicator),
        fields: items(labelled, &pack, faults, "栏目", field),
        organ_field,
        requirements: Vec::new(),
        citations: Vec::new(),
        forms: Vec::new(),
        rules: Vec::new(),
        phrases: Vec::new(),
        scripts: Vec::new(),
        changes: changes
            .into_iter()
            .map(|it| change::change(it, faults))
            .collect(),
        blank: None,
        template: None,
        complete: !fields.list_is_amiss("extends"),
        amiss: false,
        id,
    };
    fields.finish();
    written
}

/// Reads tables that have an id each, which no two share.
fn items<T>(
    tables: Vec<Fields<'_>>,
    pack: &str,
    faults: &Faults,
    what: &str,
    read: impl Fn(&mut Fields<'_>, &str, &Faults) -> T,
) -> Vec<Item<T>> {
    let items: Vec<Item<T>> = tables
        .into_iter()
        .map(|mut fields| {
            let id = fields.text("id");
            let value = read(&mut fields, &id.value, faults);
            fields.finish();
            Item {
                id,
                pack: pack.to_owned(),
                value,
            }
        })
        .collect();
    distinct(items.iter().map(|it| &it.id), what, faults);
    items
}

/// Reports every name that came before.
fn distinct<'w>(names: impl Iterator<Item = &'w Written<String>>, what: &str, faults: &Faults) {
    let mut seen: std::collections::BTreeMap<&str, &Place> = std::collections::BTreeMap::new();
    for name in names.filter(|name| !name.value.is_empty()) {
        if let Some(first) = seen.get(name.value.as_str()) {
            let message = format!("已经有名叫 `{}` 的{what}", name.value);
            let line = first.source.line_of(first.span.start);
            let help = format!("换一个；第一个在 {} 第 {line} 行", first.source.name());
            faults.add(Fault::Duplicate, &name.place, message, Some(help));
        } else {
            seen.insert(&name.value, &name.place);
        }
    }
}

/// Reports rule codes that came before; unlike ids they are never replaced.
pub(super) fn distinct_codes<'w>(
    codes: impl Iterator<Item = &'w Written<String>>,
    faults: &Faults,
) {
    distinct(codes, "规则代码", faults);
}

fn years(mut fields: Fields<'_>, faults: &Faults) -> Option<(i32, Option<i32>)> {
    let from = fields.integer("from");
    let to = fields.integer_or_none("to");
    let place = fields.place().clone();
    fields.finish();
    let year = |written: &Written<i64>| i32::try_from(written.value).ok();
    let from = from.as_ref().and_then(year)?;
    let to = to.as_ref().and_then(year);
    if to.is_some_and(|to| to < from) {
        let message = "年份写反了：`to` 早于 `from`".to_owned();
        let help = "from 是第一年，to 是最后一年；一直管下去就删去 to".to_owned();
        faults.add(Fault::Value, &place, message, Some(help));
    }
    Some((from, to))
}

fn section(fields: &mut Fields<'_>, id: &str, _: &Faults) -> WrittenSection {
    let shown_by = fields.texts("shown_by");
    let section = Section {
        id: id.to_owned(),
        number: fields.natural_or_none("number"),
        name: fields.text("name").value,
        titles: fields.plain_texts("titles"),
        title_words: fields.text_lists("title_words"),
        content: fields.text_lists("content"),
        content_in_place: fields.text_lists("content_in_place"),
        shown_by: shown_by.iter().map(|it| it.value.clone()).collect(),
    };
    WrittenSection { section, shown_by }
}

fn field(fields: &mut Fields<'_>, id: &str, _: &Faults) -> Field {
    let name = fields.text("name").value;
    let labels = Some(fields.plain_texts("labels")).filter(|it| !it.is_empty());
    Field {
        id: id.to_owned(),
        labels: labels.unwrap_or_else(|| vec![name.clone()]),
        name,
    }
}

/// The most that a requirement is worth: one that is worth more would decide alone.
const MOST: u32 = 10;

fn requirement(fields: &mut Fields<'_>, id: &str, pack: &str) -> Requirement {
    let classes = [
        ("must", Class::Must),
        ("should", Class::Should),
        ("hint", Class::Hint),
    ];
    let class = fields.choice("class", None, &classes);
    Requirement {
        id: id.to_owned(),
        title: fields.words("title"),
        document: fields.text("document").value,
        article: fields.text("article").value,
        quote: fields.text_or_none("quote").map(|text| text.value),
        class: class.map_or(Class::Must, |it| it.value),
        points: fields.natural_up_to("points", MOST).unwrap_or_default(),
        presence: fields.flag("presence", false),
        checked: fields.words("checked"),
        pack: pack.to_owned(),
        place: fields.place().line(),
    }
}
