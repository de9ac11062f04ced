//! The command line: reads files, calls the library, prints, exits.

mod args;
mod audit;
mod comment;
mod convert;
mod facts;
mod fault;
mod files;
mod left;
mod pack;
mod packs;
mod score;
mod screen;

use std::process::{ExitCode, Termination};

use hegui::bilingual::Bilingual;
use hegui::render;
use hegui::render::{Evidence, View};

use crate::args::{Command, Said, TreeFormat};
use crate::fault::{Fault, said};
use crate::packs::{Packs, document};

const INTRODUCTION: &str = "\
hegui（合规）审查政府信息公开工作年度报告：
读一份报告，按报告年度适用的规定逐条检查，指出问题、位置、依据和改法。

  hegui audit 报告.docx               审查一份报告
  hegui facts 报告.docx --format csv  把报告里的表格数据导出来
  hegui explain GJ01                  说明一条规则

hegui --help 列出全部命令；hegui audit --help 列出审查的选项。
";

const INTRODUCTION_IN_ENGLISH: &str = "\
hegui audits annual reports on government information disclosure: it reads a report, judges it by
the regulation of its year, and says what is wrong, where, on what legal basis, and what to do.

  hegui audit REPORT.docx               audit a report
  hegui facts REPORT.docx --format csv  take the numbers out of its tables
  hegui explain GJ01                    explain a rule

hegui --help lists all commands, hegui audit --help the options of an audit.
";

/// How the program ends. Of several, the first here that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    CouldNotRun,
    RuleFault,
    Findings,
    TooLittle,
    Judged,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Judged => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
            Self::RuleFault => 3,
            Self::TooLittle => 4,
        })
    }
}

/// Why a command could not run.
type Failure = Box<dyn Bilingual + Send + Sync>;

fn main() -> Exit {
    let done = match args::read() {
        Err(Said::Help(text)) => Ok(printed(&text)),
        Err(Said::Wrong(fault)) => Err(Failure::from(fault)),
        Ok(args) => match args.command {
            None => Ok(printed(
                args::lang().pick(INTRODUCTION, INTRODUCTION_IN_ENGLISH),
            )),
            Some(Command::Audit(audit)) => audit::run(&audit),
            Some(Command::Parse(parse)) => run_parse(&parse),
            Some(Command::Facts(facts)) => facts::run(&facts),
            Some(Command::Rules(rules)) => run_rules(&rules),
            Some(Command::Explain(explain)) => run_explain(&explain),
            Some(Command::Pack(args)) => pack::run(&args.command),
            Some(Command::Completions(args)) => Ok(printed(&args::script(args.shell))),
            Some(Command::Score(args)) => Ok(score::run(&args.command)),
        },
    };
    done.unwrap_or_else(|failure| {
        screen::complain(failure.as_ref(), args::lang());
        ending(&failure)
    })
}

/// How the program ends on a failure: a scan was read, but shows nothing that could be judged.
fn ending(failure: &Failure) -> Exit {
    let code = failure.code().map(|it| it.to_string());
    if code.as_deref() == Some("hegui::read::no_text") {
        Exit::TooLittle
    } else {
        Exit::CouldNotRun
    }
}

fn printed(text: &str) -> Exit {
    screen::print(text);
    Exit::Judged
}

fn view() -> View {
    View {
        width: screen::width(),
        color: screen::color(),
        lang: args::lang(),
        evidence: Evidence::Findings,
    }
}

fn run_parse(args: &args::Parse) -> Result<Exit, Failure> {
    let document = document(&args.file)?;
    Ok(printed(&match args.format {
        TreeFormat::Tree => render::tree(&document, &view()),
        TreeFormat::Json => render::tree_json(&document),
    }))
}

fn run_rules(args: &args::Rules) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.packs)?;
    let pack = match args.year {
        Some(year) => packs.of_year(year)?,
        None => packs.latest()?,
    };
    Ok(printed(&render::rules(pack, &view())))
}

fn run_explain(args: &args::Explain) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.packs)?;
    let view = view();
    let page = render::explain(packs.all()?, &args.rule, &view);
    if let Some(page) = page.or_else(|| render::explain_waiver(&args.rule, &view)) {
        return Ok(printed(&page));
    }
    let help = match render::nearest(packs.all()?, &args.rule) {
        Some(near) => said(
            format!("是不是 `{near}`？"),
            format!("did you mean `{near}`?"),
        ),
        None => said("hegui rules 列出全部规则", "hegui rules lists all rules"),
    };
    let message = said(
        format!("没有 `{}` 这条规则", args.rule),
        format!("there is no rule `{}`", args.rule),
    );
    Err(Fault::new(message, help).into())
}
