//! `hegui pack mutate`: whether the rules of a pack report what is changed in valid reports.

use hegui::mutate::{Example, Mutated, Plan, mutate};
use hegui::pack::Pack;
use hegui::render::{self, View};

use super::meant;
use crate::args::{CheckFormat, Mutate};
use crate::files::Output;
use crate::packs::Packs;
use crate::{Exit, Failure, files, printed, view};

/// How many changes are tried where nothing is said: the tests of a pack should not take minutes.
const FEW: usize = 1000;

pub(super) fn run(args: &Mutate) -> Result<Exit, Failure> {
    let pack = meant(&args.pack, &args.packs)?;
    let packs = Packs::load(&args.packs)?;
    let mut examples = Vec::new();
    for path in &args.reports {
        examples.push(Example {
            name: path.display().to_string(),
            bytes: files::report(path)?,
        });
    }
    let plan = Plan {
        seed: args.seed,
        most: args.max,
    };
    let mutated = mutate(&pack, packs.all()?, &examples, plan);
    if let Some(folder) = &args.keep {
        files::new_folder(folder)?;
        for (at, it) in mutated.all_wrong().enumerate() {
            let path = folder.join(format!("{}.txt", at + 1));
            Output::new(&path).write(&it.text)?;
        }
    }
    printed(&match args.format {
        CheckFormat::Human => render::mutations(&mutated, &view()),
        CheckFormat::Json => render::mutations_json(&mutated),
    });
    Ok(ending(&mutated))
}

/// A sample for the tests of `packs`.
pub(super) fn sample<'p>(packs: &[&'p Pack], all: &[Pack]) -> Vec<Mutated<'p>> {
    let plan = Plan {
        seed: 1,
        most: Some(FEW),
    };
    let governing = packs.iter().filter(|it| it.years.is_some());
    governing.map(|pack| mutate(pack, all, &[], plan)).collect()
}

/// Samples as tables, with what came out wrong.
pub(super) fn page(mutated: &[Mutated<'_>], view: &View) -> String {
    let pages = mutated.iter();
    let pages: Vec<String> = pages.map(|it| render::mutations(it, view)).collect();
    [String::new()]
        .into_iter()
        .chain(pages)
        .collect::<Vec<_>>()
        .join("\n")
}

fn ending(mutated: &Mutated<'_>) -> Exit {
    if mutated.alarms.is_empty() && mutated.wrong.is_empty() {
        Exit::Judged
    } else {
        Exit::Findings
    }
}
