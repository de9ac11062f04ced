//! Fonts of PDF: what each code of a string says, and how wide it is.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, Encoding, GBK, MACINTOSH, WINDOWS_1252};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as Bytes};

use super::glyph_name;
use super::stream::Budget;
use crate::fold::ideograph;

/// Stands for a glyph whose character cannot be told.
pub(super) const UNKNOWN: char = '\u{fffd}';
/// More widths than this are left out.
const WIDTHS: u32 = 70_000;

/// What a code of a string shows.
#[derive(Debug)]
pub(super) struct Shown {
    /// Its characters.
    pub(super) text: String,
    /// How far it moves on, in parts of the font size.
    pub(super) advance: f64,
    /// How wide it is, in parts of the font size.
    pub(super) width: f64,
    /// Whether it is a blank of one byte, which word spacing widens.
    pub(super) blank: bool,
}

#[derive(Debug)]
pub(super) struct Font {
    to_unicode: Option<CMap>,
    /// Whether codes are Unicode already.
    unicode: bool,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// One byte a character.
    Simple {
        chars: Vec<Option<char>>,
        widths: BTreeMap<u32, f64>,
        missing: f64,
    },
    Composite(Box<Composite>),
}

/// A font of thousands of glyphs: codes of one byte or more to numbers of glyphs.
#[derive(Debug)]
struct Composite {
    cmap: CMap,
    /// From the numbers of a known collection of characters to Unicode.
    collection: Option<CMap>,
    /// The encoding that codes are in, if they are text.
    encoding: Option<&'static Encoding>,
    widths: BTreeMap<u32, f64>,
    missing: f64,
    vertical: bool,
}

impl Font {
    pub(super) fn new(dict: &Dict<'_>, budget: &mut Budget) -> Self {
        let mut unicode = false;
        let mut to_unicode = None;
        if let Some(stream) = dict.get::<Stream<'_>>("ToUnicode") {
            to_unicode = budget
                .decode(&stream)
                .and_then(|data| CMap::parse(&data, load_embedded));
        } else if let Some(name) = dict.get::<Name<'_>>("ToUnicode") {
            unicode = name.as_ref().starts_with(b"Identity");
        }
        let subtype = dict.get::<Name<'_>>("Subtype");
        let composite = subtype.as_ref().is_some_and(|it| it.as_ref() == b"Type0");
        let kind = composite
            .then(|| Composite::new(dict, budget))
            .flatten()
            .map_or_else(|| simple_kind(dict), |it| Kind::Composite(Box::new(it)));
        Self {
            to_unicode,
            unicode,
            kind,
        }
    }

    pub(super) fn vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(it) if it.vertical)
    }

    /// The first code of `bytes`, and how many bytes it has.
    pub(super) fn next(&self, bytes: &[u8]) -> Option<(Shown, usize)> {
        let first = *bytes.first()?;
        match &self.kind {
            Kind::Simple {
                chars,
                widths,
                missing,
            } => {
                let code = u32::from(first);
                let known = chars.get(usize::from(first)).copied().flatten();
                let width = widths.get(&code).copied().unwrap_or(*missing);
                let text = self.unicode_of(code).or(known.map(String::from));
                Some((shown(text, width, width, first == b' '), 1))
            }
            Kind::Composite(font) => {
                let (code, length, cid) = code(&font.cmap, bytes);
                let width = font.widths.get(&cid).copied().unwrap_or(font.missing);
                let text = self
                    .unicode_of(code)
                    .or_else(|| decoded(font.encoding, bytes.get(..length)?))
                    .or_else(|| in_collection(font.collection.as_ref()?, cid));
                let advance = if font.vertical { -1.0 } else { width };
                let blank = length == 1 && first == b' ';
                Some((shown(text, advance, width, blank), length))
            }
        }
    }

    fn unicode_of(&self, code: u32) -> Option<String> {
        if self.unicode {
            return char::from_u32(code).map(String::from);
        }
        let text = said(self.to_unicode.as_ref()?.lookup_bf_string(code)?);
        (!text.is_empty() && !text.contains(['\0', UNKNOWN])).then_some(text)
    }
}

fn shown(text: Option<String>, advance: f64, width: f64, blank: bool) -> Shown {
    Shown {
        text: text.map_or_else(
            || UNKNOWN.to_string(),
            |it| it.chars().map(ideograph).collect(),
        ),
        advance,
        width,
        blank,
    }
}

fn said(text: BfString) -> String {
    match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    }
}

/// The code that begins `bytes`, its length, and the number of its glyph.
fn code(cmap: &CMap, bytes: &[u8]) -> (u32, usize, u32) {
    let mut code = 0_u32;
    for (length, byte) in (1_u8..=4).zip(bytes) {
        code = (code << 8) | u32::from(*byte);
        if let Some(cid) = cmap.lookup_cid_code(code, length) {
            return (code, usize::from(length), cid);
        }
    }
    // A code that the font does not know: two bytes, as nearly all have.
    let two = bytes.iter().take(2);
    let code = two
        .clone()
        .fold(0, |code, byte| code << 8 | u32::from(*byte));
    (code, two.count(), 0)
}

fn decoded(encoding: Option<&'static Encoding>, bytes: &[u8]) -> Option<String> {
    let (text, _, broken) = encoding?.decode(bytes);
    (!broken && !text.is_empty()).then(|| text.into_owned())
}

fn in_collection(map: &CMap, cid: u32) -> Option<String> {
    if let Some(text) = map.lookup_bf_string(cid) {
        return Some(said(text));
    }
    let code = (1..=4).find_map(|length| map.lookup_cid_code(cid, length))?;
    char::from_u32(code).map(String::from)
}

impl Composite {
    fn new(dict: &Dict<'_>, budget: &mut Budget) -> Option<Self> {
        let inner = dict
            .get::<Array<'_>>("DescendantFonts")?
            .iter::<Dict<'_>>()
            .next()?;
        let (cmap, encoding) = if let Some(stream) = dict.get::<Stream<'_>>("Encoding") {
            let data = budget.decode(&stream)?;
            (CMap::parse(&data, load_embedded)?, None)
        } else {
            let name = dict.get::<Name<'_>>("Encoding")?;
            let cmap = match name.as_ref() {
                b"Identity-H" => CMap::identity_h(),
                b"Identity-V" => CMap::identity_v(),
                other => CMap::parse(load_embedded(CMapName::from_bytes(other))?, load_embedded)?,
            };
            (cmap, encoding_of(name.as_str()))
        };
        let vertical = cmap.metadata().writing_mode == Some(WritingMode::Vertical);
        let family = inner.get::<Dict<'_>>("CIDSystemInfo").and_then(|info| {
            let registry = info.get::<Bytes<'_>>("Registry")?;
            let ordering = info.get::<Bytes<'_>>("Ordering")?;
            let (registry, ordering) = (registry.as_bytes(), ordering.as_bytes());
            Some(CidFamily::from_registry_ordering(registry, ordering))
        });
        let collection = family
            .and_then(|family| load_embedded(family.ucs2_cmap()?))
            .and_then(|data| CMap::parse(data, load_embedded));
        let missing = inner.get::<Number>("DW").map_or(1000.0, |it| it.as_f64());
        Some(Self {
            cmap,
            collection,
            encoding,
            widths: inner
                .get::<Array<'_>>("W")
                .map(|it| cid_widths(&it))
                .unwrap_or_default(),
            missing: missing / 1000.0,
            vertical,
        })
    }
}

/// The encoding of the text that codes of a predefined map are.
fn encoding_of(name: &str) -> Option<&'static Encoding> {
    if name.contains("UCS2") || name.contains("UTF16") {
        Some(encoding_rs::UTF_16BE)
    } else if name.starts_with("GBK") || name.starts_with("GB-") || name.starts_with("GBpc") {
        Some(GBK)
    } else if name.contains("B5") {
        Some(BIG5)
    } else {
        None
    }
}

/// `first [w1 w2 …]` and `first last w`.
fn cid_widths(array: &Array<'_>) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut pending: Vec<u32> = Vec::new();
    let mut put = |cid: u32, width: f64| {
        if cid < WIDTHS {
            widths.insert(cid, width / 1000.0);
        }
    };
    for object in array.iter::<Object<'_>>() {
        match (object, pending.as_slice()) {
            (Object::Array(list), [first]) => {
                for (cid, width) in (*first..WIDTHS).zip(list.iter::<Number>()) {
                    put(cid, width.as_f64());
                }
                pending.clear();
            }
            (Object::Number(width), [first, last]) => {
                for cid in *first..=(*last).min(WIDTHS) {
                    put(cid, width.as_f64());
                }
                pending.clear();
            }
            (Object::Number(number), _) => {
                pending.push(u32::try_from(number.as_i64()).unwrap_or(WIDTHS));
            }
            _ => pending.clear(),
        }
    }
    widths
}

fn simple_kind(dict: &Dict<'_>) -> Kind {
    let scale = dict
        .get::<Array<'_>>("FontMatrix")
        .and_then(|it| it.iter::<Number>().next())
        .map_or(0.001, |it| it.as_f64().abs());
    let first = dict.get::<Number>("FirstChar").map_or(0, |it| it.as_i64());
    let first = u32::try_from(first).unwrap_or(0);
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
    let missing = descriptor
        .as_ref()
        .and_then(|it| it.get::<Number>("MissingWidth"))
        .map(|it| it.as_f64() * scale);
    let listed = dict.get::<Array<'_>>("Widths");
    let widths: BTreeMap<u32, f64> = listed
        .iter()
        .flat_map(|it| (first..=255).zip(it.iter::<Number>()))
        .map(|(code, width)| (code, width.as_f64() * scale))
        .collect();
    Kind::Simple {
        chars: chars(dict, descriptor.as_ref()),
        widths,
        missing: missing.unwrap_or(if listed.is_some() { 0.0 } else { 0.55 }),
    }
}

/// What each byte says by the encoding of the font; nothing where only the font itself knows.
fn chars(dict: &Dict<'_>, descriptor: Option<&Dict<'_>>) -> Vec<Option<char>> {
    let named = dict.get::<Name<'_>>("Encoding");
    let given = dict.get::<Dict<'_>>("Encoding");
    let base = named.or_else(|| given.as_ref()?.get::<Name<'_>>("BaseEncoding"));
    let encoding = match base.as_ref().map(AsRef::as_ref) {
        Some(b"WinAnsiEncoding") => Some(WINDOWS_1252),
        Some(b"MacRomanEncoding") => Some(MACINTOSH),
        _ => None,
    };
    let symbolic = descriptor
        .and_then(|it| it.get::<Number>("Flags"))
        .is_some_and(|it| it.as_i64() & 4 != 0);
    let embedded = ["FontFile", "FontFile2", "FontFile3"]
        .iter()
        .any(|it| descriptor.is_some_and(|descriptor| descriptor.contains_key(it)));
    let type3 = dict.contains_key("CharProcs");
    let plain = !type3 && (encoding.is_some() || !symbolic || !embedded);
    let mut chars: Vec<Option<char>> = (0..=255_u8)
        .map(|byte| {
            let text = encoding
                .unwrap_or(WINDOWS_1252)
                .decode_without_bom_handling(&[byte])
                .0
                .into_owned();
            let known = encoding.is_some() || byte.is_ascii();
            text.chars()
                .next()
                .filter(|it| plain && known && !it.is_control())
        })
        .collect();
    let mut code = 0_usize;
    let differences = given.and_then(|it| it.get::<Array<'_>>("Differences"));
    for object in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        if let Object::Number(number) = object {
            code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX);
        } else if let Object::Name(name) = object {
            if let Some(slot) = chars.get_mut(code) {
                *slot = glyph_name::character(name.as_str());
            }
            code = code.saturating_add(1);
        }
    }
    chars
}
