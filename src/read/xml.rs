//! The parts of a package as a walk over their elements: bounded, without DTDs and entities.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::error::Fault;

/// The deepest nesting that is followed.
const DEPTH: usize = 256;
/// The namespaces of `WordprocessingML`: the usual one and the strict one.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// One who looks at the elements of a part. Names of `WordprocessingML` come without prefix.
pub(super) trait Visitor {
    fn open(&mut self, name: &str, element: &Element<'_>);
    fn close(&mut self, name: &str);
    fn text(&mut self, _text: &str) {}
    /// Which bytes of the part the tag takes that is told next.
    fn at(&mut self, _bytes: Range<usize>) {}
}

/// A start tag.
pub(super) struct Element<'e> {
    start: &'e BytesStart<'e>,
    prefix: &'e str,
}

impl Element<'_> {
    /// The value of the attribute `name`, with the prefix of its document or without any.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|it| {
                let key = it.key.into_inner();
                key.strip_prefix(self.prefix).unwrap_or(key) == name
            })
            .and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok())
            .map(std::borrow::Cow::into_owned)
    }

    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    pub(super) fn number(&self) -> Option<u32> {
        self.value()?.trim().parse().ok()
    }

    /// Whether an element that switches something on does so.
    pub(super) fn is_on(&self) -> bool {
        !self
            .value()
            .is_some_and(|it| matches!(it.as_str(), "0" | "false" | "off"))
    }
}

/// Walks over the elements of `xml`, the part called `part`.
pub(super) fn walk(part: &str, xml: &str, visitor: &mut impl Visitor) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    let mut prefix = None::<String>;
    let mut depth = 0_usize;
    let broken = |at: u64| {
        Fault::damaged(
            format!("其中的 {part} 在第 {at} 字节处不完整或有错"),
            format!("{part} in it is cut off or wrong at byte {at}"),
        )
    };
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    loop {
        let start = place(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|_| broken(reader.error_position()))?;
        visitor.at(start..place(reader.buffer_position()));
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(Fault::beyond(
                        format!("其中的 {part} 嵌套超过 {DEPTH} 层"),
                        format!("{part} in it is nested more than {DEPTH} deep"),
                    ));
                }
                let prefix = prefix.get_or_insert_with(|| word_prefix(&start));
                visit(visitor, &start, prefix);
            }
            Event::Empty(start) => {
                let prefix = prefix.get_or_insert_with(|| word_prefix(&start));
                visit(visitor, &start, prefix);
                visitor.close(local(start.name().into_inner(), prefix));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                let prefix = prefix.as_deref().unwrap_or_default();
                visitor.close(local(end.name().into_inner(), prefix));
            }
            Event::Text(text) => visitor.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => visitor.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(entity) => {
                let known = match &*entity {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => entity.resolve_char_ref().ok().flatten(),
                };
                if let Some(character) = known {
                    visitor.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            Event::DocType(_) => {
                return Err(Fault::damaged(
                    format!("其中的 {part} 含有 DTD，这种格式不允许"),
                    format!("{part} in it has a DTD, which the format forbids"),
                ));
            }
            Event::Eof if depth > 0 => return Err(broken(reader.buffer_position())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn visit(visitor: &mut impl Visitor, start: &BytesStart<'_>, prefix: &str) {
    let name = start.name();
    let element = Element { start, prefix };
    visitor.open(local(name.into_inner(), prefix), &element);
}

fn local<'n>(name: &'n str, prefix: &str) -> &'n str {
    name.strip_prefix(prefix).unwrap_or(name)
}

/// The prefix, with its colon, that the root element gives to `WordprocessingML`.
fn word_prefix(root: &BytesStart<'_>) -> String {
    root.attributes()
        .with_checks(false)
        .flatten()
        .filter(|it| WORD.contains(&it.value.as_ref()))
        .find_map(|it| match it.key.into_inner() {
            "xmlns" => Some(String::new()),
            key => key.strip_prefix("xmlns:").map(|it| format!("{it}:")),
        })
        .unwrap_or_else(|| "w:".to_owned())
}

/// `text` as it is written in XML, without the characters that cannot be.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            it if it.is_control() && it != '\t' => {}
            it => escaped.push(it),
        }
    }
    escaped
}
