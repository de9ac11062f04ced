//! `hegui pack new` and `hegui pack new-rule`: what an author begins with.

use std::fmt::Write as _;

use hegui::pack::{self, Refused};

use super::named;
use crate::args;
use crate::fault::{Fault, said};
use crate::packs::Packs;
use crate::{Exit, Failure, files, printed};

/// Writes a pack that works at once.
pub(super) fn pack(args: &args::New) -> Result<Exit, Failure> {
    let packs = Packs::load(&args.packs)?;
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
    if packs.all()?.iter().any(|it| it.id == id) {
        let message = said(
            format!("已经有叫 `{id}` 的规则包"),
            format!("there is a pack `{id}` already"),
        );
        let help = said(
            format!("换一个文件夹名；要在它上面补充，写 --extends {id}"),
            format!("use another name; to add to it, write --extends {id}"),
        );
        return Err(Fault::new(message, help).into());
    }
    files::new_folder(folder)?;
    let mut page = String::new();
    for (path, text) in pack::starter(&id, base, args.form) {
        let path = folder.join(path);
        if let Some(inner) = path.parent().filter(|it| it != folder) {
            files::new_folder(inner)?;
        }
        files::write(&path, &text)?;
        let _ = writeln!(page, "{}", path.display());
    }
    // What it extends and is not built in goes with it.
    let folders = args.packs.iter().chain([folder]);
    let folders: Vec<String> = folders.map(|it| it.display().to_string()).collect();
    let folders = folders.join(" ");
    let next = args::lang().pick("接下来：", "next:");
    let _ = write!(
        page,
        "{next} hegui pack check {folders}\n        hegui pack test {folders}\n",
    );
    Ok(printed(&page))
}

/// Adds a rule to a pack, its failing case first.
pub(super) fn rule(args: &args::NewRule) -> Result<Exit, Failure> {
    let folder = &args.folder;
    let packs = Packs::load(&[args.packs.as_slice(), std::slice::from_ref(folder)].concat())?;
    let files = files::pack(folder)?;
    let Some(pack) = packs.all()?.last() else {
        return Ok(Exit::CouldNotRun);
    };
    let added = match pack::addition(pack, &files, &args.id, args.script) {
        Ok(added) => added,
        Err(refused) => return Err(refusal(&args.id, &refused).into()),
    };
    let mut page = String::new();
    let lang = args::lang();
    for (path, text) in &added.texts {
        let before = files.get(path).map_or(0, |it| it.text().lines().count());
        let path = folder.join(path);
        files::append(&path, text)?;
        let line = before + 1 + usize::from(text.starts_with('\n'));
        let _ = writeln!(page, "{}:{line}", path.display());
    }
    let (code, id) = (&added.code, &args.id);
    let _ = match lang {
        hegui::render::Lang::Zh => writeln!(
            page,
            "规则 {code} {id}，先写了不通过的用例。接下来：\n  \
             hegui pack test {0}    这个用例现在不符合\n  \
             照文件里的说明改用例，再改规则，直到都符合",
            folder.display()
        ),
        hegui::render::Lang::En => writeln!(
            page,
            "rule {code} {id}, its failing case first. Next:\n  \
             hegui pack test {0}    the case does not come out yet\n  \
             as the comments say, write the case, then the rule, until both come out",
            folder.display()
        ),
    };
    Ok(printed(&page))
}

fn refusal(id: &str, refused: &Refused) -> Fault {
    match refused {
        Refused::Name(better) => Fault::new(
            said(
                format!("规则不能叫 `{id}`"),
                format!("a rule cannot be called `{id}`"),
            ),
            said(
                format!("用小写字母、数字，单词之间用 -，例如 {better}"),
                format!("use small letters and digits, with - between words, such as {better}"),
            ),
        ),
        Refused::Taken { code, pack } => Fault::new(
            said(
                format!("已经有叫 `{id}` 的规则：{code}，出自 {pack}"),
                format!("there is a rule `{id}` already: {code} of {pack}"),
            ),
            said(
                "换一个名字；要改继承来的规则，在 pack.toml 里写 [[change]]",
                "choose another name; what is inherited is changed by a [[change]] in pack.toml",
            ),
        ),
    }
}
