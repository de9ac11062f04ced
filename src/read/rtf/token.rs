//! The marks of RTF: groups, control words and bytes of text.

/// A piece of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'b str, Option<i32>),
    /// A control symbol: a backslash and a byte that is no letter.
    Symbol(u8),
    /// `\'d5`: a byte of text.
    Byte(u8),
    /// Bytes of text as they stand.
    Text(&'b [u8]),
}

/// The pieces of `bytes`. What `\bin` announces is left out.
pub(super) fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        loop {
            let (token, after) = next(rest)?;
            rest = after;
            if let Token::Word("bin", Some(count)) = token {
                let count = usize::try_from(count).unwrap_or(0);
                rest = rest.get(count..).unwrap_or_default();
            } else if token != Token::Text(&[]) {
                // Ends of lines part the file, not the text.
                return Some(token);
            }
        }
    })
}

fn next(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let (first, after) = bytes.split_first()?;
    match first {
        b'{' => Some((Token::Open, after)),
        b'}' => Some((Token::Close, after)),
        b'\r' | b'\n' | 0 => Some((Token::Text(&[]), after)),
        b'\\' => control(after),
        _ => {
            let is_text = |it: &u8| !matches!(it, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
            let length = bytes.iter().take_while(|it| is_text(it)).count();
            let (text, after) = bytes.split_at_checked(length)?;
            Some((Token::Text(text), after))
        }
    }
}

/// What stands behind a backslash.
fn control(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let (first, after) = bytes.split_first()?;
    if *first == b'\'' {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        return match digits.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => Some((Token::Byte(byte), after.get(2..)?)),
            None => Some((Token::Symbol(b'\''), after)),
        };
    }
    let letters = bytes.iter().take_while(|it| it.is_ascii_alphabetic());
    let (word, mut after) = bytes.split_at_checked(letters.count())?;
    if word.is_empty() {
        return Some((Token::Symbol(*first), bytes.get(1..)?));
    }
    let signed = usize::from(after.first() == Some(&b'-'));
    let digits = after.iter().skip(signed);
    let digits = digits.take_while(|it| it.is_ascii_digit()).count();
    let mut number = None;
    if digits > 0 {
        let (said, behind) = after.split_at_checked(signed + digits)?;
        number = std::str::from_utf8(said)
            .ok()
            .and_then(|it| it.parse().ok());
        after = behind;
    }
    // One blank behind a control word belongs to it.
    after = after.strip_prefix(b" ").unwrap_or(after);
    Some((Token::Word(std::str::from_utf8(word).ok()?, number), after))
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    #[test]
    fn marks_are_told_from_text() {
        let file = b"{\\b1 x\\u-20013 ?\\'d5\r\n\\par\\~\\bin3 }}}\\\\ y\\-z}";
        let found: Vec<Token<'_>> = tokens(file).collect();
        let expected = [
            Token::Open,
            Token::Word("b", Some(1)),
            Token::Text(b"x"),
            Token::Word("u", Some(-20013)),
            Token::Text(b"?"),
            Token::Byte(0xd5),
            Token::Word("par", None),
            Token::Symbol(b'~'),
            Token::Symbol(b'\\'),
            Token::Text(b" y"),
            Token::Symbol(b'-'),
            Token::Text(b"z"),
            Token::Close,
        ];
        assert_eq!(found, expected);
        for broken in [&b"\\"[..], b"\\'", b"\\'z", b"\\bin99999999999 x", b"\\a-"] {
            let _ = tokens(broken).count();
        }
    }
}
