//! The help of each command, in the language asked for. It is written in Chinese beside the options;
//! here each text stands beside its translation.

use clap::{Arg, Command, CommandFactory as _};
use hegui::render::Lang;

use super::Args;

/// Each line: a text of the help, `⇒`, the same in English.
const ENGLISH: &str = include_str!("help.txt");

/// `command` and all below it, with its help in the language `lang`.
pub(super) fn shape(command: Command, lang: Lang) -> Command {
    shaped(command, lang, "")
}

/// The same for a command below those of `above`.
fn shaped(command: Command, lang: Lang, above: &str) -> Command {
    let path = format!("{above}{}", command.get_name());
    let command = match lang {
        Lang::Zh => command,
        Lang::En => in_english(command),
    };
    let (usage, template) = (usage(&command, lang, &path), template(&command, lang));
    let below = format!("{path} ");
    command
        .override_usage(usage)
        .help_template(template)
        .mut_subcommands(|it| shaped(it, lang, &below))
}

fn usage(command: &Command, lang: Lang, path: &str) -> String {
    let options = lang.pick("[选项]", "[options]");
    let commands: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    if !path.contains(' ') {
        return format!("{path} {} {options} …", lang.pick("<命令>", "<COMMAND>"));
    }
    if !commands.is_empty() {
        return format!("{path} <{}> {options} …", commands.join("|"));
    }
    let positionals = command.get_positionals().map(ToString::to_string);
    let words = [path.to_owned(), options.to_owned()];
    let words: Vec<String> = words.into_iter().chain(positionals).collect();
    words.join(" ")
}

fn template(command: &Command, lang: Lang) -> String {
    let part = |there: bool, zh: &str, en: &str, what: &str| {
        let title = lang.pick(zh, en);
        if there {
            format!("{title}\n{what}\n\n")
        } else {
            String::new()
        }
    };
    let commands = command.has_subcommands();
    let positionals = command.get_positionals().next().is_some();
    [
        "{about}\n\n".to_owned(),
        format!("{}{{usage}}\n\n", lang.pick("用法：", "Usage: ")),
        part(commands, "命令：", "Commands:", "{subcommands}"),
        part(positionals, "参数：", "Arguments:", "{positionals}"),
        format!("{}\n{{options}}", lang.pick("选项：", "Options:")),
        "{after-help}".to_owned(),
    ]
    .concat()
}

fn in_english(mut command: Command) -> Command {
    if let Some(about) = command.get_about().and_then(|it| english(&it.to_string())) {
        command = command.about(about);
    }
    let after = command.get_after_help();
    if let Some(after) = after.and_then(|it| english(&it.to_string())) {
        command = command.after_help(after);
    }
    command.mut_args(|mut arg: Arg| {
        if let Some(help) = arg.get_help().and_then(|it| english(&it.to_string())) {
            arg = arg.help(help);
        }
        let name = arg.get_value_names().and_then(|it| it.first());
        if let Some(name) = name.and_then(|it| english(it)) {
            arg = arg.value_name(name);
        }
        arg
    })
}

/// A text of the help in English; none if nobody translated it, which a test refuses.
fn english(text: &str) -> Option<&'static str> {
    let mut lines = ENGLISH.lines().filter_map(|it| it.split_once(" ⇒ "));
    lines.find(|(zh, _)| *zh == text).map(|(_, en)| en)
}

/// The command that `words` begin with, and those below it.
pub(super) fn asked(words: impl Iterator<Item = String>) -> (String, Vec<String>) {
    let mut command = Args::command();
    let mut path = command.get_name().to_owned();
    for word in words {
        let Some(below) = command.find_subcommand(&word) else {
            continue;
        };
        path = format!("{path} {word}");
        command = below.clone();
    }
    let names = command.get_subcommands().map(Command::get_name);
    (path, names.map(str::to_owned).collect())
}
