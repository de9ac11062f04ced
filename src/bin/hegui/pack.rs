//! `hegui pack`: what a pack's author does.

mod mutate;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use hegui::pack::{self, Lack, Pack, PackErrors};
use hegui::render::{self, Tried};
use hegui::rule::Case;
use hegui::trial;

use crate::args::{self, CheckFormat, DocsFormat, PackCommand, TestFormat};
use crate::fault::{Fault, said};
use crate::packs::{Packs, document};
use crate::{Exit, Failure, files, printed, screen, view};

pub(super) fn run(command: &PackCommand) -> Result<Exit, Failure> {
    match command {
        PackCommand::New(args) => new(args),
        PackCommand::Check(args) => check(args),
        PackCommand::Test(args) => test(args),
        PackCommand::Mutate(args) => mutate::run(args),
        PackCommand::Try(args) => attempt(args),
        PackCommand::Template(args) => template(args),
        PackCommand::Docs(args) => docs(args),
        PackCommand::Diff(args) => diff(args),
    }
}

/// Writes a pack that works at once.
fn new(args: &args::New) -> Result<Exit, Failure> {
    let packs = Packs::load(&[])?;
    let base = match &args.extends {
        Some(id) => named(&packs, id)?,
        None => packs.latest()?,
    };
    let folder = &args.folder;
    let name = folder
        .file_name()
        .map(|it| it.to_string_lossy().into_owned());
    let id = name.unwrap_or_default();
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if id.is_empty() || !id.chars().all(plain) {
        let message = said(
            format!("规则包不能叫 `{id}`"),
            format!("a pack cannot be called `{id}`"),
        );
        let help = said(
            "文件夹名用小写字母、数字和 -，例如 my-province",
            "use small letters, digits and -, such as my-province",
        );
        return Err(Fault::new(message, help).into());
    }
    files::new_folder(folder)?;
    let mut page = String::new();
    for (path, text) in pack::starter(&id, base) {
        let path = folder.join(path);
        files::write(&path, &text)?;
        let _ = writeln!(page, "{}", path.display());
    }
    let next = args::lang().pick("接下来：", "next:");
    let _ = write!(
        page,
        "{next} hegui pack check {0}\n        hegui pack test {0}\n",
        folder.display()
    );
    Ok(printed(&page))
}

fn named<'p>(packs: &'p Packs, id: &str) -> Result<&'p Pack, Failure> {
    if let Some(pack) = packs.all().iter().find(|it| it.id == id) {
        return Ok(pack);
    }
    let all: Vec<&str> = packs.all().iter().map(|it| it.id.as_str()).collect();
    let all = all.join("、");
    let message = said(
        format!("没有名叫 `{id}` 的规则包"),
        format!("there is no pack `{id}`"),
    );
    Err(Fault::new(
        message,
        said(format!("现有：{all}"), format!("there are: {all}")),
    )
    .into())
}

/// The pack that `name` is the folder or the id of, with those it may extend.
fn meant(name: &str, folders: &[PathBuf]) -> Result<Pack, Failure> {
    let path = Path::new(name);
    let mut folders = folders.to_vec();
    // A folder without a pack.toml is not what an id names, even when it is called so.
    let folder = path.join("pack.toml").is_file() || name.contains(['/', '\\']);
    folders.extend(folder.then(|| path.to_owned()));
    let packs = Packs::load(&folders)?;
    Ok(match packs.all().last().filter(|_| folder) {
        Some(last) => last.clone(),
        None => named(&packs, name)?.clone(),
    })
}

/// The manual of a pack.
fn docs(args: &args::Docs) -> Result<Exit, Failure> {
    let pack = meant(&args.pack, &args.packs)?;
    let lang = args.language.lang.into();
    let text = match args.format {
        DocsFormat::Markdown => render::manual_markdown(&pack, lang),
        DocsFormat::Html => render::manual_html(&pack, lang),
    };
    match &args.output {
        Some(path) => files::write(path, &text)?,
        None => screen::print(&text),
    }
    Ok(Exit::Judged)
}

/// What differs between two packs. Each is loaded by itself: they may be two versions of one.
fn diff(args: &args::Diff) -> Result<Exit, Failure> {
    let old = meant(&args.old, &args.packs)?;
    let new = meant(&args.new, &args.packs)?;
    let differences = pack::diff(&old, &new);
    let view = view(args.language.lang);
    Ok(printed(&render::diff(&old, &new, &differences, &view)))
}

/// All faults at once, then what could be better.
fn check(args: &args::Check) -> Result<Exit, Failure> {
    let mut loaded = pack::builtin();
    let known = loaded.len();
    for folder in &args.folders {
        loaded.push(files::pack(folder)?);
    }
    let packs = match (pack::load(&loaded), args.format) {
        (Ok(packs), _) => packs,
        (Err(errors), CheckFormat::Human) => return Err(errors.into()),
        (Err(errors), CheckFormat::Json) => {
            printed(&faults_json(&errors));
            return Ok(Exit::CouldNotRun);
        }
    };
    if args.format == CheckFormat::Json {
        return Ok(printed(
            "{\n  \"schema\": \"hegui.faults/1\",\n  \"faults\": []\n}\n",
        ));
    }
    let lang = args::lang();
    let mut page = String::new();
    for pack in packs.iter().skip(known) {
        let own = pack.rules.iter().filter(|it| it.pack == pack.id).count();
        let (id, version) = (&pack.id, &pack.version);
        let _ = match lang {
            render::Lang::Zh => writeln!(page, "{id} {version}：没有错误，自己的规则 {own} 条"),
            render::Lang::En => writeln!(page, "{id} {version}: no faults, {own} rules of its own"),
        };
        for remark in pack::review(pack) {
            let lack = match remark.lack {
                Lack::FailingCase => lang.pick("没有不通过的用例", "no case shows it failing"),
                Lack::PassingCase => lang.pick("没有通过的用例", "no case shows it passing"),
                Lack::Rule => lang.pick(
                    "有分值，却没有规则查它",
                    "has points, but no rule checks it",
                ),
                Lack::Help => lang.pick("没有写怎样改（help）", "does not say what to do (help)"),
            };
            let _ = writeln!(page, "  {}：{lack}", remark.about);
        }
    }
    Ok(printed(&page))
}

fn faults_json(errors: &PackErrors) -> String {
    let faults: Vec<serde_json::Value> = errors
        .0
        .iter()
        .map(|it| {
            serde_json::json!({
                "code": it.fault.code(),
                "file": it.file,
                "start": it.span.map(|span| span.start),
                "end": it.span.map(|span| span.end),
                "line": it.line(),
                "message": it.message,
                "help": it.help,
            })
        })
        .collect();
    let page = serde_json::json!({ "schema": "hegui.faults/1", "faults": faults });
    format!("{page:#}\n")
}

/// Runs the cases of the packs in `args`, or of the built-in ones.
fn test(args: &args::Test) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.folders)?;
    let built_in = pack::builtin().len();
    let meant = if args.folders.is_empty() { 0 } else { built_in };
    let packs: Vec<&Pack> = packs.all().iter().skip(meant).collect();
    let mut tried = Vec::new();
    for pack in packs.iter().filter(|pack| pack.years.is_some()) {
        for (rule, it) in pack.rules.iter().enumerate() {
            // Of what it inherits, only what it changes is its own.
            let changed = pack.changes.iter().any(|change| change.rule == it.id);
            if meant == 0 || it.pack == pack.id || changed {
                tried.extend(it.cases.iter().map(|case| Tried {
                    pack,
                    rule,
                    case,
                    came: trial::trial(pack, rule, case),
                }));
            }
        }
    }
    let wrong = tried.iter().any(|it| !it.is_right());
    let mut page = match args.format {
        TestFormat::Human => render::trials(&tried, &view(args.language.lang)),
        TestFormat::Json => render::trials_json(&tried),
        TestFormat::Junit => render::trials_junit(&tried),
    };
    if args.coverage && args.format == TestFormat::Human {
        page += &uncovered(&packs);
    }
    if args.mutate && args.format == TestFormat::Human {
        let all = Packs::load(&args.folders)?;
        page += &mutate::shares(&packs, all.all(), args.language.lang);
    }
    printed(&page);
    Ok(if wrong { Exit::Findings } else { Exit::Judged })
}

/// Rules without a failing case and requirements without a rule.
fn uncovered(packs: &[&Pack]) -> String {
    let lang = args::lang();
    let mut page = String::new();
    for pack in packs {
        for rule in &pack.rules {
            if !rule.cases.iter().any(Case::shows_failure) {
                let what = lang.pick("没有不通过的用例", "no case shows it failing");
                let _ = writeln!(page, "{} {} {}：{what}", pack.id, rule.code, rule.id);
            }
        }
        for (index, requirement) in pack.requirements.iter().enumerate() {
            if pack.rules.iter().all(|rule| rule.requirement != index) {
                let what = lang.pick("没有规则查它", "no rule checks it");
                let _ = writeln!(page, "{} {}：{what}", pack.id, requirement.id);
            }
        }
    }
    page
}

/// One rule on one report, with all it says. The time it takes goes to the standard error: what is
/// printed is the same every time.
#[expect(
    clippy::disallowed_methods,
    reason = "an author wants to know what a rule costs"
)]
fn attempt(args: &args::Try) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.choice.packs)?;
    let document = document(&args.file)?;
    let (pack, chosen_by) = packs.choose(&document, args.choice.year)?;
    let named = |rule: &&hegui::rule::Rule| {
        rule.id == args.rule || rule.code.eq_ignore_ascii_case(&args.rule)
    };
    let Some(at) = pack.rules.iter().position(|rule| named(&rule)) else {
        let id = &pack.id;
        let message = said(
            format!("{id} 里没有 `{}` 这条规则", args.rule),
            format!("{id} has no rule `{}`", args.rule),
        );
        let help = said("hegui rules 列出全部规则", "hegui rules lists all rules");
        return Err(Fault::new(message, help).into());
    };
    let terms = hegui::audit::Terms::of(chosen_by);
    let began = Instant::now();
    let facts = hegui::extract::extract(&document, pack);
    let read = began.elapsed();
    let audit = hegui::audit::judge(facts, pack, &terms);
    let judged = began.elapsed().saturating_sub(read);
    let view = view(args.language.lang);
    let mut page = render::verdicts(&audit, at, &view);
    if let Some(rule) = pack.rules.get(at) {
        page += &render::check_of(pack, rule, &view);
    }
    let (read, judged) = (read.as_micros(), judged.as_micros());
    screen::note(&match view.lang {
        render::Lang::Zh => format!("读取 {read} 微秒，全部规则判断 {judged} 微秒"),
        render::Lang::En => format!("reading {read} µs, judging by all rules {judged} µs"),
    });
    Ok(printed(&page))
}

/// The blank report of a pack.
fn template(args: &args::Template) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.choice.packs)?;
    let pack = match args.choice.year {
        Some(year) => packs.of_year(year)?,
        None => packs.latest()?,
    };
    let case = Case {
        organ: args.organ.clone(),
        year: args.choice.year,
        ..Case::default()
    };
    let text = trial::report(pack, &case).map_err(|error| {
        let why = error.to_string();
        Fault::new(
            said(why.clone(), why),
            said("写一个 blank.txt", "write a blank.txt"),
        )
    })?;
    Ok(printed(&text))
}
