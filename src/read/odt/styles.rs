//! Styles: which text is hidden, which list a paragraph belongs to, and how lists count.

use std::collections::HashMap;

use crate::read::counting::{AROUND, Counting};
use crate::read::xml::{Element, Visitor};

/// A list has so many levels.
pub(super) const LEVELS: usize = 10;
/// The longest chain of styles that is followed.
const CHAIN: usize = 32;
/// The name under which the numbers of headings are kept: no style can be called so.
pub(super) const OUTLINE: &str = "";

#[derive(Debug, Default)]
pub(super) struct Styles {
    paragraphs: HashMap<String, Style>,
    runs: HashMap<String, Style>,
    sections: HashMap<String, Style>,
    lists: HashMap<String, [Option<Level>; LEVELS]>,
    /// The style that is being read: its family and name.
    open: Option<(String, String)>,
    open_list: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    list: Option<String>,
    hidden: bool,
}

/// A level of a list that prints something.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) start: u32,
    pub(super) counting: Counting,
    prefix: String,
    suffix: String,
    /// How many levels are printed, with full stops between.
    shown: usize,
    /// What is printed, `%1%` for the number of the first level: newer writers say it so.
    pattern: Option<String>,
}

impl Level {
    /// What the level `at`, from 0, prints, given the number of each level.
    pub(super) fn print(&self, at: usize, number_of: impl Fn(usize) -> String) -> String {
        if self.counting == Counting::Bullet {
            return String::new();
        }
        let text = if let Some(pattern) = &self.pattern {
            let mut text = pattern.clone();
            for level in 0..=at {
                text = text.replace(&format!("%{}%", level + 1), &number_of(level));
            }
            text
        } else {
            let first = (at + 1).saturating_sub(self.shown.max(1));
            let numbers: Vec<String> = (first..=at).map(number_of).collect();
            format!("{}{}{}", self.prefix, numbers.join("."), self.suffix)
        };
        text.trim().to_owned()
    }
}

impl Styles {
    pub(super) fn level(&self, list: &str, at: usize) -> Option<&Level> {
        self.lists.get(list)?.get(at)?.as_ref()
    }

    /// The list that paragraphs in `style` take over.
    pub(super) fn list<'s>(&'s self, style: &'s str) -> Option<&'s str> {
        chain(&self.paragraphs, style).find_map(|it| it.list.as_deref())
    }

    pub(super) fn is_hidden(&self, paragraph: &str) -> bool {
        chain(&self.paragraphs, paragraph).any(|it| it.hidden)
    }

    pub(super) fn is_hidden_run(&self, run: &str) -> bool {
        chain(&self.runs, run).any(|it| it.hidden)
    }

    fn style(&mut self) -> Option<&mut Style> {
        let (family, name) = self.open.as_ref()?;
        match family.as_str() {
            "paragraph" => self.paragraphs.get_mut(name),
            "text" => self.runs.get_mut(name),
            _ => self.sections.get_mut(name),
        }
    }

    fn add_level(&mut self, counting: Counting, element: &Element<'_>) {
        let number = |name: &str| element.attribute(name)?.trim().parse::<u32>().ok();
        let at = number("text:level").and_then(|it| usize::try_from(it).ok()?.checked_sub(1));
        let slot = self
            .open_list
            .as_ref()
            .and_then(|list| self.lists.get_mut(list)?.get_mut(at?));
        if let Some(slot) = slot {
            let said = |name: &str| -> String {
                let said = element.attribute(name).unwrap_or_default();
                said.chars().take(AROUND).collect()
            };
            *slot = Some(Level {
                start: number("text:start-value").unwrap_or(1),
                counting,
                prefix: said("style:num-prefix"),
                suffix: said("style:num-suffix"),
                shown: number("text:display-levels")
                    .and_then(|it| usize::try_from(it).ok())
                    .unwrap_or(1),
                pattern: ["style:num-list-format", "loext:num-list-format"]
                    .map(said)
                    .into_iter()
                    .find(|it| !it.is_empty()),
            });
        }
    }
}

fn chain<'s>(styles: &'s HashMap<String, Style>, name: &'s str) -> impl Iterator<Item = &'s Style> {
    let mut next = Some(name);
    std::iter::from_fn(move || {
        let style = styles.get(next?)?;
        next = style.parent.as_deref();
        Some(style)
    })
    .take(CHAIN)
}

/// The format begins with the first number it prints: `一, 二, 三, ...`.
fn counting(format: &str) -> Counting {
    match format.chars().next() {
        None => Counting::Nothing,
        Some('一') => Counting::Han,
        Some('壹' | '壱') => Counting::Formal,
        Some('①') => Counting::Circled,
        Some('⑴') => Counting::Bracketed,
        Some('⒈') => Counting::Stopped,
        Some('１') => Counting::Wide,
        Some('甲') => Counting::Stems,
        Some('子') => Counting::Branches,
        Some('〇') => Counting::Digits,
        Some('a') => Counting::LowerLetter,
        Some('A') => Counting::UpperLetter,
        Some('i') => Counting::LowerRoman,
        Some('I') => Counting::UpperRoman,
        Some('0') => Counting::Zeroed,
        Some(_) => Counting::Decimal,
    }
}

impl Visitor for Styles {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let said = |name: &str| element.attribute(name);
        match name {
            "style:style" => {
                let family = said("style:family").unwrap_or_default();
                let own = said("style:name").unwrap_or_default();
                let style = Style {
                    parent: said("style:parent-style-name"),
                    list: said("style:list-style-name"),
                    hidden: false,
                };
                let styles = match family.as_str() {
                    "paragraph" => &mut self.paragraphs,
                    "text" => &mut self.runs,
                    _ => &mut self.sections,
                };
                styles.insert(own.clone(), style);
                self.open = Some((family, own));
            }
            "style:text-properties" => {
                let hidden = said("text:display").is_some_and(|it| it == "none");
                if let Some(style) = self.style() {
                    style.hidden |= hidden;
                }
            }
            "text:list-style" | "text:outline-style" => {
                let own = said("style:name").filter(|_| name == "text:list-style");
                let own = own.unwrap_or_else(|| OUTLINE.to_owned());
                self.lists.insert(own.clone(), Default::default());
                self.open_list = Some(own);
            }
            "text:list-level-style-number" | "text:outline-level-style" => {
                let format = said("style:num-format").unwrap_or_default();
                self.add_level(counting(&format), element);
            }
            "text:list-level-style-bullet" | "text:list-level-style-image" => {
                self.add_level(Counting::Bullet, element);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "style:style" => self.open = None,
            "text:list-style" | "text:outline-style" => self.open_list = None,
            _ => {}
        }
    }
}
