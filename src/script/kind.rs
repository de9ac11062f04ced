//! The kinds of values scripts handle.

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The report.
    Report,
    /// What gives judgements.
    Check,
    /// A section of the pack, as the report bears it.
    Section,
    /// The headings of the report.
    Headings,
    /// One of them.
    Heading,
    /// A form.
    Form,
    /// Cells of a form.
    Cells,
    /// One of them.
    Cell,
    /// A number with the places it comes from.
    Number,
    /// Words of the report.
    Words,
    /// A day.
    Day,
    /// Yes, no or not known, with what shows it.
    Truth,
    /// Quantities of the prose.
    Mentions,
    /// One of them.
    Mention,
    /// Wholes of the prose with their parts.
    Lists,
    /// One of them.
    List,
    /// The report of the year before.
    Prior,
    /// Growths that the prose states.
    Growths,
    /// One of them.
    Growth,
    /// Places in the text.
    Places,
    /// One of them.
    Place,
    /// A plain integer.
    Integer,
    /// A plain text.
    Text,
    /// Plain yes or no.
    Bool,
    /// Texts written out in a list.
    Texts,
    /// Numbers gathered in a list.
    Numbers,
    /// Nothing.
    Nothing,
}

impl Kind {
    /// What it is called in messages to authors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "报告",
            Self::Check => "check",
            Self::Section => "章节",
            Self::Headings => "各标题",
            Self::Heading => "标题",
            Self::Form => "表",
            Self::Cells => "各格",
            Self::Cell => "格",
            Self::Number => "数",
            Self::Words => "文字",
            Self::Day => "日期",
            Self::Truth => "是否",
            Self::Mentions => "各数量",
            Self::Mention => "数量",
            Self::Lists => "各列举",
            Self::List => "列举",
            Self::Prior => "上一年的报告",
            Self::Growths => "各增减",
            Self::Growth => "增减",
            Self::Places => "各处",
            Self::Place => "一处",
            Self::Integer => "整数",
            Self::Text => "引号里的文字",
            Self::Bool => "true/false",
            Self::Texts => "文字列表",
            Self::Numbers => "数的列表",
            Self::Nothing => "（没有值）",
        }
    }

    /// What a loop over it gives, if it can be looped over.
    #[must_use]
    pub const fn item(self) -> Option<Self> {
        match self {
            Self::Headings => Some(Self::Heading),
            Self::Cells => Some(Self::Cell),
            Self::Mentions => Some(Self::Mention),
            Self::Lists => Some(Self::List),
            Self::Growths => Some(Self::Growth),
            Self::Places => Some(Self::Place),
            Self::Texts => Some(Self::Text),
            Self::Numbers => Some(Self::Number),
            Self::Report
            | Self::Check
            | Self::Section
            | Self::Heading
            | Self::Form
            | Self::Cell
            | Self::Number
            | Self::Words
            | Self::Day
            | Self::Truth
            | Self::Mention
            | Self::List
            | Self::Prior
            | Self::Growth
            | Self::Place
            | Self::Integer
            | Self::Text
            | Self::Bool
            | Self::Nothing => None,
        }
    }
}

/// What the names in a place belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// `form.row.column`.
    Cell,
    /// Forms.
    Form,
    /// Sections.
    Section,
    /// Indicators.
    Indicator,
    /// Kinds of organ.
    Organ,
    /// What stands behind labels.
    Field,
}

impl Namespace {
    /// What such a name is called in messages to authors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cell => "格",
            Self::Form => "表",
            Self::Section => "章节",
            Self::Indicator => "指标",
            Self::Organ => "机关类型",
            Self::Field => "栏目",
        }
    }
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// A value of this kind.
    Value(Kind),
    /// A name written out, which the pack has.
    Name(Namespace),
    /// A regular expression written out.
    Pattern,
    /// A new name written out: a placeholder of the rule's messages.
    NewName,
    /// Texts written out in a list.
    Texts,
}
