//! `hegui audit`: each report is judged by itself and beside the others, and one bad file stops no
//! other.
//!
//! Every file is read twice: first for its gist, which is all that stays in memory, then to be
//! judged beside the gists of the others. What was read of the first few is kept instead.

mod notes;
mod pages;
mod share;

use std::path::Path;
use std::sync::Arc;

use hegui::audit::{Audit, ChosenBy, Terms};
use hegui::document::Date;
use hegui::fact::Facts;
use hegui::pack::{self, Organ, Pack};
use hegui::render::{Evidence, Left, Line, View};
use hegui::rule::Severity;
use hegui::series::{Member, Series};
use hegui::verdict::Outcome;

use self::pages::Pages;
use self::share::each;
use crate::args::{self, AuditFormat, FailOn};
use crate::fault::{Fault, said};
use crate::files::Input;
use crate::packs::{Packs, document};
use crate::{Exit, Failure, comment, files, left, screen, view};

/// So many files are at work at a time.
const BATCH: usize = 64;

/// The facts of reports with so much text in all are kept, so that few files are read once.
const KEPT: usize = 4 * 1024 * 1024;

/// Audits every file of `args`.
pub(super) fn run(args: &args::Audit) -> Result<Exit, Failure> {
    let copy = match args.format {
        AuditFormat::Docx => Some(comment::require_copy(args)?),
        AuditFormat::Human | AuditFormat::Json | AuditFormat::Html | AuditFormat::Csv => None,
    };
    let packs = Packs::to_judge(&args.choice.packs)?;
    if let Some(kind) = &args.organ {
        known_kind(&packs, kind)?;
    }
    let terms = Terms {
        as_of: args.as_of.as_deref().map(day).transpose()?,
        organ_kind: args.organ.clone(),
        waivers: match &args.waivers {
            Some(path) => pack::waivers(&files::text(path)?, packs.all()?)?,
            None => Vec::new(),
        },
        ..Terms::of(ChosenBy::Report)
    };
    let evidence = match args.evidence {
        args::Evidence::Findings => Evidence::Findings,
        args::Evidence::All => Evidence::All,
    };
    let mut view = View { evidence, ..view() };
    view.color &= args.output.is_none();

    let (inputs, faults) = files::inputs(&args.files);
    let mut exit = Exit::Judged;
    for fault in faults {
        screen::complain(&fault, args::lang());
        exit = Exit::CouldNotRun;
    }
    let job = Job {
        args,
        packs: &packs,
        terms,
        view,
        copy,
    };
    let (known, worst) = job.gists(&inputs);
    exit = exit.min(worst);
    let mut pages = Pages::new(args, view, known.left);
    for batch in known.reports.chunks(BATCH) {
        for judged in each(batch, |it| job.judged(it, &known.series)) {
            match judged {
                Ok(judged) => {
                    exit = exit.min(judged.exit);
                    if let Some(fault) = &judged.fault {
                        screen::complain(fault, args::lang());
                    }
                    pages.add(&judged.page, judged.line)?;
                }
                Err(failure) => exit = exit.min(left::complain(&failure)),
            }
        }
    }
    pages.close()?;
    if known.reports.is_empty() && exit == Exit::Judged {
        return Err(left::nothing().into());
    }
    Ok(exit)
}

/// What all files have in common.
struct Job<'a> {
    args: &'a args::Audit,
    packs: &'a Packs,
    terms: Terms,
    view: View,
    /// Where the report goes with its findings as comments.
    copy: Option<&'a Path>,
}

/// What was read of one file.
struct Read<'p> {
    facts: Arc<Facts>,
    pack: &'p Pack,
    chosen_by: ChosenBy,
}

/// A file that holds a report.
struct Report<'a> {
    input: &'a Input,
    /// Its place in the series.
    index: usize,
    read: Option<Read<'a>>,
}

/// What is known of all reports before the first is judged.
struct Known<'a> {
    reports: Vec<Report<'a>>,
    /// The files that are not among them.
    left: Vec<Left>,
    series: Series,
}

/// What is said of one report.
struct Judged {
    page: String,
    line: Line,
    exit: Exit,
    fault: Option<Fault>,
}

impl<'a> Job<'a> {
    fn read(&self, input: &Input) -> Result<Read<'a>, Failure> {
        let document = document(&input.path)?;
        let (pack, chosen_by) = self.packs.choose(&document, self.args.choice.year)?;
        let facts = hegui::extract::extract(&document, pack);
        hegui::audit::require_report(&facts, pack)?;
        Ok(Read {
            facts: Arc::new(facts),
            pack,
            chosen_by,
        })
    }

    /// Reads every file once for what the others are compared with.
    fn gists(&self, inputs: &'a [Input]) -> (Known<'a>, Exit) {
        let mut exit = Exit::Judged;
        let (mut members, mut reports, mut left) = (Vec::new(), Vec::new(), Vec::new());
        let mut kept = 0;
        for batch in inputs.chunks(BATCH) {
            let read = each(batch, |input| {
                self.read(input)
                    .map(|it| (Member::of(&it.facts, it.pack), it))
            });
            for (input, read) in batch.iter().zip(read) {
                match read {
                    Ok((member, read)) => {
                        kept += read.facts.source.text().len();
                        reports.push(Report {
                            input,
                            index: members.len(),
                            read: (kept <= KEPT).then_some(read),
                        });
                        members.push(member);
                    }
                    Err(failure) => {
                        exit = exit.min(left::told(&failure, input));
                        left.push(left::left(&failure, input));
                    }
                }
            }
        }
        let series = Series::new(members);
        notes::doubles(&series, |at| {
            reports
                .get(at)
                .map(|it: &Report<'_>| it.input.path.as_path())
        });
        notes::strangers(&series, &self.terms.waivers);
        let known = Known {
            reports,
            left,
            series,
        };
        (known, exit)
    }

    fn judged(&self, report: &Report<'a>, series: &Series) -> Result<Judged, Failure> {
        let again;
        let read = if let Some(read) = &report.read {
            read
        } else {
            again = self.read(report.input)?;
            &again
        };
        let terms = Terms {
            chosen_by: read.chosen_by,
            beside: series.beside(report.index),
            ..self.terms.clone()
        };
        let audit = hegui::audit::judge(Facts::clone(&read.facts), read.pack, &terms);
        let mut exit = ending(&audit, self.args.fail_on);
        let mut fault = None;
        if let Some(least) = self.args.min_score {
            let (worst, why) = scored(&audit, least);
            exit = exit.min(worst);
            fault = why;
        }
        if let Some(copy) = self.copy {
            comment::write(&audit, &report.input.path, copy, &self.view)?;
        }
        Ok(Judged {
            page: pages::page(&audit, self.args.format, &self.view),
            line: Line::of(&audit),
            exit,
            fault,
        })
    }
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
    // What is wrong with a waiver is a finding too.
    let counts = counts
        || audit
            .wrong_waivers()
            .any(|(_, fault)| least.is_some_and(|least| fault.severity() >= least));
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

/// How a report ends the program that should have a score of at least `least`, and why.
fn scored(audit: &Audit<'_>, least: u8) -> (Exit, Option<Fault>) {
    let name = audit.facts.source.name();
    let fault = match audit.score.value {
        Some(value) if value.at_least(u64::from(least)) => return (Exit::Judged, None),
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
    let exit = if audit.score.value.is_some() {
        Exit::Findings
    } else {
        Exit::TooLittle
    };
    (exit, Some(fault))
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
fn known_kind(packs: &Packs, kind: &str) -> Result<(), Failure> {
    let organs = packs.all()?.iter().flat_map(|pack| &pack.organs);
    if organs.clone().any(|it| it.id == kind) {
        return Ok(());
    }
    let known = |name: fn(&Organ) -> String| {
        let mut known: Vec<String> = organs.clone().map(name).collect();
        known.sort_unstable();
        known.dedup();
        known
    };
    let chinese = known(|it| format!("{}（{}）", it.id, it.name.zh));
    let english = known(|it| it.id.clone());
    Err(Fault::new(
        said(
            format!("没有 `{kind}` 这种机关"),
            format!("there is no kind of organ `{kind}`"),
        ),
        said(
            format!("可以是：{}", chinese.join("、")),
            format!("it can be: {}", english.join(", ")),
        ),
    )
    .into())
}
