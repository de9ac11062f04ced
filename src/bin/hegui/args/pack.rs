//! The shape of `hegui pack`.

use std::path::PathBuf;

use clap::{Args as Group, Subcommand, ValueEnum};

use super::Choice;

/// `hegui pack`.
#[derive(Debug, Group)]
pub(crate) struct PackArgs {
    #[command(subcommand)]
    pub(crate) command: PackCommand,
}

/// What to do with a pack.
#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// 新建一个能直接使用的规则包，带例子和测试
    New(New),
    /// 给规则包加一条规则，先写不通过的用例
    NewRule(NewRule),
    /// 检查规则包，一次列出全部错误
    Check(Check),
    /// 运行规则包的测试
    Test(Test),
    /// 改动合格的报告，看规则报不报、报得对不对
    Mutate(Mutate),
    /// 用一条规则查一份报告，列出每个结论和依据
    Try(Try),
    /// 写出一份待填的报告，要填的地方都有占位的字
    Template(Template),
    /// 写出规则包的说明：要求、规则、依据、例子，一个文件
    Docs(Docs),
    /// 比较两个规则包：哪些规则、要求、表和章节不同
    Diff(Diff),
}

/// `hegui pack new`.
#[derive(Debug, Group)]
pub(crate) struct New {
    /// 新规则包的文件夹，名字就是规则包的名字
    #[arg(value_name = "文件夹")]
    pub(crate) folder: PathBuf,
    /// 在哪个规则包上补充；不写时为最新一版
    #[arg(long, value_name = "规则包")]
    pub(crate) extends: Option<String>,
    /// 另带一张自己的表和查它的规则
    #[arg(long)]
    pub(crate) form: bool,
    /// 另加一个规则包文件夹，供它继承，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
}

/// `hegui pack new-rule`.
#[derive(Debug, Group)]
pub(crate) struct NewRule {
    /// 规则包的文件夹
    #[arg(value_name = "文件夹")]
    pub(crate) folder: PathBuf,
    /// 新规则的名称，说的是毛病，例如 overview-too-short
    #[arg(value_name = "规则")]
    pub(crate) id: String,
    /// 由脚本查，不用关系式
    #[arg(long)]
    pub(crate) script: bool,
    /// 另加一个规则包文件夹，供它继承，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
}

/// `hegui pack check`.
#[derive(Debug, Group)]
pub(crate) struct Check {
    /// 规则包的文件夹
    #[arg(required = true, value_name = "文件夹")]
    pub(crate) folders: Vec<PathBuf>,
    /// 输出格式：human 或 json，不写时为 human
    #[arg(
        long,
        value_name = "格式",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: CheckFormat,
}

/// `hegui pack test`.
#[derive(Debug, Group)]
pub(crate) struct Test {
    /// 规则包的文件夹；不写时测试内置的规则包
    #[arg(value_name = "文件夹")]
    pub(crate) folders: Vec<PathBuf>,
    /// 输出格式：human、json 或 junit，不写时为 human
    #[arg(
        long,
        value_name = "格式",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: TestFormat,
    /// 还列出没有被用例查到的规则、要求和脚本的行
    #[arg(long)]
    pub(crate) coverage: bool,
    /// 把 tests/ 里每份报告的结果写进旁边的 .expect.toml
    #[arg(long)]
    pub(crate) update: bool,
    /// 还改动合格的报告，看规则报不报，见 hegui pack mutate
    #[arg(long)]
    pub(crate) mutate: bool,
}

/// `hegui pack mutate`.
#[derive(Debug, Group)]
pub(crate) struct Mutate {
    /// 规则包的文件夹，或者内置规则包的名字
    #[arg(value_name = "规则包")]
    pub(crate) pack: String,
    /// 另外改动一份没有问题的报告，可多次使用
    #[arg(long = "report", value_name = "文件")]
    pub(crate) reports: Vec<PathBuf>,
    /// 最多改动多少处；不写时全部
    #[arg(long, value_name = "处")]
    pub(crate) max: Option<usize>,
    /// 抽取改动的种子，同样的种子抽到同样的改动
    #[arg(
        long,
        value_name = "数",
        default_value_t = 1,
        hide_default_value = true
    )]
    pub(crate) seed: u64,
    /// 输出格式：human 或 json，不写时为 human
    #[arg(
        long,
        value_name = "格式",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: CheckFormat,
    /// 把没有报对的报告写进这个新文件夹，按列出的号码
    #[arg(long, value_name = "文件夹")]
    pub(crate) keep: Option<PathBuf>,
    /// 另加一个规则包文件夹，供它继承，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
}

/// `hegui pack try`.
#[derive(Debug, Group)]
pub(crate) struct Try {
    /// 规则的编号或名称
    #[arg(value_name = "规则")]
    pub(crate) rule: String,
    /// 报告
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

/// `hegui pack template`.
#[derive(Debug, Group)]
pub(crate) struct Template {
    /// 规则包的文件夹，或者内置规则包的名字；不写时为最新一版
    #[arg(value_name = "规则包")]
    pub(crate) pack: Option<String>,
    /// 报告是哪一年度的；不写规则包时按它选规则包
    #[arg(long, value_name = "年度")]
    pub(crate) year: Option<i32>,
    /// 另加一个规则包文件夹，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
    /// 机关名称，写进报告
    #[arg(long, value_name = "机关")]
    pub(crate) organ: Option<String>,
    /// 写出试规则用的空白报告：写好的样本，事实都是编的
    #[arg(long)]
    pub(crate) sample: bool,
}

/// `hegui pack docs`.
#[derive(Debug, Group)]
pub(crate) struct Docs {
    /// 规则包的文件夹，或者内置规则包的名字
    #[arg(value_name = "规则包")]
    pub(crate) pack: String,
    /// 输出格式：markdown 或 html，不写时为 markdown
    #[arg(
        long,
        value_name = "格式",
        default_value = "markdown",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: DocsFormat,
    /// 写入文件，不写到屏幕
    #[arg(long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 另加一个规则包文件夹，供它继承，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
}

/// `hegui pack diff`.
#[derive(Debug, Group)]
pub(crate) struct Diff {
    /// 原来的规则包：文件夹，或者内置规则包的名字
    #[arg(value_name = "原来的")]
    pub(crate) old: String,
    /// 后来的规则包：文件夹，或者内置规则包的名字
    #[arg(value_name = "后来的")]
    pub(crate) new: String,
    /// 另加一个规则包文件夹，供它们继承，可多次使用
    #[arg(long = "pack", value_name = "文件夹")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocsFormat {
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    Human,
    Json,
    Junit,
}
