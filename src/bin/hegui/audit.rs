//! `hegui audit`: each report is judged by itself, and one bad file stops no other.

use std::path::Path;
use std::sync::Arc;

use hegui::audit::{Audit, ChosenBy, Terms};
use hegui::check::Prior;
use hegui::document::Date;
use hegui::fact::Facts;
use hegui::fold::key;
use hegui::pack::{self, Pack};
use hegui::render::{self, Evidence, View};
use hegui::rule::Severity;
use hegui::verdict::Outcome;
use hegui::waiver::Used;

use crate::args::{self, AuditFormat, FailOn};
use crate::fault::{Fault, said};
use crate::packs::{Packs, document};
use crate::{Exit, Failure, comment, files, screen, view};

/// Audits every file of `args`.
pub(super) fn run(args: &args::Audit) -> Result<Exit, Failure> {
    let commented = match args.format {
        AuditFormat::Docx => Some(comment::require_paths(args)?),
        AuditFormat::Human | AuditFormat::Json | AuditFormat::Html => None,
    };
    let packs = Packs::load(&args.choice.packs)?;
    if let Some(kind) = &args.organ {
        known_kind(&packs, kind)?;
    }
    let terms = Terms {
        as_of: args.as_of.as_deref().map(day).transpose()?,
        organ_kind: args.organ.clone(),
        waivers: match &args.waivers {
            Some(path) => pack::waivers(&files::text(path)?)?,
            None => Vec::new(),
        },
        ..Terms::of(ChosenBy::Report)
    };
    let evidence = match args.evidence {
        args::Evidence::Findings => Evidence::Findings,
        args::Evidence::All => Evidence::All,
    };
    let mut view = View {
        evidence,
        ..view(args.language.lang)
    };
    view.color &= args.output.is_none();

    let mut exit = Exit::Judged;
    let mut read = Vec::new();
    for file in &args.files {
        match self::read(args, &packs, file) {
            Ok(it) => read.push(it),
            Err(failure) => {
                screen::complain(failure.as_ref(), args::lang());
                exit = exit.min(crate::ending(&failure));
            }
        }
    }
    let mut pages = Vec::new();
    for it in &read {
        let terms = Terms {
            chosen_by: it.chosen_by,
            prior: read
                .iter()
                .find(|before| before.is_before(it))
                .map(Read::prior),
            ..terms.clone()
        };
        let audit = hegui::audit::judge(Facts::clone(&it.facts), it.pack, &terms);
        exit = exit.min(ending(&audit, args.fail_on));
        if let Some(least) = args.min_score {
            exit = exit.min(scored(&audit, least));
        }
        if let Some((report, output)) = commented {
            comment::write(&audit, report, output, &view)?;
            continue;
        }
        pages.push(match args.format {
            AuditFormat::Human => render::human(&audit, &view),
            AuditFormat::Json => render::json(&audit),
            AuditFormat::Html | AuditFormat::Docx => render::html(&audit, &view),
        });
    }
    if pages.is_empty() {
        return Ok(exit);
    }
    let text = match args.format {
        AuditFormat::Human => pages.join(&format!("\n{}\n\n", "═".repeat(view.width.min(100)))),
        AuditFormat::Html | AuditFormat::Docx => pages.concat(),
        AuditFormat::Json if args.files.len() == 1 => pages.concat(),
        AuditFormat::Json => {
            let pages: Vec<&str> = pages.iter().map(|page| page.trim_end()).collect();
            format!("[\n{}\n]\n", pages.join(",\n"))
        }
    };
    match &args.output {
        Some(path) => files::write(path, &text)?,
        None => screen::print(&text),
    }
    Ok(exit)
}

/// What was read of one file.
struct Read<'p> {
    facts: Arc<Facts>,
    pack: &'p Pack,
    chosen_by: ChosenBy,
}

impl Read<'_> {
    fn prior(&self) -> Prior {
        Prior {
            facts: Arc::clone(&self.facts),
            words: Arc::clone(&self.pack.words),
        }
    }

    /// Whether this is the same organ's report on the year before `other`.
    fn is_before(&self, other: &Self) -> bool {
        let organ = |it: &Self| it.facts.organ.as_ref().map(|organ| key(&organ.value));
        let (own, others) = (organ(self), organ(other));
        own.is_some() && own == others && self.prior().is_before(&other.facts)
    }
}

/// Reads one file.
fn read<'p>(args: &args::Audit, packs: &'p Packs, file: &Path) -> Result<Read<'p>, Failure> {
    let document = document(file)?;
    let (pack, chosen_by) = packs.choose(&document, args.choice.year)?;
    let facts = hegui::extract::extract(&document, pack);
    hegui::audit::require_report(&facts, pack)?;
    Ok(Read {
        facts: Arc::new(facts),
        pack,
        chosen_by,
    })
}

/// How one audit ends the program.
fn ending(audit: &Audit<'_>, fail_on: FailOn) -> Exit {
    let least = match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Hint => Some(Severity::Hint),
        FailOn::Never => None,
    };
    let severity = |rule: usize| audit.pack.rules.get(rule).map(|rule| rule.severity);
    let any = |outcome| audit.results.iter().any(|it| it.outcome == outcome);
    let counts = audit.results.iter().any(|it| {
        it.outcome == Outcome::Fail && least.is_some_and(|least| severity(it.rule) >= Some(least))
    });
    // A waiver that should be mended itself is as bad as a warning.
    let wrong = audit.waivers.iter().any(Used::is_wrong);
    let counts = counts || wrong && least.is_some_and(|least| least <= Severity::Warning);
    if any(Outcome::RuleFault) {
        Exit::RuleFault
    } else if counts {
        Exit::Findings
    } else if audit.causes.iter().any(|it| it.doubt.is_some()) {
        // What was read of a form cannot be trusted.
        Exit::TooLittle
    } else if any(Outcome::Pass) || any(Outcome::Fail) {
        Exit::Judged
    } else {
        Exit::TooLittle
    }
}

/// How a report ends the program that should have a score of at least `least`.
fn scored(audit: &Audit<'_>, least: u8) -> Exit {
    let name = audit.facts.source.name();
    let fault = match audit.score.value {
        Some(value) if value.at_least(u64::from(least)) => return Exit::Judged,
        Some(value) => Fault::new(
            said(
                format!("`{name}` 得分 {value}，低于 {least}"),
                format!("`{name}` scores {value}, less than {least}"),
            ),
            said("先改“扣分”里扣得最多的", "mend first what costs most"),
        ),
        None => Fault::new(
            said(
                format!("`{name}` 没有得分，无法与 {least} 比较"),
                format!("`{name}` has no score to compare with {least}"),
            ),
            said(
                "能判断的内容太少，看看哪些无法判断、哪些不适用",
                "too little could be judged: see what could not, and what does not apply",
            ),
        ),
    };
    screen::complain(&fault, args::lang());
    if audit.score.value.is_some() {
        Exit::Findings
    } else {
        Exit::TooLittle
    }
}

/// The day written as `2022-02-01`.
fn day(text: &str) -> Result<Date, Fault> {
    let wrong = || {
        Fault::new(
            said(format!("`{text}` 不是日期"), format!("`{text}` is no date")),
            said("写成 2022-02-01 这样", "write it like 2022-02-01"),
        )
    };
    let date: jiff::civil::Date = text.parse().map_err(|_| wrong())?;
    Ok(Date {
        year: date.year(),
        month: Some(date.month()),
        day: Some(date.day()),
    })
}

/// Refuses a kind of organ that no pack knows.
fn known_kind(packs: &Packs, kind: &str) -> Result<(), Fault> {
    let mut known: Vec<&str> = packs
        .all()
        .iter()
        .flat_map(|pack| &pack.organs)
        .map(|it| it.id.as_str())
        .collect();
    if known.contains(&kind) {
        return Ok(());
    }
    known.sort_unstable();
    known.dedup();
    Err(Fault::new(
        said(
            format!("没有 `{kind}` 这种机关"),
            format!("there is no kind of organ `{kind}`"),
        ),
        said(
            format!("可以是：{}", known.join("、")),
            format!("it can be: {}", known.join(", ")),
        ),
    ))
}
