//! The same document with comments in it, and nothing else changed.
//!
//! Every part but the text, the comments and the two lists of parts is copied as it is packed. In
//! the text only the marks of the comments are put in, so that without them it is the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::package::Package;
use crate::read::error::Fault;
use crate::read::xml::{Element, Visitor, escape, walk};
use crate::read::zipped::{Zipped, rewritten};

/// The namespaces of the text and of relations: the usual ones and the strict ones.
const USUAL: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
];
const STRICT: [&str; 2] = [
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
/// Who comments.
const AUTHOR: &str = "hegui";

/// A comment on a paragraph of the text, by its number there; what it says, line by line.
pub(in crate::read) struct Comment<'c> {
    pub(in crate::read) on: Option<usize>,
    pub(in crate::read) text: &'c str,
}

pub(in crate::read) fn with_comments(
    bytes: &[u8],
    comments: &[Comment<'_>],
) -> Result<Vec<u8>, Fault> {
    let package = Package::open(bytes)?;
    let main = package.main_path().to_owned();
    let own = package.path_of("comments");
    let mut zip = Zipped::open(bytes)?;
    let document = part(&mut zip, &main)?;
    let mut marks = Marks::default();
    walk(&main, &document, &mut marks)?;

    let old = match &own {
        Some(path) => zip.whole(path)?,
        None => None,
    };
    if let Some(old) = &old {
        walk("comments.xml", old, &mut marks.ids)?;
    }
    let first = marks.ids.0.saturating_add(1);
    let names = if document.contains(STRICT[0]) {
        STRICT
    } else {
        USUAL
    };

    let mut changed = BTreeMap::new();
    let commented = marked(&document, &marks, first, names[0], comments)?;
    changed.insert(main.clone(), commented);
    let path = own.unwrap_or_else(|| beside(&main, "comments.xml", &mut zip));
    let said: String = comments
        .iter()
        .zip(first..)
        .map(|(it, id)| comment(it, id, names[0]))
        .collect();
    if let Some(old) = old {
        changed.insert(path, with_children(&old, "comments", &said)?);
    } else {
        let whole = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{}\">{said}</w:comments>",
            names[0]
        );
        let types = part(&mut zip, "[Content_Types].xml")?;
        let entry = |prefix: &str| {
            format!("<{prefix}Override PartName=\"/{path}\" ContentType=\"{KIND}\"/>")
        };
        let entry = entry(&prefix_of(&types, "Types"));
        changed.insert(
            "[Content_Types].xml".to_owned(),
            with_children(&types, "Types", &entry)?,
        );
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = format!("{folder}/_rels/{file}.rels");
        let relations = relations.trim_start_matches('/').to_owned();
        let list = zip.whole(&relations)?.unwrap_or_else(|| {
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONS}\"></Relationships>")
        });
        let free = (1_u32..100_000)
            .map(|it| format!("hegui{it}"))
            .find(|it| !list.contains(it.as_str()));
        let entry = format!(
            "<{}Relationship Id=\"{}\" Type=\"{}/comments\" Target=\"/{path}\"/>",
            prefix_of(&list, "Relationships"),
            free.unwrap_or_default(),
            names[1]
        );
        changed.insert(relations, with_children(&list, "Relationships", &entry)?);
        changed.insert(path, whole);
    }
    rewritten(bytes, changed)
}

fn part(zip: &mut Zipped<'_>, path: &str) -> Result<String, Fault> {
    zip.whole(path)?
        .ok_or_else(|| Fault::damaged(format!("里面没有 {path}"), format!("it has no {path}")))
}

/// A free path beside `main`.
fn beside(main: &str, file: &str, zip: &mut Zipped<'_>) -> String {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let names = std::iter::once(String::new()).chain((1_u32..).map(|it| format!("{it}-")));
    let mut paths = names.map(|it| {
        format!("{folder}/{it}{file}")
            .trim_start_matches('/')
            .to_owned()
    });
    paths.find(|it| !zip.has(it)).unwrap_or_default()
}

/// The text with the marks of the comments.
fn marked(
    document: &str,
    marks: &Marks,
    first: u32,
    namespace: &str,
    comments: &[Comment<'_>],
) -> Result<String, Fault> {
    let mut inserted: Vec<(usize, u8, String)> = Vec::new();
    let mut opened = BTreeSet::new();
    let with = if document.contains(&format!("xmlns:w=\"{namespace}\"")) {
        String::new()
    } else {
        format!(" xmlns:w=\"{namespace}\"")
    };
    for (comment, id) in comments.iter().zip(first..) {
        let place = marks.place(comment.on).ok_or_else(|| {
            Fault::damaged(
                "里面没有可以批注的段落",
                "it has no paragraph to comment on",
            )
        })?;
        let inner = match place {
            Place::Between(inner) => inner.clone(),
            Place::In(tag) => {
                // <w:p/> becomes <w:p>…</w:p> by what is put before and behind its stroke.
                let stroke = tag.end.saturating_sub(2);
                if opened.insert(stroke) {
                    inserted.push((stroke, 0, ">".to_owned()));
                    inserted.push((stroke, 3, "<".to_owned()));
                    inserted.push((stroke + 1, 0, name_of(document, tag).to_owned()));
                }
                stroke..stroke
            }
        };
        inserted.push((
            inner.start,
            1,
            format!("<w:commentRangeStart{with} w:id=\"{id}\"/>"),
        ));
        inserted.push((
            inner.end,
            2,
            format!(
                "<w:commentRangeEnd{with} w:id=\"{id}\"/><w:r{with}><w:commentReference w:id=\"{id}\"/></w:r>"
            ),
        ));
    }
    inserted.sort_by_key(|(at, order, _)| (*at, *order));
    let mut text = String::with_capacity(document.len() + inserted.len() * 80);
    let mut from = 0;
    for (at, _, xml) in inserted {
        text.push_str(document.get(from..at).unwrap_or_default());
        text.push_str(&xml);
        from = at;
    }
    text.push_str(document.get(from..).unwrap_or_default());
    Ok(text)
}

/// A comment of some lines.
fn comment(comment: &Comment<'_>, id: u32, namespace: &str) -> String {
    let lines = comment.text.lines().map(|line| {
        format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escape(line)
        )
    });
    format!(
        "<w:comment xmlns:w=\"{namespace}\" w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"{AUTHOR}\">{}</w:comment>",
        lines.collect::<String>()
    )
}

/// `xml` with `children` at the end of its root element, called `root` after any prefix.
fn with_children(xml: &str, root: &str, children: &str) -> Result<String, Fault> {
    let whole = xml.trim_end();
    let broken = || {
        Fault::damaged(
            format!("里面的 {root} 不完整"),
            format!("its {root} is cut off"),
        )
    };
    if let Some(at) = whole.rfind("</") {
        let (before, end) = (whole.get(..at), whole.get(at..));
        return Ok(format!(
            "{}{children}{}",
            before.ok_or_else(broken)?,
            end.ok_or_else(broken)?
        ));
    }
    // Nothing stands in it: <Types … />
    let open = whole.strip_suffix("/>").ok_or_else(broken)?;
    let prefix = prefix_of(xml, root);
    Ok(format!("{open}>{children}</{prefix}{root}>"))
}

/// The prefix of the root element `root`, with its colon.
fn prefix_of(xml: &str, root: &str) -> String {
    let end = format!(":{root}");
    let found = xml.split('<').find_map(|it| {
        let name = it.split([' ', '>', '/', '\n', '\r', '\t']).next()?;
        let prefix = name.strip_suffix(&end)?;
        Some(format!("{prefix}:"))
    });
    found.unwrap_or_default()
}

/// The name of the element whose tag takes these bytes, with its prefix.
fn name_of<'d>(document: &'d str, tag: &Range<usize>) -> &'d str {
    let tag = document.get(tag.clone()).unwrap_or_default();
    let mut names = tag.split(|it: char| it.is_whitespace() || "</>".contains(it));
    names.find(|it| !it.is_empty()).unwrap_or_default()
}

/// Where the marks of a comment on a paragraph stand.
enum Place {
    /// Between its properties and its end.
    Between(Range<usize>),
    /// In its only tag, which has to be opened.
    In(Range<usize>),
}

/// Where comments may begin and end.
#[derive(Default)]
struct Marks {
    /// For each paragraph, its place; none for one that stands in a text box.
    paragraphs: Vec<Option<Place>>,
    open: Vec<(usize, Range<usize>)>,
    ids: Ids,
    at: Range<usize>,
}

impl Marks {
    /// Where to comment on a paragraph: itself, or the nearest before it, or the first of all.
    fn place(&self, on: Option<usize>) -> Option<&Place> {
        let before = on.and_then(|it| self.paragraphs.get(..=it));
        let near = before.and_then(|it| it.iter().rev().flatten().next());
        near.or_else(|| self.paragraphs.iter().flatten().next())
    }
}

impl Visitor for Marks {
    fn at(&mut self, bytes: Range<usize>) {
        self.at = bytes;
    }

    fn open(&mut self, name: &str, element: &Element<'_>) {
        self.ids.open(name, element);
        if name == "p" {
            self.open.push((self.paragraphs.len(), self.at.clone()));
            self.paragraphs.push(None);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pPr" => {
                if let Some((_, open)) = self.open.last_mut() {
                    open.end = self.at.end;
                }
            }
            "p" => {
                let Some((number, open)) = self.open.pop() else {
                    return;
                };
                let outermost = self.open.is_empty();
                if let Some(slot) = self.paragraphs.get_mut(number).filter(|_| outermost) {
                    *slot = Some(if self.at.start > open.start {
                        Place::Between(open.end..self.at.start)
                    } else {
                        Place::In(open)
                    });
                }
            }
            _ => {}
        }
    }
}

/// The greatest id of a comment or a change.
#[derive(Default)]
struct Ids(u32);

/// Ids beyond this are left to those who wrote them: Word counts up to 2³¹.
const IDS: u32 = 1 << 30;

impl Visitor for Ids {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let counts =
            name.starts_with("comment") || ["ins", "del", "moveFrom", "moveTo"].contains(&name);
        if counts
            && let Some(id) = element
                .attribute("id")
                .and_then(|it| it.trim().parse().ok())
            && id < IDS
        {
            self.0 = self.0.max(id);
        }
    }

    fn close(&mut self, _name: &str) {}
}
