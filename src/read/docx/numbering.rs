//! Numbering: what Word prints before the paragraphs of a list.
//!
//! The numbers of automatic headings stand nowhere in the text. They are counted here as Word
//! counts them: by the abstract list, which several lists may share.

use std::collections::{HashMap, HashSet};

use super::styles::{InList, Styles};
use crate::read::counting::{AROUND, Counting};
use crate::read::xml::{Element, Visitor};

/// A list has so many levels.
const LEVELS: usize = 9;

#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// The lists and levels whose own start was used: it counts once.
    started: HashSet<(String, usize)>,
    open: Open,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: [Level; LEVELS],
    /// The style whose list is meant instead.
    link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    of: String,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    counting: Counting,
    /// What is printed, `%1` for the number of the first level.
    text: String,
    /// Every level is printed in digits.
    legal: bool,
    /// The level, from 1, that makes it begin again; 0 for none. Not said: every one above.
    restart: Option<u32>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            counting: Counting::Nothing,
            text: String::new(),
            legal: false,
            restart: None,
            style: None,
        }
    }
}

/// What is being read.
#[derive(Debug, Default)]
struct Open {
    id: Option<String>,
    abstracts: Abstract,
    list: List,
    in_list: bool,
    at: usize,
    level: Option<Level>,
}

impl Numbering {
    /// What is printed before the next paragraph, which is in `style` and says `own` of its list.
    pub(super) fn label(
        &mut self,
        own: &InList,
        style: Option<&str>,
        styles: &Styles,
    ) -> Option<String> {
        let by_style = styles.list(style);
        let id = own
            .num
            .clone()
            .or_else(|| by_style.and_then(|(_, list)| list.num.clone()))
            .filter(|it| it != "0")?;
        let list = self.lists.get(&id)?;
        let of = self.root(&list.of, styles);
        let shape = self.abstracts.get(&of)?;
        let linked = || {
            let (named, _) = by_style?;
            let is_linked = |it: &Level| {
                it.style.as_deref() == Some(named)
                    || (it.style.is_some() && it.style.as_deref() == style)
            };
            shape.levels.iter().position(is_linked)
        };
        let said = own.level.or_else(|| {
            let (_, list) = by_style.filter(|_| own.num.is_none())?;
            list.level
        });
        let at = said
            .and_then(|it| usize::try_from(it).ok())
            .or_else(|| linked().filter(|_| own.num.is_none()))
            .unwrap_or(0)
            .min(LEVELS - 1);
        let level = |at: usize| list.levels.get(at)?.as_ref().or(shape.levels.get(at));

        let counters = self.counters.entry(of).or_insert([None; LEVELS]);
        let own_start = list.starts.get(at).copied().flatten();
        let first = own_start.filter(|_| self.started.insert((id.clone(), at)));
        let here = level(at)?;
        let start = own_start.unwrap_or(here.start);
        let slot = counters.get_mut(at)?;
        let number = match (first, *slot) {
            (Some(start), _) => start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => start,
        };
        *slot = Some(number);
        for (deeper, slot) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = level(deeper).and_then(|it| it.restart);
            let begins = restart.is_none_or(|it| usize::try_from(it).is_ok_and(|it| at < it));
            if begins {
                *slot = None;
            }
        }
        let number_of = |at: usize| {
            let level = level(at)?;
            let number = counters.get(at).copied().flatten().unwrap_or(level.start);
            let counting = if here.legal && !matches!(level.counting, Counting::Nothing) {
                Counting::Decimal
            } else {
                level.counting
            };
            Some(counting.print(number))
        };
        let printed = printed(here, number_of);
        (!printed.is_empty()).then_some(printed)
    }

    /// The abstract list that is meant by `id`: it may refer to the list of a style.
    fn root(&self, id: &str, styles: &Styles) -> String {
        let linked = self
            .abstracts
            .get(id)
            .and_then(|it| it.link.as_deref())
            .and_then(|style| styles.list(Some(style)))
            .and_then(|(_, list)| list.num.as_ref())
            .and_then(|num| self.lists.get(num));
        linked.map_or(id, |list| list.of.as_str()).to_owned()
    }
}

fn printed(level: &Level, number_of: impl Fn(usize) -> Option<String>) -> String {
    if level.counting == Counting::Bullet {
        return String::new();
    }
    let mut text = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(character) = characters.next() {
        let digit = characters.peek().and_then(|it| it.to_digit(10));
        match digit
            .and_then(|it| usize::try_from(it).ok())
            .filter(|it| *it > 0)
        {
            Some(digit) if character == '%' => {
                characters.next();
                text.push_str(&number_of(digit - 1).unwrap_or_default());
            }
            Some(_) | None => text.push(character),
        }
    }
    text.trim().to_owned()
}

fn counting(format: &str) -> Counting {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Counting::Han,
        "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital"
        | "koreanDigital2" => Counting::Digits,
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            Counting::Formal
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Counting::Circled,
        "decimalEnclosedParen" => Counting::Bracketed,
        "decimalEnclosedFullstop" => Counting::Stopped,
        "decimalFullWidth" | "decimalFullWidth2" => Counting::Wide,
        "ideographTraditional" => Counting::Stems,
        "ideographZodiac" => Counting::Branches,
        "lowerLetter" => Counting::LowerLetter,
        "upperLetter" => Counting::UpperLetter,
        "lowerRoman" => Counting::LowerRoman,
        "upperRoman" => Counting::UpperRoman,
        "decimalZero" => Counting::Zeroed,
        "bullet" => Counting::Bullet,
        "none" => Counting::Nothing,
        _ => Counting::Decimal,
    }
}

impl Visitor for Numbering {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let open = &mut self.open;
        let index = |attribute: &str| {
            let level: usize = element.attribute(attribute)?.parse().ok()?;
            Some(level.min(LEVELS - 1))
        };
        match name {
            "abstractNum" => {
                open.id = element.attribute("abstractNumId");
                open.abstracts = Abstract::default();
                open.in_list = false;
            }
            "num" => {
                open.id = element.attribute("numId");
                open.list = List::default();
                open.in_list = true;
            }
            "abstractNumId" => open.list.of = element.value().unwrap_or_default(),
            "numStyleLink" => open.abstracts.link = element.value(),
            "lvlOverride" => open.at = index("ilvl").unwrap_or(0),
            "startOverride" => {
                if let Some(slot) = open.list.starts.get_mut(open.at) {
                    *slot = element.number();
                }
            }
            "lvl" => {
                open.at = index("ilvl").unwrap_or(open.at);
                open.level = Some(Level {
                    counting: Counting::Decimal,
                    ..Level::default()
                });
            }
            _ => {}
        }
        let Some(level) = &mut open.level else {
            return;
        };
        match name {
            "start" => level.start = element.number().unwrap_or(0),
            "numFmt" => level.counting = counting(&element.value().unwrap_or_default()),
            "lvlText" => {
                level.text = element.value().unwrap_or_default();
                level.text = level.text.chars().take(AROUND).collect();
            }
            "isLgl" => level.legal = element.is_on(),
            "lvlRestart" => level.restart = element.number(),
            "pStyle" => level.style = element.value(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let open = &mut self.open;
        match name {
            "lvl" => {
                let level = open.level.take();
                if open.in_list {
                    if let Some(slot) = open.list.levels.get_mut(open.at) {
                        *slot = level;
                    }
                } else if let Some((slot, level)) =
                    open.abstracts.levels.get_mut(open.at).zip(level)
                {
                    *slot = level;
                }
            }
            "abstractNum" => {
                if let Some(id) = open.id.take() {
                    let shape = std::mem::take(&mut open.abstracts);
                    self.abstracts.insert(id, shape);
                }
            }
            "num" => {
                if let Some(id) = open.id.take() {
                    let list = std::mem::take(&mut open.list);
                    self.lists.insert(id, list);
                }
            }
            _ => {}
        }
    }
}
