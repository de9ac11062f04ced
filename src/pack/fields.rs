//! A TOML table that is asked for its fields one by one: what was not asked for is unknown.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Fault, Faults, Place, Written, asked, suggestion};
use super::{cure, unclosed};
use crate::names::nearest;
use crate::rule::Words;
use crate::source::{Source, Span};

/// The fields of one table.
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    place: Place,
    faults: &'t Faults,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Fields<'t> {
    pub(super) fn new(table: &'t DeTable<'t>, place: Place, faults: &'t Faults) -> Self {
        Self {
            table,
            place,
            faults,
            asked: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    fn ask(&mut self, name: &'static str) -> Option<&'t Value<'t>> {
        self.asked.push(name);
        self.table.get(name)
    }

    fn demand(&mut self, name: &'static str) -> Option<&'t Value<'t>> {
        let value = self.ask(name);
        if value.is_none() {
            self.missing.push(name);
        }
        value
    }

    fn place_of(&self, value: &Value<'_>) -> Place {
        Place {
            source: self.place.source.clone(),
            span: span(value.span()),
        }
    }

    fn wrong(&self, name: &str, value: &Value<'_>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "文字",
            DeValue::Integer(_) => "整数",
            DeValue::Float(_) => "小数",
            DeValue::Boolean(_) => "true/false",
            DeValue::Datetime(_) => "日期",
            DeValue::Array(_) => "列表",
            DeValue::Table(_) => "表",
        };
        let message = format!("`{name}` 应当是{wanted}，这里是{found}");
        let written = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => "",
        };
        let help = format!("写成：{}", cure::shaped(name, wanted, written));
        self.faults
            .add(Fault::WrongType, &self.place_of(value), message, Some(help));
    }

    fn as_text(&self, name: &str, value: &Value<'_>) -> Option<Written<String>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Written {
                value: text.to_string(),
                place: self.place_of(value),
            });
        }
        self.wrong(name, value, "文字（写在引号里）");
        None
    }

    /// A text that may be left out.
    pub(super) fn text_or_none(&mut self, name: &'static str) -> Option<Written<String>> {
        let value = self.ask(name)?;
        self.as_text(name, value)
    }

    /// A text; empty at the table's place if it is missing, which is reported.
    pub(super) fn text(&mut self, name: &'static str) -> Written<String> {
        let found = self
            .demand(name)
            .and_then(|value| self.as_text(name, value));
        if let Some(text) = &found
            && text.value.trim().is_empty()
        {
            let message = format!("`{name}` 是空的");
            let help = "在引号里写上内容".to_owned();
            self.faults
                .add(Fault::Value, &text.place, message, Some(help));
        }
        found.unwrap_or_else(|| Written {
            value: String::new(),
            place: self.place.clone(),
        })
    }

    /// A list of texts; empty if left out.
    pub(super) fn texts(&mut self, name: &'static str) -> Vec<Written<String>> {
        let Some(value) = self.ask(name) else {
            return Vec::new();
        };
        self.as_texts(name, value)
    }

    fn as_texts(&self, name: &str, value: &Value<'_>) -> Vec<Written<String>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(name, value, "文字的列表");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.as_text(name, item))
            .collect()
    }

    /// A list of texts without their places.
    pub(super) fn plain_texts(&mut self, name: &'static str) -> Vec<String> {
        self.texts(name)
            .into_iter()
            .map(|text| text.value)
            .collect()
    }

    /// A list of lists of texts; empty if left out.
    pub(super) fn text_lists(&mut self, name: &'static str) -> Vec<Vec<String>> {
        let Some(value) = self.ask(name) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(name, value, "列表的列表");
            return Vec::new();
        };
        items
            .iter()
            .map(|item| {
                self.as_texts(name, item)
                    .into_iter()
                    .map(|text| text.value)
                    .collect()
            })
            .collect()
    }

    /// An integer that may be left out.
    pub(super) fn integer_or_none(&mut self, name: &'static str) -> Option<Written<i64>> {
        let value = self.ask(name)?;
        self.as_integer(name, value)
    }

    /// An integer; its lack is reported.
    pub(super) fn integer(&mut self, name: &'static str) -> Option<Written<i64>> {
        let value = self.demand(name)?;
        self.as_integer(name, value)
    }

    fn as_integer(&self, name: &str, value: &Value<'_>) -> Option<Written<i64>> {
        if let DeValue::Integer(integer) = value.get_ref()
            && let Ok(number) = i64::from_str_radix(integer.as_str(), integer.radix())
        {
            return Some(Written {
                value: number,
                place: self.place_of(value),
            });
        }
        self.wrong(name, value, "整数");
        None
    }

    /// A natural number that may be left out.
    pub(super) fn natural_or_none(&mut self, name: &'static str) -> Option<u32> {
        let found = self.integer_or_none(name)?;
        self.as_natural(name, &found)
    }

    /// A natural number up to `most`; its lack is reported.
    pub(super) fn natural_up_to(&mut self, name: &'static str, most: u32) -> Option<u32> {
        let found = self.integer(name)?;
        let natural = self.as_natural(name, &found)?;
        if natural > most {
            let message = format!("`{name}` 不能是 {natural}，最大 {most}");
            let help = format!("写 0 到 {most} 的整数");
            self.faults
                .add(Fault::Value, &found.place, message, Some(help));
        }
        Some(natural)
    }

    fn as_natural(&self, name: &str, found: &Written<i64>) -> Option<u32> {
        let natural = u32::try_from(found.value).ok();
        if natural.is_none() {
            let message = format!("`{name}` 不能是 {}", found.value);
            let help = "写 0 或者更大的整数".to_owned();
            self.faults
                .add(Fault::Value, &found.place, message, Some(help));
        }
        natural
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &'static str, default: bool) -> bool {
        let Some(value) = self.ask(name) else {
            return default;
        };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong(name, value, " true 或 false");
        default
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        default: Option<T>,
        choices: &[(&str, T)],
    ) -> Option<Written<T>> {
        if default.is_some() && !self.table.contains_key(name) {
            self.asked.push(name);
            return default.map(|value| Written {
                value,
                place: self.place.clone(),
            });
        }
        let written = self
            .demand(name)
            .and_then(|value| self.as_text(name, value))?;
        let found = choices.iter().find(|(word, _)| *word == written.value);
        if found.is_none() {
            let message = format!("`{name}` 不能是 `{}`", written.value);
            let words = choices.iter().map(|(word, _)| *word);
            let meant = cure::meant(&written.value);
            let meant = meant.filter(|it| words.clone().any(|word| word == *it));
            let help = suggestion(meant.unwrap_or(&written.value), words);
            self.faults.add(Fault::Value, &written.place, message, help);
        }
        found.map(|(_, value)| Written {
            value: *value,
            place: written.place,
        })
    }

    /// Words: `{ zh = "…", en = "…" }`.
    pub(super) fn words(&mut self, name: &'static str) -> Words {
        let Some(value) = self.demand(name) else {
            return Words::default();
        };
        let Some(mut fields) = self.as_table(name, value) else {
            return Words::default();
        };
        let zh = fields.text("zh").value;
        let en = fields.text_or_none("en").map(|text| text.value);
        fields.finish();
        Words { zh, en }
    }

    /// Words in two languages that may be left out.
    pub(super) fn words_or_none(&mut self, name: &'static str) -> Option<Words> {
        if self.table.contains_key(name) {
            return Some(self.words(name));
        }
        self.asked.push(name);
        None
    }

    /// A table that may be left out.
    pub(super) fn table(&mut self, name: &'static str) -> Option<Fields<'t>> {
        let value = self.ask(name)?;
        self.as_table(name, value)
    }

    fn as_table(&self, name: &str, value: &'t Value<'t>) -> Option<Fields<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Fields::new(table, self.place_of(value), self.faults));
        }
        self.wrong(name, value, "表");
        None
    }

    /// A list of tables; empty if left out.
    pub(super) fn tables(&mut self, name: &'static str) -> Vec<Fields<'t>> {
        let Some(value) = self.ask(name) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(name, value, "表的列表");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.as_table(name, item))
            .collect()
    }

    /// A table of names with a text or an integer each, in the order they are written.
    pub(super) fn settings(&mut self, name: &'static str) -> Vec<(Written<String>, String)> {
        let Some(fields) = self.table(name) else {
            return Vec::new();
        };
        let mut settings = Vec::new();
        for (key, value) in fields.table {
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(integer) => integer.as_str().to_owned(),
                DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_)
                | DeValue::Table(_) => {
                    self.wrong(key.get_ref(), value, "文字或整数");
                    continue;
                }
            };
            settings.push((self.written_key(key), text));
        }
        settings.sort_by_key(|(key, _)| key.place.span);
        settings
    }

    fn written_key(&self, key: &Spanned<std::borrow::Cow<'_, str>>) -> Written<String> {
        let place = Place {
            source: self.place.source.clone(),
            span: span(key.span()),
        };
        Written {
            value: key.get_ref().to_string(),
            place,
        }
    }

    /// Whether the list `name` is left out though something is written that may have been meant for it.
    pub(super) fn list_is_amiss(&self, name: &str) -> bool {
        if let Some(value) = self.table.get(name) {
            return !matches!(value.get_ref(), DeValue::Array(_));
        }
        let mut keys = self.table.keys().map(|it| it.get_ref().as_ref());
        keys.any(|it| nearest(it, [name]).is_some())
    }

    /// Reports every field that nobody asked for. Where one was meant that is missing, that is one fault.
    pub(super) fn finish(mut self) {
        for key in self.table.keys() {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                let written = self.written_key(key);
                let message = format!("这里没有名叫 `{}` 的字段", written.value);
                let missing = self.missing.iter().copied();
                let meant = nearest(&written.value, missing);
                let help = match meant {
                    Some(meant) => Some(asked(meant)),
                    None => cure::misplaced(&written.value, &self.asked)
                        .or_else(|| suggestion(&written.value, self.asked.iter().copied())),
                };
                self.missing.retain(|it| Some(*it) != meant);
                self.faults
                    .add(Fault::UnknownField, &written.place, message, help);
            }
        }
    }
}

impl Drop for Fields<'_> {
    /// Reports the fields that are missing, all in one.
    fn drop(&mut self) {
        let help = match self.missing.as_slice() {
            [] => return,
            [only] => format!("加一行：{}", cure::example(only)),
            several => {
                let lines: Vec<String> = several.iter().map(|it| cure::example(it)).collect();
                format!("加几行：{}", lines.join("\n"))
            }
        };
        let names: Vec<String> = self.missing.iter().map(|it| format!("`{it}`")).collect();
        let message = format!("缺少 {}", names.join("、"));
        self.faults
            .add(Fault::MissingField, &self.place, message, Some(help));
    }
}

/// Reads `source` as TOML and hands its fields to `read`; syntax errors are reported instead.
pub(super) fn read<T>(
    source: &Source,
    faults: &Faults,
    read: impl FnOnce(Fields<'_>) -> T,
) -> Option<T> {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let said = errors.iter().map(|error| {
        let at = error.span().map_or_else(Span::default, span);
        (at, error.message())
    });
    // What is left open makes everything behind it wrong, and nothing before.
    let open = (!errors.is_empty())
        .then(|| unclosed::first(source))
        .flatten();
    let before = |it: &(Span, &str)| {
        open.is_none_or(|(open, _)| source.line_of(it.0.start) < source.line_of(open.start))
    };
    let mut lines: Vec<usize> = Vec::new();
    for (at, said) in said.filter(before).chain(open) {
        let (at, help) = cure::of(source, at, said);
        // What stands on one line has one cause.
        let line = source.line_of(at.start);
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        let place = Place {
            source: source.clone(),
            span: at,
        };
        let message = "这里不是正确的 TOML 写法".to_owned();
        faults.add(Fault::Syntax, &place, message, Some(help));
    }
    if !errors.is_empty() {
        // What could be recovered is not what was meant; its faults would mislead.
        return None;
    }
    let start = Place {
        source: source.clone(),
        span: Span::new(0, 0),
    };
    Some(read(Fields::new(table.get_ref(), start, faults)))
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
