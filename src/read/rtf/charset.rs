//! The encodings of the text: of the file, and of each of its fonts.

use std::collections::BTreeMap;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};

/// A file with more fonts is read with those.
const FONTS: usize = 10_000;

/// How the bytes of a text are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Encoded(&'static Encoding),
    /// A font of signs, whose bytes are no letters.
    Signs,
}

#[derive(Debug)]
pub(super) struct Charsets {
    own: Charset,
    fonts: BTreeMap<i32, Charset>,
    /// The font that is told of in the list of fonts.
    listed: i32,
}

impl Default for Charsets {
    fn default() -> Self {
        Self {
            own: Charset::Encoded(WINDOWS_1252),
            fonts: BTreeMap::new(),
            listed: 0,
        }
    }
}

impl Charsets {
    /// The file says that its text is in code page `number`.
    pub(super) fn code_page(&mut self, number: i32) {
        self.own = Charset::Encoded(match number {
            936 | 54936 => GB18030,
            950 => BIG5,
            932 => SHIFT_JIS,
            949 => EUC_KR,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            10000 => MACINTOSH,
            65001 => encoding_rs::UTF_8,
            _ => WINDOWS_1252,
        });
    }

    /// The list of fonts tells of font `number` from here on.
    pub(super) fn list(&mut self, number: i32) {
        self.listed = number;
    }

    /// The font that is told of has the letters of `charset`.
    pub(super) fn letters(&mut self, charset: i32) {
        let known = match charset {
            2 => Charset::Signs,
            77 => Charset::Encoded(MACINTOSH),
            128 => Charset::Encoded(SHIFT_JIS),
            129 => Charset::Encoded(EUC_KR),
            134 => Charset::Encoded(GB18030),
            136 => Charset::Encoded(BIG5),
            204 => Charset::Encoded(WINDOWS_1251),
            238 => Charset::Encoded(WINDOWS_1250),
            _ => return,
        };
        if self.fonts.len() < FONTS {
            self.fonts.insert(self.listed, known);
        }
    }

    /// How text in font `number` is read.
    pub(super) fn of(&self, number: Option<i32>) -> Charset {
        let known = number.and_then(|it| self.fonts.get(&it));
        known.copied().unwrap_or(self.own)
    }
}

impl Charset {
    pub(super) fn read(self, bytes: &[u8]) -> String {
        match self {
            Self::Encoded(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Signs => bytes.iter().copied().map(sign).collect(),
        }
    }
}

/// What the signs show that forms use as boxes to tick.
fn sign(byte: u8) -> &'static str {
    match byte {
        0xa3 | 0xa8 | 0x6f | 0x71 => "□",
        0x52 | 0xfe => "☑",
        0xfc => "√",
        b' ' => " ",
        _ => "",
    }
}
