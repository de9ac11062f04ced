//! `hegui facts`: what each report says, one after the other; one bad file stops no other.

use hegui::render;

use crate::args::{self, FactsFormat};
use crate::files::Input;
use crate::packs::{Packs, document};
use crate::{Exit, Failure, files, left, screen, view};

/// Prints the facts of every file of `args`.
pub(super) fn run(args: &args::Facts) -> Result<Exit, Failure> {
    let packs = Packs::to_judge(&args.choice.packs)?;
    let single = matches!(args.files.as_slice(), [file] if !file.is_dir());
    let (inputs, faults) = files::inputs(&args.files);
    let mut exit = Exit::Judged;
    for fault in faults {
        screen::complain(&fault, args::lang());
        exit = Exit::CouldNotRun;
    }
    let mut printed = 0;
    for input in &inputs {
        let page = match page(args, &packs, input) {
            Ok(page) => page,
            Err(failure) => {
                exit = exit.min(left::told(&failure, input));
                continue;
            }
        };
        let first = printed == 0;
        printed += 1;
        screen::print(match args.format {
            FactsFormat::Csv if first => render::FACTS_CSV_HEAD,
            FactsFormat::Json if single => "",
            FactsFormat::Json if first => "[\n",
            FactsFormat::Json => ",\n",
            FactsFormat::Table if !first => "\n",
            FactsFormat::Csv | FactsFormat::Table => "",
        });
        screen::print(match args.format {
            FactsFormat::Json if !single => page.trim_end(),
            FactsFormat::Json | FactsFormat::Csv | FactsFormat::Table => &page,
        });
    }
    if matches!(args.format, FactsFormat::Json) && !single && printed > 0 {
        screen::print("\n]\n");
    }
    if printed == 0 && exit == Exit::Judged {
        return Err(left::nothing().into());
    }
    Ok(exit)
}

fn page(args: &args::Facts, packs: &Packs, input: &Input) -> Result<String, Failure> {
    let document = document(&input.path)?;
    let (pack, _) = packs.choose(&document, args.choice.year)?;
    let facts = hegui::extract::extract(&document, pack);
    hegui::audit::require_report(&facts, pack)?;
    Ok(match args.format {
        FactsFormat::Table => render::facts_table(&facts, pack, &view()),
        FactsFormat::Json => render::facts_json(&facts, pack),
        FactsFormat::Csv => render::facts_csv(&facts, pack),
    })
}
