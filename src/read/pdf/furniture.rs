//! What pages repeat: their numbers, and the same line at the same height of many pages.

use super::leaf::{Item, Leaf};
use super::line::Line;

/// How many lines from the top and the bottom of a page are looked at.
const REACH: usize = 2;
/// Lines of two pages whose heights differ by no more stand at the same height.
const SAME: f64 = 3.0;
/// The part of a page at the top and at the bottom where such lines stand.
const MARGIN: f64 = 0.14;

/// Drops them.
pub(super) fn drop_furniture(leaves: &mut [Leaf]) {
    let mut edges: Vec<(String, f64)> = Vec::new();
    for leaf in leaves.iter() {
        for at in outer(leaf) {
            if let Some(Item::Line(line)) = leaf.items.get(at) {
                edges.push((pattern(line), line.area.y0));
            }
        }
    }
    edges.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let pages = leaves.len();
    for leaf in leaves {
        let mut dropped: Vec<usize> = Vec::new();
        for at in outer(leaf) {
            let Some(Item::Line(line)) = leaf.items.get(at) else {
                continue;
            };
            let own = pattern(line);
            let from = edges
                .partition_point(|it| it.0 < own || (it.0 == own && it.1 < line.area.y0 - SAME));
            let alike = edges
                .iter()
                .skip(from)
                .take_while(|it| it.0 == own && it.1 <= line.area.y0 + SAME);
            let count = alike.count();
            let repeated = count > 1 && count * 2 >= pages;
            if repeated || is_number(&own) {
                dropped.push(at);
            }
        }
        let mut at = 0;
        leaf.items.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }
}

/// The lines nearest to the top and the bottom of a page, in its margins.
fn outer(leaf: &Leaf) -> Vec<usize> {
    let count = leaf.items.len();
    let is_outer = |at: &usize| match leaf.items.get(*at) {
        Some(Item::Line(line)) => {
            let (top, bottom) = (MARGIN * leaf.height, (1.0 - MARGIN) * leaf.height);
            (*at < REACH && line.area.y1 < top) || (at + REACH >= count && line.area.y0 > bottom)
        }
        _ => false,
    };
    (0..count).filter(is_outer).collect()
}

/// What a line says with its numbers left open.
fn pattern(line: &Line) -> String {
    let mut pattern = String::new();
    for character in line.text().chars().filter(|it| !it.is_whitespace()) {
        if !character.is_numeric() {
            pattern.push(character);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// Whether a line says nothing but the number of its page: 12, - 12 -, 第12页 共20页, 12/20.
fn is_number(pattern: &str) -> bool {
    let rest: String = pattern
        .chars()
        .filter(|it| !"-—–－―‐_·.~·/第页頁共,，|#".contains(*it))
        .collect();
    rest.is_empty() && (1..=2).contains(&pattern.matches('#').count())
}
