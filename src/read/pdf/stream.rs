//! How much of a file is unpacked: bounded, whatever the file says.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Stream};

/// A stream of more bytes unpacked than this is refused.
const STREAM: usize = 64 * 1024 * 1024;
/// All streams that are read may have so many bytes unpacked.
const ALL: usize = 256 * 1024 * 1024;
/// A stream packed otherwise than usual may have so many bytes packed: unpacked they are at most
/// some thousand times as many.
const ODD: usize = 64 * 1024;
/// How far before a stream its dictionary is looked for.
const DICTIONARY: usize = 4096;

/// What may still be unpacked.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    /// Whether something was left out because it would have been too much.
    pub(super) spent: bool,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            left: ALL,
            spent: false,
        }
    }

    /// The bytes of `stream`, if they can be unpacked and are not too many.
    pub(super) fn decode(&mut self, stream: &Stream<'_>) -> Option<Vec<u8>> {
        let limit = STREAM.min(self.left);
        let raw = stream.raw_data();
        let filters = stream.filters();
        let plain = !stream.dict().contains_key("DecodeParms") && !stream.dict().contains_key("DP");
        let data = match filters.as_slice() {
            [] => raw.into_owned(),
            [Filter::FlateDecode] if plain => {
                let data = inflate(&raw, limit);
                if data.len() > limit {
                    self.spent = true;
                    return None;
                }
                data
            }
            _ if raw.len() <= ODD => stream.decoded_data().ok()?.into_owned(),
            _ => {
                self.spent = true;
                return None;
            }
        };
        if data.len() > limit {
            self.spent = true;
            return None;
        }
        self.left -= data.len();
        Some(data)
    }
}

/// Up to one byte more than `limit`; what could be unpacked of damaged data.
fn inflate(raw: &[u8], limit: usize) -> Vec<u8> {
    let mut data = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    // What was unpacked before a fault stays in `data`.
    let whole = ZlibDecoder::new(raw).take(most).read_to_end(&mut data);
    if whole.is_err() && data.is_empty() {
        let bare = flate2::read::DeflateDecoder::new(raw);
        let _ = bare.take(most).read_to_end(&mut data);
    }
    data
}

/// Whether the streams of a file that are unpacked to read it at all stay within bounds: objects
/// and tables of contents are unpacked as soon as they are asked for.
pub(super) fn is_bounded(bytes: &[u8]) -> bool {
    let mut left = ALL;
    let mut odd = 0;
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), b"stream") {
        let start = at + found;
        at = start + 6;
        if bytes.get(..start).is_some_and(|it| it.ends_with(b"end")) {
            continue;
        }
        let from = start.saturating_sub(DICTIONARY);
        let before = bytes.get(from..start).unwrap_or_default();
        let dict = rfind(before, b" obj").map_or(before, |at| before.get(at..).unwrap_or_default());
        let has = |word: &[u8]| find(dict, word).is_some();
        if !has(b"ObjStm") && !has(b"XRef") {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let length = find(rest, b"endstream").unwrap_or(rest.len());
        let raw = rest.get(..length).unwrap_or_default();
        let flates = count(dict, b"FlateDecode") + count(dict, b"/Fl ");
        let others = [
            &b"LZW"[..],
            b"RunLength",
            b"ASCII",
            b"/A85",
            b"/AHx",
            b"/RL",
        ];
        let unusual = flates > 1 || others.iter().any(|it| has(it));
        let data = if unusual {
            Vec::new()
        } else {
            inflate(raw, left.min(STREAM))
        };
        if data.is_empty() {
            // Encrypted, damaged, or packed otherwise.
            odd += raw.len();
            if flates + usize::from(unusual) > 0 && odd > 4 * ODD {
                return false;
            }
            continue;
        }
        if data.len() > left.min(STREAM) {
            return false;
        }
        left -= data.len();
        at += length;
    }
    true
}

/// Whether the dictionary is one of an image, which is never unpacked.
pub(super) fn is_image(dict: &Dict<'_>) -> bool {
    dict.get::<hayro_syntax::object::Name<'_>>("Subtype")
        .is_some_and(|it| it.as_ref() == b"Image")
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let found = at + rest.iter().position(|it| *it == first)?;
        if bytes.get(found..)?.starts_with(word) {
            return Some(found);
        }
        at = found + 1;
    }
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|it| it == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|it| *it == word).count()
}
