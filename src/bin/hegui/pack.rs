//! `hegui pack`: what a pack's author does.

mod check;
mod mutate;
mod new;
mod test;

use std::path::{Path, PathBuf};
use std::time::Instant;

use hegui::pack::{self, Pack};
use hegui::render;
use hegui::rule::{Case, Check};
use hegui::trial;

use crate::args::{self, DocsFormat, PackCommand};
use crate::fault::{Fault, said};
use crate::packs::{Packs, document};
use crate::{Exit, Failure, files, printed, screen, view};

pub(super) fn run(command: &PackCommand) -> Result<Exit, Failure> {
    match command {
        PackCommand::New(args) => new::pack(args),
        PackCommand::NewRule(args) => new::rule(args),
        PackCommand::Check(args) => check::run(args),
        PackCommand::Test(args) => test::run(args),
        PackCommand::Mutate(args) => mutate::run(args),
        PackCommand::Try(args) => attempt(args),
        PackCommand::Template(args) => template(args),
        PackCommand::Docs(args) => docs(args),
        PackCommand::Diff(args) => diff(args),
    }
}

fn named<'p>(packs: &'p Packs, id: &str) -> Result<&'p Pack, Failure> {
    if let Some(pack) = packs.all()?.iter().find(|it| it.id == id) {
        return Ok(pack);
    }
    let all: Vec<&str> = packs.all()?.iter().map(|it| it.id.as_str()).collect();
    let message = said(
        format!("没有名叫 `{id}` 的规则包"),
        format!("there is no pack `{id}`"),
    );
    Err(Fault::new(
        message,
        said(
            format!(
                "现有：{}；自己的规则包，用 --pack 加上它的文件夹",
                all.join("、")
            ),
            format!(
                "there are: {}; a pack of your own is added by its folder with --pack",
                all.join(", ")
            ),
        ),
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
    Ok(match packs.all()?.last().filter(|_| folder) {
        Some(last) => last.clone(),
        None => named(&packs, name)?.clone(),
    })
}

/// The manual of a pack.
fn docs(args: &args::Docs) -> Result<Exit, Failure> {
    let pack = meant(&args.pack, &args.packs)?;
    let lang = args::lang();
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
    let view = view();
    Ok(printed(&render::diff(&old, &new, &differences, &view)))
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
    let named = |rule: &&hegui::rule::Rule| rule.is_called(&args.rule);
    let Some(at) = pack.rules.iter().position(|rule| named(&rule)) else {
        let id = &pack.id;
        let message = said(
            format!("{id} 里没有 `{}` 这条规则", args.rule),
            format!("{id} has no rule `{}`", args.rule),
        );
        let near = render::nearest(std::slice::from_ref(pack), &args.rule);
        let help = match near {
            Some(near) => said(
                format!("是不是想写 {near}？自己规则包里的规则，用 --pack 加上它的文件夹"),
                format!("did you mean {near}? A pack of your own is added with --pack"),
            ),
            None => said(
                "hegui rules 列出全部规则；自己规则包里的，用 --pack 加上它的文件夹",
                "hegui rules lists all rules; a pack of your own is added with --pack",
            ),
        };
        return Err(Fault::new(message, help).into());
    };
    let terms = hegui::audit::Terms::of(chosen_by);
    let began = Instant::now();
    let facts = hegui::extract::extract(&document, pack);
    let read = began.elapsed();
    let audit = hegui::audit::judge(facts, pack, &terms);
    let judged = began.elapsed().saturating_sub(read);
    let view = view();
    let mut page = render::verdicts(&audit, at, &view);
    let mut alone = std::time::Duration::ZERO;
    if let Some(rule) = pack.rules.get(at) {
        let beside = std::sync::Arc::new(audit.beside.clone());
        page += &match &rule.check {
            Check::Script { script, function } if is_tried(&audit, at) => pack
                .scripts
                .get(*script)
                .map(|it| {
                    let trace = it.watch(function, &audit.facts, &pack.words, audit.as_of, &beside);
                    render::trace(it, function, &trace, &view)
                })
                .unwrap_or_default(),
            Check::Script { .. } | Check::Relation { .. } | Check::Phrases => {
                render::check_of(pack, rule, &view)
            }
        };
        // The rule by itself, with nothing to wait for.
        let mut single = pack.clone();
        single.rules = vec![rule.clone()];
        let began = Instant::now();
        let _ = hegui::check::check(&audit.facts, &single, audit.as_of, &audit.beside);
        alone = began.elapsed();
    }
    let (read, judged, alone) = (read.as_micros(), judged.as_micros(), alone.as_micros());
    screen::note(&match view.lang {
        render::Lang::Zh => {
            format!("读取 {read} 微秒，全部规则判断 {judged} 微秒，其中这一条 {alone} 微秒")
        }
        render::Lang::En => {
            format!("reading {read} µs, judging by all rules {judged} µs, by this one {alone} µs")
        }
    });
    Ok(printed(&page))
}

/// Whether the rule at `at` was tried: what another rule blocks is not.
fn is_tried(audit: &hegui::audit::Audit<'_>, at: usize) -> bool {
    let result = audit.results.iter().find(|it| it.rule == at);
    result.is_some_and(|it| it.blocked_by.is_empty())
}

/// The report to be filled in by a pack, or the one that its rules are tried on.
fn template(args: &args::Template) -> Result<Exit, Failure> {
    let pack = match (&args.pack, args.year) {
        (Some(name), _) => meant(name, &args.packs)?,
        (None, Some(year)) => Packs::load(&args.packs)?.of_year(year)?.clone(),
        (None, None) => Packs::load(&args.packs)?.latest()?.clone(),
    };
    let case = Case {
        organ: args.organ.clone(),
        year: args.year,
        ..Case::default()
    };
    let written = if args.sample {
        trial::report(&pack, &case)
    } else {
        trial::template(&pack, &case)
    };
    let text = written.map_err(|error| {
        let why = error.to_string();
        Fault::new(
            said(why.clone(), why),
            said("写一个 blank.txt", "write a blank.txt"),
        )
    })?;
    Ok(printed(&text))
}
