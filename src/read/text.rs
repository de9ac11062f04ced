//! Text: the bytes of a file as characters, whatever its encoding.

use chardetng::{EncodingDetector, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ReadError;
use super::kind::{BINARY, WANTED};

/// How many bytes are looked at to tell the encoding.
const SAMPLE: usize = 64 * 1024;

/// The text of a file called `name`; `declared` is the encoding it says it has.
pub(super) fn decode(
    name: &str,
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<String, ReadError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        None => match declared {
            // What a page says of itself is often what its template says.
            Some(_) if broken(bytes, UTF_8) * 100 <= foreign(bytes) => UTF_8,
            Some(declared) if broken(bytes, declared) * 100 <= foreign(bytes) => declared,
            Some(_) | None => guess(name, bytes)?,
        },
    };
    let (text, _, _) = encoding.decode(bytes);
    let broken = text.chars().filter(|it| *it == '\u{fffd}').count();
    let control = text
        .chars()
        .filter(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t' | '\u{c}'))
        .count();
    let length = text.chars().count().max(1);
    if control * 50 > length {
        return Err(ReadError::NotText {
            name: name.to_owned(),
            kind: BINARY,
            help: WANTED,
        });
    }
    // A few damaged characters are the report's own trouble and stay in sight.
    if broken * 100 > length {
        return Err(ReadError::Encoding {
            name: name.to_owned(),
            encoding: encoding.name(),
            broken,
        });
    }
    Ok(text.into_owned())
}

/// The encoding of bytes that are no UTF-8 and have no byte order mark.
fn guess(name: &str, bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // Line ends and digits of UTF-16 have their zero byte on one side only.
        return match (even, odd) {
            (few, many) if few * 20 < many => Ok(UTF_16LE),
            (many, few) if few * 20 < many => Ok(UTF_16BE),
            _ => Err(ReadError::NotText {
                name: name.to_owned(),
                kind: BINARY,
                help: WANTED,
            }),
        };
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, bytes.len() <= SAMPLE);
    let found = detector.guess(None, Utf8Detection::Allow);
    Ok(if found == GBK {
        GB18030
    } else if found == BIG5 || found == GB18030 || found == UTF_8 {
        found
    } else {
        likelier(bytes, found)
    })
}

/// Of the encodings Chinese files have, the one that reads without a damaged character.
fn likelier(bytes: &[u8], found: &'static Encoding) -> &'static Encoding {
    [GB18030, BIG5]
        .into_iter()
        .find(|encoding| broken(bytes, encoding) == 0)
        .unwrap_or(found)
}

/// How many characters are damaged when `bytes` are read as `encoding`.
fn broken(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.chars().filter(|it| *it == '\u{fffd}').count()
}

/// How many bytes are part of characters that are no ASCII.
fn foreign(bytes: &[u8]) -> usize {
    bytes.iter().filter(|it| !it.is_ascii()).count()
}

/// Line ends as LF.
pub(super) fn with_lf(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}
