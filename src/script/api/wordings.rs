//! Sections worded like those of other reports.

use std::sync::Arc;

use super::report::SectionOf;
use super::verbs::Check;
use super::{Answer, Api, charge};
use crate::fact::Passage;
use crate::gist::{Cohort, Like, is_prose, organ_key};
use crate::likeness::{ENDS, Wording};
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Run, Said};
use crate::script::value::{Lack, Place, shortened, stated};
use crate::source::Span;
use crate::verdict::Label;

/// So many shared sentences are shown, and so many organs named.
const SHOWN: usize = 20;
const NAMED: usize = 5;

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Check, "unlike_prior"),
        &[
            ("section", Accepts::Value(Kind::Section)),
            ("letters", Accepts::Value(Kind::Integer)),
            ("percent", Accepts::Value(Kind::Integer)),
        ],
        Kind::Nothing,
        (
            "这一章与上一年的同一章相似度不到这个百分数；数字、标题、空白报告里的句子不算，剩下不到这么多字的不适用",
            "The section is less than so many per cent like last year's; numbers, headings and what a blank report says aside, with at least so many letters left",
        ),
        |it: &mut Check, section: SectionOf, letters: i64, percent: i64| -> Answer<()> {
            let (holds, said) = match Own::compared(&section, letters, prior(&section))? {
                Ok((own, before)) => {
                    let alike = own.wording.likeness(&before);
                    let mut said = own.shared(|it| before.holds(it).then(String::new));
                    said.values.push(("left", format!("{alike}%")));
                    said.values.push(("right", format!("{percent}%")));
                    (Ok(less(alike, percent)), said)
                }
                Err(lack) => (Err(lack), Said::default()),
            };
            it.run.judge(holds, said);
            Ok(())
        },
    );
    api.method(
        (Kind::Check, "unlike_others"),
        &[
            ("section", Accepts::Value(Kind::Section)),
            ("letters", Accepts::Value(Kind::Integer)),
            ("percent", Accepts::Value(Kind::Integer)),
        ],
        Kind::Nothing,
        (
            "这一章与其他机关同一年度的同一章相似度都不到这个百分数；机关名、数字、标题、空白报告里的句子不算，剩下不到这么多字的不适用",
            "The section is less than so many per cent like that of every other organ of the year; names, numbers, headings and what a blank report says aside, with at least so many letters left",
        ),
        |it: &mut Check, section: SectionOf, letters: i64, percent: i64| -> Answer<()> {
            let (holds, said) = match Own::compared(&section, letters, others(&section))? {
                Ok((own, (cohort, key))) => {
                    let least = usize::try_from(percent).unwrap_or(0);
                    let alike = cohort.alike(&key, &section.id, &own.wording, least);
                    charge(&section.run, alike.len().saturating_mul(256))?;
                    let said = if alike.is_empty() {
                        Said::default()
                    } else {
                        own.shared(|it| sharers(&alike, it))
                    };
                    (Ok(alike.is_empty()), named(&alike, said, percent))
                }
                Err(lack) => (Err(lack), Said::default()),
            };
            it.run.judge(holds, said);
            Ok(())
        },
    );
}

/// A section with its wording.
struct Own<'s> {
    section: &'s SectionOf,
    passages: Vec<&'s Passage>,
    wording: Wording,
    organ: Option<String>,
}

impl<'s> Own<'s> {
    /// A section of so many letters and what it is compared `with`, if that is there.
    fn compared<T>(
        section: &'s SectionOf,
        letters: i64,
        with: Result<T, Lack>,
    ) -> Answer<Result<(Self, T), Lack>> {
        let with = match with {
            Ok(with) => with,
            Err(lack) => return Ok(Err(lack)),
        };
        let own = Self::of(section)?;
        Ok(own.enough(letters).map(|()| (own, with)))
    }

    fn of(section: &'s SectionOf) -> Answer<Self> {
        let run: &Run = &section.run;
        let mut passages = run.facts.passages_of(&section.id);
        passages.retain(|it| is_prose(it));
        let texts = || passages.iter().map(|it| it.text.text());
        charge(run, 32 * texts().map(str::len).sum::<usize>())?;
        let organ = run.facts.organ.as_ref().map(|it| it.value.clone());
        let wording = Wording::of(texts(), organ.as_deref(), &run.words.template);
        Ok(Self {
            section,
            passages,
            wording,
            organ,
        })
    }

    fn enough(&self, letters: i64) -> Result<(), Lack> {
        if self.wording.len() >= usize::try_from(letters).unwrap_or(0) {
            return Ok(());
        }
        let why = format!("“{}”自己写的不到 {letters} 字，不比较", self.section.name);
        Err(Lack::not_applicable(why))
    }

    /// The sentences of which `whose` tells with whom they are shared.
    fn shared(&self, whose: impl Fn(&Wording) -> Option<String>) -> Said {
        let known = &self.section.run.words.template;
        let mut said = Said::default();
        let mut places: Vec<Place> = Vec::new();
        for passage in &self.passages {
            let mut at = 0;
            for sentence in passage.text.text().split_inclusive(ENDS) {
                let span = Span::new(at, at + sentence.len());
                at = span.end;
                let wording = Wording::of([sentence], self.organ.as_deref(), known);
                if let Some(text) = whose(&wording) {
                    let span = passage.text.span(span);
                    places.push(Place {
                        text: sentence.trim().to_owned(),
                        span,
                    });
                    let text = if text.is_empty() {
                        "与上一年相同".to_owned()
                    } else {
                        text
                    };
                    said.labels.push(Label { span, text });
                }
            }
        }
        let first: Vec<String> = places
            .iter()
            .take(NAMED)
            .map(|it| format!("“{}”", shortened(&it.text)))
            .collect();
        let end = if places.len() > NAMED { "等" } else { "" };
        said.labels.truncate(SHOWN);
        said.operands = places
            .iter()
            .take(SHOWN)
            .map(|it| stated("相同的句子", &it.text, Some(it.span)))
            .collect();
        said.values = vec![
            ("found", format!("{}{end}", first.join("、"))),
            ("count", places.len().to_string()),
        ];
        said
    }
}

/// The wording of the same section a year before.
fn prior(section: &SectionOf) -> Result<Wording, Lack> {
    let prior = section.run.beside.prior.as_ref();
    let prior = prior.map_err(|why| Lack::not_applicable(why.clone()))?;
    let wording = prior.gist.wording_of(&section.id);
    wording.cloned().ok_or_else(|| {
        Lack::not_applicable(format!("上一年的报告里“{}”没有可比的文字", section.name))
    })
}

/// The reports of other organs, and the name that this organ goes by among them.
fn others(section: &SectionOf) -> Result<(Arc<Cohort>, String), Lack> {
    let cohort = section.run.beside.others.as_ref();
    let cohort = cohort.map_err(|why| Lack::not_applicable(why.clone()))?;
    let organ = section.run.facts.organ.as_ref();
    let key = organ.map(|it| organ_key(&it.value));
    let key = key.ok_or_else(|| Lack::not_applicable("看不出是哪个机关"))?;
    Ok((Arc::clone(cohort), key))
}

fn less(alike: usize, percent: i64) -> bool {
    i64::try_from(alike).is_ok_and(|alike| alike < percent)
}

/// The organs of `alike` that share a sentence.
fn sharers(alike: &[Like<'_>], sentence: &Wording) -> Option<String> {
    let sharing = || alike.iter().filter(|it| it.wording.holds(sentence));
    let names: Vec<&str> = sharing().take(2).map(|it| it.organ).collect();
    let end = if sharing().nth(2).is_some() {
        "等"
    } else {
        ""
    };
    (!names.is_empty()).then(|| format!("与{}{end}相同", names.join("、")))
}

/// Who shares the wording, beside what is shared.
fn named(alike: &[Like<'_>], mut said: Said, percent: i64) -> Said {
    let names: Vec<String> = alike
        .iter()
        .take(NAMED)
        .map(|it| format!("{} {}%（{}）", it.organ, it.percent, it.file))
        .collect();
    let end = if alike.len() > NAMED { "等" } else { "" };
    said.values = vec![
        ("found", format!("{}{end}", names.join("、"))),
        ("count", alike.len().to_string()),
        (
            "left",
            alike
                .first()
                .map_or_else(String::new, |it| format!("{}%", it.percent)),
        ),
        ("right", format!("{percent}%")),
    ];
    said
}
