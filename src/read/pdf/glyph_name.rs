//! Names of glyphs, as far as reports in Chinese need them.

/// The character that a glyph of this name shows; nothing if the name does not say it.
pub(super) fn character(name: &str) -> Option<char> {
    let base = name.split('.').next().filter(|it| !it.is_empty())?;
    let mut letters = base.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    let hex = base
        .strip_prefix("uni")
        .filter(|it| it.len() == 4)
        .or_else(|| {
            base.strip_prefix('u')
                .filter(|it| (4..=6).contains(&it.len()))
        });
    let coded = hex.and_then(|it| u32::from_str_radix(it, 16).ok());
    if let Some(character) = coded.and_then(char::from_u32) {
        return Some(character);
    }
    NAMES.iter().find(|it| it.0 == base).map(|it| it.1)
}

const NAMES: [(&str, char); 66] = [
    ("space", ' '),
    ("nbspace", ' '),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("period", '.'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("sfthyphen", '-'),
    ("endash", '–'),
    ("emdash", '—'),
    ("slash", '/'),
    ("fraction", '/'),
    ("backslash", '\\'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("bracketleft", '['),
    ("bracketright", ']'),
    ("braceleft", '{'),
    ("braceright", '}'),
    ("percent", '%'),
    ("perthousand", '‰'),
    ("plus", '+'),
    ("equal", '='),
    ("less", '<'),
    ("greater", '>'),
    ("asterisk", '*'),
    ("numbersign", '#'),
    ("ampersand", '&'),
    ("at", '@'),
    ("exclam", '!'),
    ("question", '?'),
    ("quotesingle", '\''),
    ("quotedbl", '"'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("underscore", '_'),
    ("bar", '|'),
    ("asciitilde", '~'),
    ("asciicircum", '^'),
    ("grave", '`'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("ellipsis", '…'),
    ("dollar", '$'),
    ("yen", '¥'),
    ("degree", '°'),
    ("section", '§'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("plusminus", '±'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("onesuperior", '¹'),
];
