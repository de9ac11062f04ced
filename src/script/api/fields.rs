//! What can be asked of the fields of a report: words that stand behind a label.

use rhai::ImmutableString;

use super::Api;
use super::report::{Report, words};
use crate::fact::Located;
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::value::{Truth, stated};

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "field"),
        &[("field", Accepts::Name(Namespace::Field))],
        Kind::Words,
        (
            "一栏里填的文字；没有填就无法判断",
            "The words that stand behind a label",
        ),
        |it: &mut Report, name: ImmutableString| {
            let (name, located) = it.field(&name);
            words(&name, located)
        },
    );
    api.method(
        (Kind::Report, "has_field"),
        &[("field", Accepts::Name(Namespace::Field))],
        Kind::Truth,
        ("一栏里有没有填文字", "Whether words stand behind a label"),
        |it: &mut Report, name: ImmutableString| {
            let (name, located) = it.field(&name);
            let raw = located.map_or("", |it| it.value.as_str());
            let shows = stated(&name, raw, located.map(|it| it.span));
            Truth::new(located.is_some(), format!("没有填{name}")).with([shows])
        },
    );
}

impl Report {
    /// The short name of a field and what stands in it.
    fn field(&self, name: &str) -> (String, Option<&Located<String>>) {
        let words = &self.run.words;
        let id = words.id(Namespace::Field, name);
        let named = words.fields.iter().find(|(it, _)| it == id);
        let found = self.run.facts.fields.iter().find(|(it, _)| it == id);
        (
            named.map_or_else(|| id.to_owned(), |(_, name)| name.clone()),
            found.map(|(_, located)| located),
        )
    }
}
