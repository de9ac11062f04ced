//! The only file that touches the disk.
#![expect(
    clippy::disallowed_methods,
    reason = "the program reads and writes files here, and only here"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use hegui::names::nearest;
use hegui::pack::PackFiles;
use hegui::source::Source;
use hegui::suite::Folder;

use crate::fault::{Fault, Said, said};

/// The deepest folder of a pack that is looked into.
const DEPTH: usize = 8;

/// The deepest folder that reports are looked for in.
const REPORTS: usize = 32;

/// A file that may be a report.
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// Whether it was found in a folder, and not named.
    pub(super) found: bool,
}

/// The files of `paths`, folders with all in them by name; and what could not be looked into.
/// Hidden files and those that an open document leaves beside itself are left out, and so is what
/// was there already.
pub(super) fn inputs(paths: &[PathBuf]) -> (Vec<Input>, Vec<Fault>) {
    let mut inputs = Vec::new();
    let mut faults = Vec::new();
    let named = paths.iter().filter(|it| !it.is_dir());
    let mut known: BTreeSet<PathBuf> = named.filter_map(|it| fs::canonicalize(it).ok()).collect();
    for path in paths {
        if !path.is_dir() {
            inputs.push(Input {
                path: path.clone(),
                found: false,
            });
            continue;
        }
        let mut found = Vec::new();
        search(path, 0, &mut found, &mut faults);
        for path in found {
            if fs::canonicalize(&path).is_ok_and(|it| known.insert(it)) {
                inputs.push(Input { path, found: true });
            }
        }
    }
    (inputs, faults)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, faults: &mut Vec<Fault>) {
    let mut entries: Vec<fs::DirEntry> = match fs::read_dir(folder).and_then(Iterator::collect) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(Fault::new(
                failed("打不开", "cannot open", folder, &error),
                said("请检查有没有读取权限", "see whether it may be read"),
            ));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        // A link may lead back to where the search came from.
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        let path = entry.path();
        if is_folder && depth < REPORTS {
            search(&path, depth + 1, found, faults);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// The bytes of a report, at most one more than are accepted.
pub(super) fn report(path: &Path) -> Result<Vec<u8>, Fault> {
    let name = path.display();
    if path.is_dir() {
        return Err(Fault::new(
            said(
                format!("`{name}` 是文件夹，不是报告"),
                format!("`{name}` is a folder, not a report"),
            ),
            said(
                "请写出文件夹里的文件，例如 年报/*.docx",
                "name the files in it, such as reports/*.docx",
            ),
        ));
    }
    let limit = u64::try_from(hegui::read::LIMIT)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Fault::new(
            said(
                format!("没有 `{name}` 这个文件"),
                format!("there is no file `{name}`"),
            ),
            said("请检查文件名和所在文件夹", "check its name and its folder"),
        )),
        Err(error) => Err(Fault::new(
            failed("打不开", "cannot open", path, &error),
            said(
                "请检查文件是否完好、有没有读取权限",
                "see whether it is sound and may be read",
            ),
        )),
    }
}

/// A file that somebody wrote for the program, as text.
pub(super) fn text(path: &Path) -> Result<Source, Fault> {
    let text = String::from_utf8(report(path)?).map_err(|_| {
        let name = path.display();
        Fault::new(
            said(
                format!("`{name}` 不是 UTF-8 文本"),
                format!("`{name}` is not UTF-8 text"),
            ),
            said(
                "用编辑器另存一遍，编码选 UTF-8",
                "save it anew, with UTF-8 as its encoding",
            ),
        )
    })?;
    Ok(Source::new(path.display().to_string(), plain(&text)))
}

/// The text without a byte order mark, its lines ended by LF.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// Every file of a pack's folder. Hidden files are left out.
pub(super) fn pack(folder: &Path) -> Result<PackFiles, Fault> {
    if !folder.is_dir() {
        let name = folder.display();
        return Err(Fault::new(
            said(
                format!("没有 `{name}` 这个规则包文件夹"),
                format!("there is no pack folder `{name}`"),
            ),
            match neighbour(folder) {
                Some(near) => said(
                    format!("是不是想写 `{near}`？"),
                    format!("did you mean `{near}`?"),
                ),
                None => said(
                    "写含有 pack.toml 的文件夹；还没有的，hegui pack new 新建一个",
                    "give a folder that holds a pack.toml; hegui pack new makes one",
                ),
            },
        ));
    }
    let mut files = PackFiles::new();
    gather(folder, folder, 0, &mut files)?;
    Ok(files)
}

/// The pack beside `folder` whose name is nearest.
fn neighbour(folder: &Path) -> Option<String> {
    let (name, beside) = (folder.file_name()?.to_string_lossy(), folder.parent()?);
    let place = if beside.as_os_str().is_empty() {
        Path::new(".")
    } else {
        beside
    };
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    let mut packs: Vec<String> = entries
        .filter(|it| it.path().join("pack.toml").is_file())
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    packs.sort();
    let near = nearest(&name, packs.iter().map(String::as_str))?;
    Some(beside.join(near).display().to_string())
}

/// What stands in the folder `tests` of a pack's folder, by path in the pack's.
pub(super) fn tests(folder: &Path) -> Result<Folder, Fault> {
    let tests = folder.join("tests");
    let mut found = Folder::new();
    // Without such a folder there are no tests.
    let entries = fs::read_dir(&tests).into_iter().flatten();
    for entry in entries.flatten().filter(|it| it.path().is_file()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.insert(format!("tests/{name}"), report(&entry.path())?);
        }
    }
    Ok(found)
}

fn gather(root: &Path, folder: &Path, depth: usize, files: &mut PackFiles) -> Result<(), Fault> {
    let unread = |path: &Path, error: &io::Error| {
        let help = if error.kind() == io::ErrorKind::InvalidData {
            said(
                "用编辑器另存一遍，编码选 UTF-8（记事本：文件→另存为→编码）",
                "save it anew, with UTF-8 as its encoding",
            )
        } else {
            said("请检查有没有读取权限", "see whether it may be read")
        };
        Fault::new(failed("打不开", "cannot open", path, error), help)
    };
    for entry in fs::read_dir(folder).map_err(|error| unread(folder, &error))? {
        let path = entry.map_err(|error| unread(folder, &error))?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            // Reports that try the pack are no part of it.
            let tests = depth == 0 && path.file_name().is_some_and(|name| name == "tests");
            if depth < DEPTH && !tests {
                gather(root, &path, depth + 1, files)?;
            }
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| unread(&path, &error))?;
        let parts = path.strip_prefix(root).unwrap_or(&path).components();
        let inside: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let text = plain(&text);
        files.insert(
            inside.join("/"),
            Source::new(path.display().to_string(), text),
        );
    }
    Ok(())
}

/// Makes the folder at `path`, which must not be there or be empty.
pub(super) fn new_folder(path: &Path) -> Result<(), Fault> {
    let empty = |path: &Path| fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    if path.exists() && !empty(path) {
        let name = path.display();
        return Err(Fault::new(
            said(
                format!("`{name}` 已经有了，里面还有文件"),
                format!("`{name}` is there already and not empty"),
            ),
            said(
                "换一个文件夹名；给已有的规则包加规则，用 hegui pack new-rule",
                "choose another folder; hegui pack new-rule adds a rule to a pack",
            ),
        ));
    }
    fs::create_dir_all(path).map_err(|error| {
        Fault::new(
            failed("建不了", "cannot make", path, &error),
            said("请检查有没有写入权限", "see whether it may be written to"),
        )
    })
}

/// A file that is written piece by piece, begun with the first.
pub(super) struct Output<'p> {
    path: &'p Path,
    file: Option<BufWriter<fs::File>>,
}

impl<'p> Output<'p> {
    pub(super) const fn new(path: &'p Path) -> Self {
        Self { path, file: None }
    }

    /// Writes `text` behind what was written before.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Fault> {
        let wrong = |error: io::Error| unwritten(self.path, &error);
        let mut file = match self.file.take() {
            Some(file) => file,
            None => BufWriter::new(fs::File::create(self.path).map_err(wrong)?),
        };
        file.write_all(text.as_bytes()).map_err(wrong)?;
        self.file = Some(file);
        Ok(())
    }

    /// Writes what is still held back.
    pub(super) fn close(mut self) -> Result<(), Fault> {
        let flushed = self.file.take().map_or(Ok(()), |mut it| it.flush());
        flushed.map_err(|error| unwritten(self.path, &error))
    }
}

/// Whether both paths lead to one file that is there.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    whole(one).is_some_and(|it| whole(other) == Some(it))
}

/// Writes `bytes` to the file at `path`.
pub(super) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Fault> {
    fs::write(path, bytes).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &io::Error) -> Fault {
    Fault::new(
        failed("写不进", "cannot write", path, error),
        said(
            "请检查文件夹是否存在、有没有写入权限",
            "see whether its folder is there and may be written to",
        ),
    )
}

/// Puts `text` at the end of the file at `path`, which is made if it is not there.
pub(super) fn append(path: &Path, text: &str) -> Result<(), Fault> {
    let mut file = fs::OpenOptions::new();
    let done = file.append(true).create(true).open(path);
    done.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| {
            Fault::new(
                failed("写不进", "cannot write", path, &error),
                said("请检查有没有写入权限", "see whether it may be written to"),
            )
        })
}

/// What could not be done with `path`, and what the system says: in Chinese where it is usual.
fn failed(zh: &str, en: &str, path: &Path, error: &io::Error) -> Said {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "there are dozens, and the system's words do"
    )]
    let why = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::InvalidData => "不是 UTF-8 文本".to_owned(),
        io::ErrorKind::IsADirectory => "是文件夹".to_owned(),
        _ => error.to_string(),
    };
    let name = path.display();
    said(
        format!("{zh} `{name}`：{why}"),
        format!("{en} `{name}`: {error}"),
    )
}
