//! Styles: what paragraphs and runs take over from them.

use std::collections::HashMap;

use crate::read::xml::{Element, Visitor};

/// The longest chain of styles that is followed.
const CHAIN: usize = 32;

/// The list a paragraph belongs to, as far as it is said in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InList {
    pub(super) num: Option<String>,
    pub(super) level: Option<u32>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    open: Option<(String, Style)>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: InList,
    hidden: bool,
    contents: bool,
}

impl Styles {
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(CHAIN)
    }

    /// The list of paragraphs in `style`, and the style in the chain that says so.
    pub(super) fn list<'s>(&'s self, style: Option<&'s str>) -> Option<(&'s str, &'s InList)> {
        self.chain(style.or(self.default.as_deref())?)
            .find(|(_, style)| style.list.num.is_some())
            .map(|(id, style)| (id, &style.list))
    }

    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.chain(style).any(|(_, style)| style.hidden)
    }

    /// Whether `style` is one of a table of contents, which says every heading twice.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
        style.is_some_and(|it| self.chain(it).any(|(_, style)| style.contents))
    }
}

impl Visitor for Styles {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name == "style" {
            let id = element.attribute("styleId").unwrap_or_default();
            let paragraph = element
                .attribute("type")
                .is_some_and(|it| it == "paragraph");
            let default = element
                .attribute("default")
                .is_some_and(|it| it == "1" || it == "true");
            if paragraph && default {
                self.default = Some(id.clone());
            }
            self.open = Some((id, Style::default()));
            return;
        }
        let Some((_, style)) = &mut self.open else {
            return;
        };
        match name {
            "name" => {
                let name = element.value().unwrap_or_default().to_lowercase();
                style.contents = name
                    .strip_prefix("toc")
                    .is_some_and(|it| it.trim().parse::<u8>().is_ok());
            }
            "basedOn" => style.based_on = element.value(),
            "numId" => style.list.num = element.value(),
            "ilvl" => style.list.level = element.number(),
            "vanish" => style.hidden = element.is_on(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "style"
            && let Some((id, style)) = self.open.take()
        {
            self.by_id.insert(id, style);
        }
    }
}
