//! Lists: what is printed before their items. The numbers stand nowhere in the text.

use std::collections::HashMap;

use super::styles::{LEVELS, OUTLINE, Styles};
use crate::read::counting::Counting;

type Counters = [Option<u32>; LEVELS];

#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The open lists, the outermost first.
    open: Vec<List>,
    counters: Vec<Counters>,
    by_id: HashMap<String, usize>,
    /// The list that was open last in each style.
    by_style: HashMap<String, usize>,
    outline: Counters,
}

#[derive(Debug, Default)]
struct List {
    style: Option<String>,
    /// Its counters, once it is known in which style it counts.
    at: Option<usize>,
    id: Option<String>,
    goes_on: bool,
    goes_on_from: Option<String>,
    item: Item,
}

#[derive(Debug, Default)]
struct Item {
    /// Whether its first paragraph is still to come: that one has the number.
    fresh: bool,
    start: Option<u32>,
}

impl Lists {
    pub(super) fn open_list(
        &mut self,
        style: Option<String>,
        id: Option<String>,
        goes_on: bool,
        goes_on_from: Option<String>,
    ) {
        let outer = self.open.last();
        self.open.push(List {
            style: style.or_else(|| outer.and_then(|it| it.style.clone())),
            at: outer.and_then(|it| it.at),
            id,
            goes_on,
            goes_on_from,
            item: Item::default(),
        });
    }

    pub(super) fn close_list(&mut self) {
        let inner = self.open.pop();
        // What the list inside found out holds for the one around it.
        if let (Some(inner), Some(outer)) = (inner, self.open.last_mut()) {
            outer.at = outer.at.or(inner.at);
        }
    }

    pub(super) fn open_item(&mut self, start: Option<u32>) {
        if let Some(list) = self.open.last_mut() {
            list.item = Item { fresh: true, start };
        }
    }

    pub(super) fn close_item(&mut self) {
        if let Some(list) = self.open.last_mut() {
            list.item = Item::default();
        }
    }

    /// What is printed before the next paragraph, which is in `style`.
    pub(super) fn label(&mut self, style: &str, styles: &Styles) -> Option<String> {
        let depth = self.open.len().checked_sub(1)?;
        let list = self.open.get_mut(depth)?;
        let item = std::mem::take(&mut list.item);
        if !item.fresh {
            return None;
        }
        let counts = list
            .style
            .clone()
            .or_else(|| styles.list(style).map(str::to_owned))?;
        let at = self.counters_of(&counts);
        let level = depth.min(LEVELS - 1);
        let counters = self.counters.get_mut(at)?;
        count(styles, &counts, level, item.start, counters)
    }

    /// What is printed before a heading of `level`, from 1, that stands in no list.
    pub(super) fn heading(&mut self, level: usize, styles: &Styles) -> Option<String> {
        let at = level.checked_sub(1)?.min(LEVELS - 1);
        count(styles, OUTLINE, at, None, &mut self.outline)
    }

    pub(super) const fn in_list(&self) -> bool {
        !self.open.is_empty()
    }

    /// The counters of the list that is open: its own, or those of the one it continues.
    fn counters_of(&mut self, style: &str) -> usize {
        let known = self.open.iter().find_map(|it| it.at);
        let at = known.unwrap_or_else(|| {
            let outermost = self.open.first();
            let from = outermost
                .and_then(|it| it.goes_on_from.as_ref())
                .and_then(|id| self.by_id.get(id).copied());
            let before = outermost
                .filter(|it| it.goes_on)
                .and_then(|_| self.by_style.get(style).copied());
            from.or(before).unwrap_or_else(|| {
                self.counters.push([None; LEVELS]);
                self.counters.len() - 1
            })
        });
        for list in &mut self.open {
            list.at = Some(at);
            if let Some(id) = list.id.take() {
                self.by_id.insert(id, at);
            }
        }
        self.by_style.insert(style.to_owned(), at);
        at
    }
}

/// Counts one on at `level` and prints the number.
fn count(
    styles: &Styles,
    list: &str,
    level: usize,
    start: Option<u32>,
    counters: &mut Counters,
) -> Option<String> {
    let own = styles.level(list, level);
    let first = own.map_or(1, |it| it.start);
    let slot = counters.get_mut(level)?;
    let number = start.unwrap_or_else(|| slot.map_or(first, |it| it.saturating_add(1)));
    *slot = Some(number);
    for deeper in counters.iter_mut().skip(level + 1) {
        *deeper = None;
    }
    let number_of = |at: usize| {
        let Some(shape) = styles.level(list, at) else {
            return String::new();
        };
        if matches!(shape.counting, Counting::Bullet | Counting::Nothing) {
            return String::new();
        }
        let number = counters.get(at).copied().flatten();
        shape.counting.print(number.unwrap_or(shape.start))
    };
    let printed = own?.print(level, number_of);
    (!printed.is_empty()).then_some(printed)
}
