//! What only the other lines tell of the form of a line.

use super::line::{self, Form, Line, Number, Style, slice, trim};
use super::unfold::shift;
use crate::fold::is_letter;
use crate::quantity::is_number;

/// So many numbers, each alone on a line that a TAB ends, show that TABs end cells.
const NUMBERS: usize = 2;

/// Mends the forms of lines by those of the others.
pub(super) fn settle(lines: &mut [Line<'_>]) {
    settle_pictures(lines);
    settle_bare(lines);
    settle_marks(lines);
    settle_tails(lines);
}

/// Reads what stands behind a picture on its line as the line it would be without.
fn settle_pictures(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().filter(|it| it.form == Form::Furniture) {
        let at = behind_pictures(line.text);
        let rest = line.text.get(at..).unwrap_or_default();
        if at > 0
            && rest.contains(char::is_alphabetic)
            && let Some(mut alone) = line::lines(rest).into_iter().next()
        {
            shift(&mut alone, line.span.start + at);
            *line = alone;
        }
    }
}

/// Where the marks of pictures end that a line begins with; 0 if it begins with none that ends.
fn behind_pictures(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let mark = rest.trim_start();
        let end = if mark.starts_with("![") {
            let name = mark.find(']').map(|it| it + 1);
            name.map(|name| {
                let link = mark.get(name..).filter(|it| it.starts_with('('));
                let link = link.and_then(|it| it.find(')'));
                name + link.map_or(0, |it| it + 1)
            })
        } else if mark.starts_with("<img") {
            mark.find('>').map(|it| it + 1)
        } else if mark.starts_with("[image:") {
            mark.find(']').map(|it| it + 1)
        } else {
            None
        };
        let Some(end) = end else {
            return at;
        };
        at += rest.len() - mark.len() + end;
    }
}

/// Takes 一 概述 as a heading only in a report that counts several chapters so, and none with 一、.
fn settle_bare(lines: &mut [Line<'_>]) {
    let number = |line: &Line<'_>| match &line.form {
        Form::Numbered(number) => (number.style == Style::Han).then(|| number.clone()),
        Form::Empty | Form::Furniture | Form::Row(_) | Form::Text => None,
    };
    let titled = |line: &Line<'_>, number: &Number| {
        let title = slice(line, number.rest);
        let letters = title.chars().filter(|it| is_letter(*it)).count();
        (2..=30).contains(&letters) && !title.contains([',', '。', ';', ':'])
    };
    let (mut chapters, mut counted) = (0, false);
    for line in &*lines {
        match number(line) {
            Some(number) if !number.bare => counted = true,
            Some(number) if titled(line, &number) && number.ordinal == Some(chapters + 1) => {
                chapters += 1;
            }
            _ => {}
        }
    }
    for line in lines {
        if let Some(number) = number(line)
            && number.bare
            && trim(line.text, line.span.start).start == number.span.start
            && (counted || chapters < 3 || !titled(line, &number))
        {
            line.form = Form::Text;
        }
    }
}

/// Takes lines of nothing but marks that part cells, where the lines around have none, for what parts
/// those: each holds a cell, and between them no cell is blank.
fn settle_marks(lines: &mut [Line<'_>]) {
    let is_mark = |it: char| it == '|' || it == '\t';
    let only = |line: &Line<'_>| {
        matches!(line.form, Form::Row(_)) && line.text.chars().all(|it| is_mark(it) || it == ' ')
    };
    // Of each line: whether the last that says anything before it has such marks.
    let parted = |line: &Line<'_>| line.text.contains(is_mark);
    let mut marked = false;
    let above: Vec<bool> = lines
        .iter()
        .map(|line| {
            let before = marked;
            if !only(line) && line.form != Form::Empty {
                marked = parted(line);
            }
            before
        })
        .collect();
    marked = false;
    for (line, above) in lines.iter_mut().zip(above).rev() {
        if !only(line) && line.form != Form::Empty {
            marked = parted(line);
        } else if only(line) && !above && !marked {
            line.form = Form::Empty;
        }
    }
}

/// Takes a TAB at the end of each line for what ends a cell, where cells stand on lines of their own: a
/// number alone with nothing but a TAB behind it is no row of a grid.
fn settle_tails(lines: &mut [Line<'_>]) {
    let cell = |line: &Line<'_>| {
        let cell = line
            .text
            .strip_suffix('\t')
            .filter(|it| !it.contains(['\t', '|']));
        cell.is_some_and(|it| !it.trim().is_empty())
    };
    let number = |line: &Line<'_>| cell(line) && is_number(line.text.trim());
    let said: Vec<usize> = (0..lines.len())
        .filter(|at| lines.get(*at).is_some_and(|it| it.form != Form::Empty))
        .collect();
    let is = |at: usize, what: &dyn Fn(&Line<'_>) -> bool| {
        said.get(at).and_then(|at| lines.get(*at)).is_some_and(what)
    };
    let mut ends: Vec<usize> = Vec::new();
    let mut from = 0;
    while from < said.len() {
        let run = (from..said.len()).take_while(|at| is(*at, &cell)).count();
        let numbers = (from..from + run).filter(|at| is(*at, &number)).count();
        if numbers >= NUMBERS {
            ends.extend(said.iter().skip(from).take(run));
        }
        from += run.max(1);
    }
    for at in &ends {
        if let Some(ended) = lines.get_mut(*at)
            && let Some(mut alone) = line::lines(ended.text.trim_end()).into_iter().next()
        {
            shift(&mut alone, ended.span.start);
            *ended = alone;
        }
    }
}
