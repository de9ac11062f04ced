//! Groups: what the text in braces becomes.

/// Groups whose text is no text of the document. Those that begin with `\*` are left out anyway.
const LEFT_OUT: [&str; 26] = [
    "stylesheet",
    "colortbl",
    "info",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "pict",
    "sp",
    "shprslt",
    "nonshppict",
    "xe",
    "tc",
    "tcn",
    "rxe",
    "filetbl",
    "private",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "nonesttables",
    "pgptbl",
];

/// What the text of a group becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Into {
    Text,
    Nothing,
    /// The list of fonts.
    Fonts,
    /// What a field is told to show.
    Instruction,
    /// The number of a paragraph.
    Label,
    /// A text box or a note, apart from the text.
    Aside,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) into: Into,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) font: Option<i32>,
    /// How many bytes stand behind a Unicode character for readers that know none.
    pub(super) fallback: usize,
}

impl Group {
    /// The whole file.
    pub(super) const fn outermost() -> Self {
        Self {
            into: Into::Text,
            hidden: false,
            deleted: false,
            font: None,
            fallback: 1,
        }
    }

    /// Whether what it says is part of the document.
    pub(super) const fn is_shown(self) -> bool {
        let text = matches!(self.into, Into::Text | Into::Label | Into::Aside);
        text && !self.hidden && !self.deleted
    }
}

/// Whether the text of a group that begins with `word` is left out.
pub(super) fn is_left_out(word: &str) -> bool {
    LEFT_OUT.contains(&word)
}
