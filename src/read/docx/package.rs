//! The package: a zip of parts, and which part is what.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Element, Visitor, walk};
use crate::read::error::Fault;

/// More entries than this are no report.
const ENTRIES: usize = 10_000;
/// The most bytes of a part when unpacked.
const PART: u64 = 32 * 1024 * 1024;

pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The path of the main part.
    main: String,
    relations: Vec<Relation>,
}

struct Relation {
    kind: String,
    target: String,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Fault::damaged(
                "压缩结构不完整，文件可能没有下载完或传输出错",
                "the zip is cut off or damaged",
            )
        })?;
        if zip.len() > ENTRIES {
            return Err(Fault::beyond(
                format!("压缩包里有 {} 个文件，上限 {ENTRIES} 个", zip.len()),
                format!("it holds {} files, more than {ENTRIES}", zip.len()),
            ));
        }
        let mut package = Self {
            zip,
            main: "word/document.xml".to_owned(),
            relations: Vec::new(),
        };
        let root = package.relations_in("_rels/.rels")?;
        if let Some(target) = target(&root, "officeDocument") {
            target.trim_start_matches('/').clone_into(&mut package.main);
        }
        let (folder, file) = package.main.rsplit_once('/').unwrap_or(("", &package.main));
        let path = format!("{folder}/_rels/{file}.rels");
        package.relations = package.relations_in(path.trim_start_matches('/'))?;
        Ok(package)
    }

    /// The main part, the text of the document.
    pub(super) fn main(&mut self) -> Result<String, Fault> {
        let path = self.main.clone();
        self.part(&path)?.ok_or_else(|| {
            Fault::damaged(
                format!("里面没有正文（{path}）"),
                format!("it has no text ({path})"),
            )
        })
    }

    /// The part that the main part relates to as `kind`, if there is one: its path and text.
    pub(super) fn related(&mut self, kind: &str) -> Result<Option<(String, String)>, Fault> {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match target(&self.relations, kind) {
            Some(target) if target.starts_with('/') => target.trim_start_matches('/').to_owned(),
            Some(target) => format!("{folder}/{target}"),
            None => return Ok(None),
        };
        let path = path.trim_start_matches('/').to_owned();
        Ok(self.part(&path)?.map(|text| (path, text)))
    }

    fn relations_in(&mut self, path: &str) -> Result<Vec<Relation>, Fault> {
        let mut found = Relations(Vec::new());
        if let Some(xml) = self.part(path)? {
            walk(path, &xml, &mut found)?;
        }
        Ok(found.0)
    }

    fn part(&mut self, path: &str) -> Result<Option<String>, Fault> {
        let file = match self.zip.by_name(path) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_)) => {
                return Err(Fault::damaged(
                    format!("其中的 {path} 加了密码或用了少见的压缩方法"),
                    format!("{path} in it is encrypted or packed in a rare way"),
                ));
            }
            Err(_) => return Err(broken(path)),
        };
        let mut bytes = Vec::new();
        // What an entry says of its size is not believed: it is unpacked to the limit and no more.
        file.take(PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| broken(path))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > PART {
            let most = PART / 1024 / 1024;
            return Err(Fault::beyond(
                format!("其中的 {path} 解压后超过 {most} MB"),
                format!("{path} in it has more than {most} MB unpacked"),
            ));
        }
        Ok(Some(text(bytes)))
    }
}

fn broken(path: &str) -> Fault {
    Fault::damaged(
        format!("其中的 {path} 解压时出错"),
        format!("{path} in it cannot be unpacked"),
    )
}

/// XML is UTF-8 or UTF-16.
fn text(bytes: Vec<u8>) -> String {
    let marked = encoding_rs::Encoding::for_bom(&bytes).is_some();
    match String::from_utf8(bytes) {
        Ok(text) if !marked => text,
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(error) => encoding_rs::UTF_8.decode(error.as_bytes()).0.into_owned(),
    }
}

fn target<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    let ends = |it: &&Relation| it.kind.rsplit('/').next() == Some(kind);
    relations.iter().find(ends).map(|it| it.target.as_str())
}

struct Relations(Vec<Relation>);

impl Visitor for Relations {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name == "Relationship"
            && let Some(kind) = element.attribute("Type")
            && let Some(target) = element.attribute("Target")
        {
            self.0.push(Relation { kind, target });
        }
    }

    fn close(&mut self, _name: &str) {}
}
