//! `hegui audit --format docx`: the findings as comments in a copy of the report.

use std::path::Path;

use hegui::audit::Audit;
use hegui::read;
use hegui::render::{self, View};

use crate::fault::{Fault, said};
use crate::{Failure, args, files};

/// Refuses what cannot be done: one report goes in, one file comes out.
pub(super) fn require_copy(args: &args::Audit) -> Result<&Path, Fault> {
    let help = || {
        said(
            "例如 hegui audit 报告.docx --format docx --output 批注.docx",
            "such as hegui audit report.docx --format docx --output comments.docx",
        )
    };
    let Some(report) = args
        .files
        .first()
        .filter(|it| args.files.len() == 1 && !it.is_dir())
    else {
        return Err(Fault::new(
            said(
                "写批注一次只能一份报告",
                "only one report can be commented on at a time",
            ),
            help(),
        ));
    };
    let Some(output) = &args.output else {
        return Err(Fault::new(
            said(
                "写批注要用 --output 写明新文件",
                "comments need a new file: --output",
            ),
            help(),
        ));
    };
    if files::is_same(report, output) {
        return Err(Fault::new(
            said(
                "--output 不能是报告本身，原件不改动",
                "--output cannot be the report: it is left as it is",
            ),
            help(),
        ));
    }
    Ok(output)
}

/// Writes the report at `path` with the findings of `audit` in it to `output`.
pub(super) fn write(
    audit: &Audit<'_>,
    path: &Path,
    output: &Path,
    view: &View,
) -> Result<(), Failure> {
    let name = audit.facts.source.name();
    if audit.facts.source.format() != "docx" {
        return Err(Fault::new(
            said(
                format!("`{name}` 不是 .docx，不能在上面写批注"),
                format!("`{name}` is no .docx: no comments can be put in it"),
            ),
            said(
                "用 Word 或 WPS 另存为“Word 文档（*.docx）”再审查；或者用 --format html，在网页上看标出的原文",
                "save it in Word or WPS as a Word document (*.docx); or use --format html, which shows the report with its marks",
            ),
        )
        .into());
    }
    let comments = render::comments(audit, view);
    let made = read::with_comments(name, &files::report(path)?, &comments)?;
    Ok(files::write(output, made)?)
}
