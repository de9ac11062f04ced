//! The package: which part is what.

use crate::read::error::Fault;
use crate::read::xml::{Element, Visitor, walk};
use crate::read::zipped::Zipped;

pub(super) struct Package<'b> {
    zip: Zipped<'b>,
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
        let mut package = Self {
            zip: Zipped::open(bytes)?,
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
        self.zip.part(&path)?.ok_or_else(|| {
            Fault::damaged(
                format!("里面没有正文（{path}）"),
                format!("it has no text ({path})"),
            )
        })
    }

    pub(super) fn main_path(&self) -> &str {
        &self.main
    }

    /// Where the part is that the main part relates to as `kind`, if there is one.
    pub(super) fn path_of(&self, kind: &str) -> Option<String> {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = target(&self.relations, kind)?;
        let path = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}/{target}"),
        };
        Some(path.trim_start_matches('/').to_owned())
    }

    /// The part that the main part relates to as `kind`, if there is one: its path and text.
    pub(super) fn related(&mut self, kind: &str) -> Result<Option<(String, String)>, Fault> {
        let Some(path) = self.path_of(kind) else {
            return Ok(None);
        };
        Ok(self.zip.part(&path)?.map(|text| (path, text)))
    }

    fn relations_in(&mut self, path: &str) -> Result<Vec<Relation>, Fault> {
        let mut found = Relations(Vec::new());
        if let Some(xml) = self.zip.part(path)? {
            walk(path, &xml, &mut found)?;
        }
        Ok(found.0)
    }
}

fn target<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    let ends = |it: &&Relation| it.kind.rsplit('/').next() == Some(kind);
    relations.iter().find(ends).map(|it| it.target.as_str())
}

struct Relations(Vec<Relation>);

impl Visitor for Relations {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name.rsplit(':').next() == Some("Relationship")
            && let Some(kind) = element.attribute("Type")
            && let Some(target) = element.attribute("Target")
        {
            self.0.push(Relation { kind, target });
        }
    }

    fn close(&mut self, _name: &str) {}
}
