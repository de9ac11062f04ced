//! The relations of rule packs: flat tokens from the grammar, put in order here.

use pest::Parser;

use crate::relation::{Comparison, Path, Predicate, Relation, Sign, Sum, Term};
use crate::source::Span;

/// Why a text is no relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationError {
    /// What is wrong, in Chinese.
    pub message: String,
    /// Where in the relation's text.
    pub span: Span,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
}

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/relation.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// Reads a relation.
///
/// # Errors
///
/// Says what is wrong with a text that is none, and where.
pub fn relation(text: &str) -> Result<Relation, RelationError> {
    let tokens = tokens(text)?;
    let end = Span::new(text.trim_end().len(), text.trim_end().len());
    let mut reader = Reader {
        tokens: &tokens,
        end,
    };
    if tokens.is_empty() {
        return Err(error("关系式是空的", end, Some("例如：a + b = c".into())));
    }
    match reader.predicate()? {
        Some(relation) => Ok(relation),
        None => reader.chain(),
    }
}

/// Names that may stand before a bracket.
const FUNCTIONS: [&str; 8] = [
    "present", "written", "titled", "found", "filled", "totalled", "sum", "prior",
];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    kind: Kind,
    span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Integer(i64),
    Name(String),
    AllOf(String),
    Comparison(Comparison),
    Sign(Sign),
    Open,
    Close,
}

fn tokens(text: &str) -> Result<Vec<Token>, RelationError> {
    let whole = Span::new(0, text.len());
    let pairs = Grammar::parse(Rule::relation, text)
        .map_err(|_| {
            let help = "例如：received + carried_in = closed.total + carried_out";
            error("这不是关系式", whole, Some(help.into()))
        })?
        .flat_map(pest::iterators::Pair::into_inner);
    let mut tokens = Vec::new();
    for pair in pairs {
        let span = Span::new(pair.as_span().start(), pair.as_span().end());
        let kind = match pair.as_rule() {
            Rule::number => Kind::Integer(integer(pair.as_str(), span)?),
            Rule::path => match pair.as_str().strip_suffix(".*") {
                Some(name) => Kind::AllOf(name.to_owned()),
                None => Kind::Name(pair.as_str().to_owned()),
            },
            Rule::comparison => Kind::Comparison(comparison(pair.as_str(), span, text)?),
            Rule::plus => Kind::Sign(Sign::Plus),
            Rule::minus => Kind::Sign(Sign::Minus),
            Rule::open => Kind::Open,
            Rule::close => Kind::Close,
            Rule::unknown => return Err(unknown(pair.as_str(), span, text)),
            // The others stand only inside these.
            Rule::EOI
            | Rule::relation
            | Rule::token
            | Rule::name
            | Rule::word
            | Rule::letter
            | Rule::all
            | Rule::blank => continue,
        };
        tokens.push(Token { kind, span });
    }
    Ok(tokens)
}

fn integer(text: &str, span: Span) -> Result<i64, RelationError> {
    if text.contains('.') {
        return Err(error(
            format!("关系式里只能写整数，不能写 `{text}`"),
            span,
            Some("两边同乘，化成整数".into()),
        ));
    }
    text.parse().map_err(|_| {
        error(
            format!("整数 `{text}` 太大"),
            span,
            Some("写小一些的数".into()),
        )
    })
}

fn comparison(text: &str, span: Span, whole: &str) -> Result<Comparison, RelationError> {
    let meant = match text {
        "=" => return Ok(Comparison::Equal),
        "<=" => return Ok(Comparison::AtMost),
        ">=" => return Ok(Comparison::AtLeast),
        "==" | "===" | "＝" => "是不是想写 `=`？",
        "<" | "=<" | "≤" => "是不是想写 `<=`？",
        ">" | "=>" | "≥" => "是不是想写 `>=`？",
        _ => "只能用 `=`、`<=`、`>=`",
    };
    let help = wide(text, whole).unwrap_or_else(|| meant.into());
    Err(error(format!("不认识的比较号 `{text}`"), span, Some(help)))
}

/// Marks as a Chinese keyboard gives them, and what relations have instead.
const WIDE: [(&str, &str); 8] = [
    ("（", "("),
    ("）", ")"),
    ("＝", "="),
    ("＋", "+"),
    ("－", "-"),
    ("≤", "<="),
    ("≥", ">="),
    ("．", "."),
];

/// What to write instead of the wide marks of `whole`, if it has more than the one in `text`.
fn wide(text: &str, whole: &str) -> Option<String> {
    let own = WIDE.iter().any(|(it, _)| *it == text);
    let all = WIDE.iter().filter(|(it, _)| whole.contains(it));
    let all: Vec<String> = all.map(|(wide, own)| format!("{wide} 写 {own}")).collect();
    (own && all.len() > 1).then(|| format!("标点用半角的：{}", all.join("，")))
}

fn unknown(text: &str, span: Span, whole: &str) -> RelationError {
    let help = match text {
        "*" => "关系式只有加减；`.*` 只写在 sum(…)、filled(…) 和 totalled(…) 里的名字后面",
        "/" => "关系式只有加减；除法请两边同乘后再写",
        "＋" => "是不是想写 `+`？",
        "－" | "—" | "−" => "是不是想写 `-`？",
        "（" => "是不是想写 `(`？",
        "）" => "是不是想写 `)`？",
        "&" | "|" => "一条规则一个关系式；两个条件请写成两条规则",
        "." => "名字之间用一个点连接，点后以字母开头",
        _ => "关系式由名字、整数、+、-、=、<=、>= 组成；名字里没有标点，写 id 或者简称",
    };
    let help = wide(text, whole).unwrap_or_else(|| help.into());
    error(format!("关系式里不能有 `{text}`"), span, Some(help))
}

struct Reader<'t> {
    tokens: &'t [Token],
    end: Span,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn followed_by_open(&self) -> bool {
        matches!(
            self.tokens.first(),
            Some(Token {
                kind: Kind::Open,
                ..
            })
        )
    }

    /// A question about presence, which stands alone.
    fn predicate(&mut self) -> Result<Option<Relation>, RelationError> {
        let [
            Token {
                kind: Kind::Name(name),
                span,
            },
            Token {
                kind: Kind::Open, ..
            },
            ..,
        ] = self.tokens
        else {
            return Ok(None);
        };
        let Some(predicate) = predicate(name) else {
            return Ok(None);
        };
        let (name, span) = (name.clone(), *span);
        self.next();
        let path = self.argument(
            &name,
            span,
            matches!(predicate, Predicate::Filled | Predicate::Totalled),
        )?;
        match self.next() {
            None => Ok(Some(Relation::Predicate { predicate, path })),
            Some(token) => Err(error(
                format!("`{name}(…)` 要单独写，后面不能再有内容"),
                token.span,
                Some("两个条件请写成两条规则".into()),
            )),
        }
    }

    fn chain(&mut self) -> Result<Relation, RelationError> {
        let (first, mut comparison) = self.sum()?;
        let mut rest = Vec::new();
        while let Some(found) = comparison {
            let (sum, next) = self.sum()?;
            rest.push((found, sum));
            comparison = next;
        }
        if rest.is_empty() {
            let help = "关系式至少有一个 `=`、`<=` 或 `>=`";
            return Err(error("只有一边，没有比较", self.end, Some(help.into())));
        }
        Ok(Relation::Chain { first, rest })
    }

    /// A sum and the comparison that ends it, if one does.
    fn sum(&mut self) -> Result<(Sum, Option<Comparison>), RelationError> {
        let mut terms = Vec::new();
        let mut sign = Sign::Plus;
        if let Some(Token {
            kind: Kind::Sign(leading),
            ..
        }) = self.tokens.first()
        {
            sign = *leading;
            self.next();
        }
        loop {
            terms.push((sign, self.term()?));
            match self.next() {
                None => return Ok((Sum { terms }, None)),
                Some(Token {
                    kind: Kind::Comparison(found),
                    ..
                }) => {
                    return Ok((Sum { terms }, Some(found)));
                }
                Some(Token {
                    kind: Kind::Sign(next),
                    ..
                }) => sign = next,
                Some(Token {
                    kind: Kind::Close,
                    span,
                }) => {
                    return Err(error("多了一个 `)`", span, Some("删去它".into())));
                }
                Some(Token {
                    kind: Kind::Integer(_) | Kind::Name(_) | Kind::AllOf(_) | Kind::Open,
                    span,
                }) => {
                    let help = "两项之间写 `+`、`-`、`=`、`<=` 或 `>=`；关系式里没有括号";
                    return Err(error("这里缺少运算号", span, Some(help.into())));
                }
            }
        }
    }

    fn term(&mut self) -> Result<Term, RelationError> {
        let Some(token) = self.next() else {
            return Err(error(
                "关系式没有写完",
                self.end,
                Some("后面还要有一项".into()),
            ));
        };
        match token.kind {
            Kind::Integer(value) => Ok(Term::Integer(value)),
            Kind::Name(name) if self.followed_by_open() => self.function(&name, token.span),
            Kind::Name(name) => Ok(Term::Path(Path {
                name,
                span: token.span,
            })),
            Kind::AllOf(name) => Err(error(
                format!("`{name}.*` 是一组，不能直接相加"),
                token.span,
                Some(format!("是不是想写 `sum({name}.*)`？")),
            )),
            Kind::Open => Err(error(
                "关系式里没有括号",
                token.span,
                Some("把括号去掉，改好各项前的加减号".into()),
            )),
            Kind::Comparison(_) | Kind::Sign(_) | Kind::Close => Err(error(
                "这里应当有一项：名字、整数或 sum(…)",
                token.span,
                Some("补上一项，或者删去多出的符号".into()),
            )),
        }
    }

    fn function(&mut self, name: &str, span: Span) -> Result<Term, RelationError> {
        match name {
            "sum" => Ok(Term::SumOf(self.argument(name, span, true)?)),
            "prior" => Ok(Term::Prior(self.argument(name, span, false)?)),
            _ if predicate(name).is_some() => Err(error(
                format!("`{name}(…)` 要单独写，不能放在算式里"),
                span,
                Some("两个条件请写成两条规则".into()),
            )),
            _ => {
                let near = crate::names::nearest(name, FUNCTIONS).map_or_else(
                    || format!("可用的有：{}", FUNCTIONS.join("、")),
                    |near| format!("是不是想写 `{near}`？"),
                );
                Err(error(format!("没有名叫 `{name}` 的函数"), span, Some(near)))
            }
        }
    }

    /// `(path)` or, for a group, `(path.*)`.
    fn argument(&mut self, name: &str, span: Span, group: bool) -> Result<Path, RelationError> {
        self.next();
        let Some(token) = self.next() else {
            return Err(error(
                format!("`{name}(` 没有写完"),
                span.to(self.end),
                Some("括号里写一个名字，再写 `)`".into()),
            ));
        };
        let path = match (token.kind, group) {
            (Kind::AllOf(name), true) | (Kind::Name(name), false) => Path {
                name,
                span: token.span,
            },
            (Kind::Name(path), true) => {
                let help = format!("是不是想写 `{name}({path}.*)`？");
                return Err(error(
                    format!("`{name}` 要的是一组"),
                    token.span,
                    Some(help),
                ));
            }
            (Kind::AllOf(path), false) => {
                let help = format!("是不是想写 `{name}({path})`？");
                return Err(error(
                    format!("`{name}` 要的不是一组"),
                    token.span,
                    Some(help),
                ));
            }
            (
                Kind::Integer(_) | Kind::Comparison(_) | Kind::Sign(_) | Kind::Open | Kind::Close,
                _,
            ) => {
                return Err(error(
                    format!("`{name}(…)` 里应当是一个名字"),
                    token.span,
                    Some("括号里写一个名字，不写数和运算号".into()),
                ));
            }
        };
        match self.next() {
            Some(Token {
                kind: Kind::Close, ..
            }) => Ok(path),
            Some(token) => Err(error(
                format!("`{name}(…)` 里只能有一个名字"),
                token.span,
                Some(format!("分开写，例如 {name}(甲) + {name}(乙)")),
            )),
            None => Err(error(
                format!("`{name}(` 缺少 `)`"),
                span.to(self.end),
                Some("在最后补上 `)`".into()),
            )),
        }
    }
}

fn predicate(name: &str) -> Option<Predicate> {
    Some(match name {
        "present" => Predicate::Present,
        "written" => Predicate::Written,
        "titled" => Predicate::Titled,
        "found" => Predicate::Found,
        "filled" => Predicate::Filled,
        "totalled" => Predicate::Totalled,
        _ => return None,
    })
}

fn error(message: impl Into<String>, span: Span, help: Option<String>) -> RelationError {
    RelationError {
        message: message.into(),
        span,
        help,
    }
}
