//! The command line's shape, and clap's complaints in our words.

mod completions;
mod help;
mod pack;

use std::path::PathBuf;

use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{
    ArgAction, Args as Group, CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    ValueEnum,
};
use hegui::render;

use crate::fault::{Fault, said};

pub(super) use completions::{Completions, script};
pub(super) use pack::{
    Check, CheckFormat, Diff, Docs, DocsFormat, Mutate, New, NewRule, PackArgs, PackCommand,
    Template, Test, TestFormat, Try,
};

/// 按报告年度适用的规定，审查政府信息公开工作年度报告。
#[derive(Debug, Parser)]
#[command(
    name = "hegui",
    version,
    about = "按报告年度适用的规定，审查政府信息公开工作年度报告",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    styles = Styles::plain(),
    after_help = "退出码：0 没有达到 --fail-on 的问题；1 有；2 无法运行；3 规则出错；4 读懂的太少，无法判断"
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// 程序用语和规则名称的语言：zh 或 en
    #[arg(
        long,
        value_name = "语言",
        default_value = "zh",
        global = true,
        display_order = 999,
        hide_possible_values = true,
        hide_default_value = true
    )]
    lang: Lang,
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true, display_order = 1000)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 审查报告，列出问题、位置、依据和改法
    Audit(Audit),
    /// 显示报告的结构
    Parse(Parse),
    /// 显示从报告中读出的章节、表格数据和正文数量
    Facts(Facts),
    /// 列出某一年度适用的规则
    Rules(Rules),
    /// 说明一条规则：查什么、依据什么、怎样改
    Explain(Explain),
    /// 由 JSON 结果重算得分，或者说明得分
    #[command(disable_help_subcommand = true)]
    Score(Score),
    /// 编写和测试规则包
    #[command(disable_help_subcommand = true)]
    Pack(PackArgs),
    /// 输出命令行补全脚本，用 Tab 键补全命令和选项
    Completions(Completions),
}

/// `hegui score`.
#[derive(Debug, Group)]
pub(super) struct Score {
    #[command(subcommand)]
    pub(super) command: ScoreCommand,
}

/// What to do with the score of an audit.
#[derive(Debug, Subcommand)]
pub(super) enum ScoreCommand {
    /// 只凭 JSON 结果重算得分，看与所写的是否一致
    Verify(Scored),
    /// 说明得分：每个原因扣了多少，改好后是多少
    Explain(Scored),
}

/// Audits as JSON.
#[derive(Debug, Group)]
pub(super) struct Scored {
    /// hegui audit --format json 的输出，可以有多份
    #[arg(required = true, value_name = "文件")]
    pub(super) files: Vec<PathBuf>,
}

/// Which packs there are, and which of them is meant.
#[derive(Debug, Group)]
pub(super) struct Choice {
    /// 按这一年度选规则包；不写时按报告所写年度
    #[arg(long, value_name = "年度")]
    pub(super) year: Option<i32>,
    /// 另加一个规则包文件夹，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(super) packs: Vec<PathBuf>,
}

/// `hegui audit`.
#[derive(Debug, Group)]
pub(super) struct Audit {
    /// 要审查的报告，可以有多份；文件夹连同里面的都审查
    #[arg(required = true, value_name = "文件")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    /// 输出格式：human、json、html、csv（一份报告一行）或 docx（在报告上写批注），不写时为 human
    #[arg(
        long,
        value_name = "格式",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) format: AuditFormat,
    /// 写入文件，不写到屏幕
    #[arg(long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 展示哪些依据：findings 只限问题，all 全部
    #[arg(
        long,
        value_name = "范围",
        default_value = "findings",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) evidence: Evidence,
    /// 按这一天判断期限，如 2022-02-01
    #[arg(long, value_name = "日期")]
    pub(super) as_of: Option<String>,
    /// 机关种类，如 department；不写时按机关名称判断
    #[arg(long, value_name = "种类")]
    pub(super) organ: Option<String>,
    /// 豁免清单（waivers.toml）：哪些问题准予保留、理由、谁批的
    #[arg(long, value_name = "文件")]
    pub(super) waivers: Option<PathBuf>,
    /// 有这一级以上的问题时退出码为 1：error、warning、hint 或 never
    #[arg(
        long,
        value_name = "级别",
        default_value = "error",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) fail_on: FailOn,
    /// 得分低于这个数时退出码为 1，0 到 100 的整数；没有得分时为 4
    #[arg(
        long,
        value_name = "分数",
        value_parser = clap::value_parser!(u8).range(0..=100)
    )]
    pub(super) min_score: Option<u8>,
}

/// `hegui parse`.
#[derive(Debug, Group)]
pub(super) struct Parse {
    /// 报告
    #[arg(value_name = "文件")]
    pub(super) file: PathBuf,
    /// 输出格式：tree 或 json，不写时为 tree
    #[arg(
        long,
        value_name = "格式",
        default_value = "tree",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) format: TreeFormat,
}

/// `hegui facts`.
#[derive(Debug, Group)]
pub(super) struct Facts {
    /// 报告，可以有多份；文件夹连同里面的都读
    #[arg(required = true, value_name = "文件")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    /// 输出格式：table、json 或 csv，不写时为 table
    #[arg(
        long,
        value_name = "格式",
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) format: FactsFormat,
}

/// `hegui rules`.
#[derive(Debug, Group)]
pub(super) struct Rules {
    /// 列出这一年度适用的规则；不写时为最新一版
    #[arg(long, value_name = "年度")]
    pub(super) year: Option<i32>,
    /// 另加一个规则包文件夹，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(super) packs: Vec<PathBuf>,
}

/// `hegui explain`.
#[derive(Debug, Group)]
pub(super) struct Explain {
    /// 规则的编号或名称，如 GJ01
    #[arg(value_name = "规则")]
    pub(super) rule: String,
    /// 另加一个规则包文件夹，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(super) packs: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    Human,
    Json,
    Html,
    Csv,
    Docx,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TreeFormat {
    Tree,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FactsFormat {
    Table,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Evidence {
    Findings,
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Hint,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Lang {
    Zh,
    En,
}

impl From<Lang> for render::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

/// The language asked for, also where the rest of the command line is wrong.
pub(super) fn lang() -> render::Lang {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let asked = words.iter().any(|it| it == "--lang=en")
        || pairs
            .into_iter()
            .any(|(option, value)| option == "--lang" && value == "en");
    if asked {
        render::Lang::En
    } else {
        render::Lang::Zh
    }
}

/// What the command line says instead of what to do.
pub(super) enum Said {
    /// Help or the version, asked for.
    Help(String),
    /// What is wrong, and what to do.
    Wrong(Fault),
}

/// Reads the command line.
pub(super) fn read() -> Result<Args, Said> {
    let matches = help::shape(Args::command(), lang()).try_get_matches();
    matches
        .and_then(|matches| Args::from_arg_matches(&matches))
        .map_err(|error| answer(&error))
}

fn answer(error: &clap::Error) -> Said {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if asked {
        return Said::Help(error.render().to_string());
    }
    let of = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStrs(texts)) => texts
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "clap may add kinds; its own words then do"
    )]
    let message = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => said(
            format!("多写了 `{argument}`"),
            format!("`{argument}` is one too many"),
        ),
        ErrorKind::UnknownArgument => said(
            format!("没有 `{argument}` 这个选项"),
            format!("there is no option `{argument}`"),
        ),
        ErrorKind::InvalidSubcommand => {
            let command = of(ContextKind::InvalidSubcommand);
            said(
                format!("没有 `{command}` 这个命令"),
                format!("there is no command `{command}`"),
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => said(
            format!("`{argument}` 后面要有值"),
            format!("`{argument}` wants a value"),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => said(
            format!("`{argument}` 不能是 `{value}`"),
            format!("`{argument}` cannot be `{value}`"),
        ),
        ErrorKind::MissingRequiredArgument => {
            said(format!("缺少 {argument}"), format!("{argument} is missing"))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let (path, commands) = help::asked(std::env::args().skip(1));
            said(
                format!("{path} 后面要写命令：{}", commands.join("、")),
                format!("after {path} goes a command: {}", commands.join(", ")),
            )
        }
        ErrorKind::ArgumentConflict => said(
            format!("`{argument}` 只能写一次，或与别的选项冲突"),
            format!("`{argument}` can be given once only, or does not go with another option"),
        ),
        _ => said(error.to_string(), error.to_string()),
    };
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(of)
    .find(|text| !text.is_empty());
    let valid = of(ContextKind::ValidValue);
    let help = match near {
        Some(near) => said(
            format!("是不是 `{near}`？"),
            format!("did you mean `{near}`?"),
        ),
        None if !valid.is_empty() => {
            said(format!("可以是：{valid}"), format!("it can be: {valid}"))
        }
        None if argument.contains("--min-score") => {
            said("写 0 到 100 的整数", "write an integer from 0 to 100")
        }
        None if argument.contains("--year") => {
            said("写四位数的年度，例如 2023", "write a year, such as 2023")
        }
        None => {
            let (path, _) = help::asked(std::env::args().skip(1));
            said(
                format!("用 {path} --help 查看用法"),
                format!("{path} --help shows the usage"),
            )
        }
    };
    Said::Wrong(Fault::new(message, help))
}
