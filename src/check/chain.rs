//! Chains of sums: one instance of a rule over cells.

use rust_decimal::Decimal;

use super::cells::{Ground, Taken};
use super::message::{Values, fill, listed, number};
use crate::fact::CellState;
use crate::form::{Address, Each, Instance};
use crate::relation::{Comparison, Path, Sign, Sum, Term};
use crate::verdict::{Label, Outcome, Verdict};

/// A term of a sum and the cells it took.
struct Part {
    sign: Sign,
    /// The path, and whether it names a group.
    path: Option<(String, bool)>,
    constant: Decimal,
    cells: Vec<Taken>,
}

/// What ends an instance before anything is compared.
struct End {
    outcome: Outcome,
    why: String,
}

pub(super) fn verdict(
    ground: &Ground<'_>,
    instance: &Instance,
    first: &Sum,
    rest: &[(Comparison, Sum)],
) -> Verdict {
    let mut sums: Vec<Vec<Part>> = Vec::new();
    for sum in std::iter::once(first).chain(rest.iter().map(|(_, sum)| sum)) {
        match sum
            .terms
            .iter()
            .map(|(sign, term)| part(ground, instance, *sign, term))
            .collect()
        {
            Ok(parts) => sums.push(parts),
            // What is not there at all is not there for any instance: the reason names none.
            Err(end) => return finish_with(instance, &sums, 0, end.outcome, end.why),
        }
    }
    if let Err(end) = settle(&mut sums) {
        return finish(instance, &sums, 0, end.outcome, end.why);
    }
    let Some(totals) = sums
        .iter()
        .map(|parts| total(parts))
        .collect::<Option<Vec<Decimal>>>()
    else {
        let why = "数值太大，无法计算".to_owned();
        return finish(instance, &sums, 0, Outcome::CannotAssess, why);
    };
    let sides: Vec<(Comparison, Decimal, Decimal)> = rest
        .iter()
        .zip(totals.iter().zip(totals.iter().skip(1)))
        .map(|((comparison, _), (left, right))| (*comparison, *left, *right))
        .collect();
    let violated = sides
        .iter()
        .position(|(comparison, left, right)| match comparison {
            Comparison::Equal => left != right,
            Comparison::AtMost => left > right,
            Comparison::AtLeast => left < right,
        });
    let at = violated.unwrap_or(0);
    let mut values = values(ground, instance, &sums);
    if let Some((_, left, right)) = sides.get(at) {
        values.insert("left".into(), number(*left));
        values.insert("right".into(), number(*right));
        let difference = left.checked_sub(*right).map(|it| number(it.abs()));
        values.insert(
            "difference".into(),
            difference.unwrap_or_else(|| "很多".into()),
        );
    }
    if violated.is_none() {
        let message = fill(&ground.rule.pass, &values);
        return finish_with(instance, &sums, at, Outcome::Pass, message);
    }
    let inferred = names(&sums, |cell| cell.unconfirmed && !cell.operand.as_zero);
    if !inferred.is_empty() {
        let why = format!("{}是推算的，不足以认定有误", listed(&inferred, "格"));
        return finish(instance, &sums, at, Outcome::CannotAssess, why);
    }
    finish_with(
        instance,
        &sums,
        at,
        Outcome::Fail,
        fill(&ground.rule.fail, &values),
    )
}

fn part(ground: &Ground<'_>, instance: &Instance, sign: Sign, term: &Term) -> Result<Part, End> {
    let (path, group, addresses) = match term {
        Term::Integer(value) => {
            let constant = Decimal::from(*value);
            return Ok(Part {
                sign,
                path: None,
                constant,
                cells: Vec::new(),
            });
        }
        Term::Prior(path) => return before(ground, instance, sign, path),
        Term::Path(path) => (
            path,
            false,
            ground.scope.cell(instance, path).into_iter().collect(),
        ),
        Term::SumOf(path) => (path, true, ground.scope.group(instance, path)),
    };
    let cells = taken(ground, path, &addresses)?;
    let path = Some((path.name.clone(), group));
    Ok(Part {
        sign,
        path,
        constant: Decimal::ZERO,
        cells,
    })
}

/// The same cell of the report of the year before.
fn before(ground: &Ground<'_>, instance: &Instance, sign: Sign, path: &Path) -> Result<Part, End> {
    let lacking = |why: String| End {
        outcome: Outcome::NotApplicable,
        why,
    };
    let address = ground.scope.cell(instance, path).ok();
    let taken = address.and_then(|address| {
        let (form, _) = ground.form(address.form)?;
        super::prior::take(ground.prior?, form, address)
    });
    let taken = taken.ok_or_else(|| {
        lacking("上一年的报告里没有这一格（格式不同，或者表里缺这一行）".to_owned())
    })?;
    Ok(Part {
        sign,
        path: Some((format!("prior.{}", path.name), false)),
        constant: Decimal::ZERO,
        cells: vec![taken],
    })
}

/// What was read of the cells a path names, those the report's table has.
fn taken(ground: &Ground<'_>, path: &Path, addresses: &[Address]) -> Result<Vec<Taken>, End> {
    let Some((form, facts)) = addresses.first().and_then(|it| ground.form(it.form)) else {
        let why = format!("规则里的 `{}` 没有对应的格", path.name);
        return Err(End {
            outcome: Outcome::RuleFault,
            why,
        });
    };
    if facts.is_none() {
        let why = format!("没有找到{}", form.name);
        return Err(End {
            outcome: Outcome::NotApplicable,
            why,
        });
    }
    let cells: Vec<Taken> = addresses.iter().filter_map(|it| ground.take(*it)).collect();
    if cells.is_empty() {
        let names: Vec<String> = addresses.iter().map(|it| form.cell_name(it.cell)).collect();
        let why = format!("{}里没有{}", form.name, listed(&names, "格"));
        return Err(End {
            outcome: Outcome::NotApplicable,
            why,
        });
    }
    Ok(cells)
}

/// Gives every cell its number, or says why that cannot be done.
fn settle(sums: &mut [Vec<Part>]) -> Result<(), End> {
    let unread = names(sums, |cell| cell.operand.state == CellState::Unread);
    if !unread.is_empty() {
        let why = format!("{}没有读清", listed(&unread, "格"));
        return Err(End {
            outcome: Outcome::CannotAssess,
            why,
        });
    }
    let any = cells(sums).next().is_some();
    if any && cells(sums).all(Taken::is_blank) {
        let why = "整组空白".to_owned();
        return Err(End {
            outcome: Outcome::CannotAssess,
            why,
        });
    }
    for cell in cells_mut(sums).filter(|cell| cell.is_blank() && cell.blank_is_zero) {
        cell.read_as_zero();
    }
    // A blank total over nothing but zeros is zero; over other parts it was left out.
    let left_out = |cell: &Taken| cell.operand.value.is_none() && cell.total;
    if cells(sums)
        .filter(|cell| !left_out(cell))
        .all(Taken::is_zero)
    {
        for cell in cells_mut(sums).filter(|cell| left_out(cell)) {
            cell.read_as_zero();
        }
    }
    let blank = names(sums, |cell| cell.operand.value.is_none());
    if blank.is_empty() {
        return Ok(());
    }
    let why = format!("{}空白", listed(&blank, "格"));
    Err(End {
        outcome: Outcome::CannotAssess,
        why,
    })
}

fn cells(sums: &[Vec<Part>]) -> impl Iterator<Item = &Taken> {
    sums.iter().flatten().flat_map(|part| &part.cells)
}

fn cells_mut(sums: &mut [Vec<Part>]) -> impl Iterator<Item = &mut Taken> {
    sums.iter_mut().flatten().flat_map(|part| &mut part.cells)
}

fn names(sums: &[Vec<Part>], which: impl Fn(&Taken) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for cell in cells(sums).filter(|cell| which(cell)) {
        if !names.contains(&cell.operand.name) {
            names.push(cell.operand.name.clone());
        }
    }
    names
}

/// The sum of the parts; none if it cannot be held exactly.
fn total(parts: &[Part]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::ZERO, |sum, part| {
        let amount = amount(part)?;
        let result = match part.sign {
            Sign::Plus => sum.checked_add(amount)?,
            Sign::Minus => sum.checked_sub(amount)?,
        };
        exact(result, sum, amount).then_some(result)
    })
}

fn amount(part: &Part) -> Option<Decimal> {
    part.cells.iter().try_fold(part.constant, |sum, cell| {
        let value = cell.operand.value?;
        let result = sum.checked_add(value)?;
        exact(result, sum, value).then_some(result)
    })
}

/// Whether no digit was rounded off: a sum of two has as many places as the longer of them.
fn exact(result: Decimal, one: Decimal, other: Decimal) -> bool {
    result.scale() >= one.normalize().scale().max(other.normalize().scale())
}

/// What the placeholders of the rule's messages stand for, but for the sides.
fn values(ground: &Ground<'_>, instance: &Instance, sums: &[Vec<Part>]) -> Values {
    let mut values = Values::new();
    for part in sums.iter().flatten() {
        if let (Some((path, group)), Some(amount)) = (&part.path, amount(part)) {
            // A cell goes before a group of the same name.
            if !*group || !values.contains_key(path) {
                values.insert(path.clone(), number(amount));
            }
        }
    }
    let name = match ground.rule.each {
        Each::Once => return values,
        Each::Column => "column",
        Each::Row => "row",
        Each::Part => "part",
    };
    values.insert(name.into(), instance.name.clone());
    values
}

/// A verdict that says why nothing was compared.
fn finish(
    instance: &Instance,
    sums: &[Vec<Part>],
    at: usize,
    outcome: Outcome,
    why: String,
) -> Verdict {
    let of = if instance.name.is_empty() {
        why
    } else {
        format!("{}：{why}", instance.name)
    };
    finish_with(instance, sums, at, outcome, of)
}

fn finish_with(
    instance: &Instance,
    sums: &[Vec<Part>],
    at: usize,
    outcome: Outcome,
    message: String,
) -> Verdict {
    Verdict {
        instance: instance.id.clone(),
        outcome,
        message,
        labels: labels(sums, at),
        operands: cells(sums).map(|cell| cell.operand.clone()).collect(),
        left: None,
    }
}

/// The places of the cells. The main one is a total on the left of the comparison that `at`
/// counts, or what comes nearest to that. Zeros among many summed up are not pointed at.
fn labels(sums: &[Vec<Part>], at: usize) -> Vec<Label> {
    let mut ranked: Vec<((bool, bool), Label)> = Vec::new();
    for (side, part) in sums
        .iter()
        .enumerate()
        .flat_map(|(i, it)| it.iter().map(move |p| (i, p)))
    {
        for cell in &part.cells {
            let in_group = matches!(part.path, Some((_, true)));
            if in_group && cell.is_zero() {
                continue;
            }
            if let Some(label) = cell.label()
                && ranked.iter().all(|(_, it)| *it != label)
            {
                ranked.push(((side != at, !cell.total), label));
            }
        }
    }
    let main = ranked
        .iter()
        .enumerate()
        .min_by_key(|(_, (rank, _))| *rank)
        .map(|(main, _)| main);
    if let Some(before) = main.and_then(|main| ranked.get_mut(..=main)) {
        before.rotate_right(1);
    }
    ranked.into_iter().map(|(_, label)| label).collect()
}
