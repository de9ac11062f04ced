//! Phrases: which apply, whether the rules they name look for phrases, and whether one would fire
//! on what another calls right.

use super::missing_rule;
use crate::fold::Folded;
use crate::letters::Lettered;
use crate::pack::effective::Effective;
use crate::pack::error::{Fault, Faults, Written};
use crate::pack::written::{WrittenPack, WrittenPhrase, WrittenRule};
use crate::phrase::{Phrase, Phrases, Wanted};

/// The phrases of `packs`, the farthest first, without those that later packs take away. What is
/// wrong with the names of rules is for `heard`.
pub(in crate::pack) fn phrases(
    packs: &[&WrittenPack],
    effective: &Effective<'_>,
    faults: &Faults,
    heard: &Faults,
) -> Phrases {
    let mut kept: Vec<&WrittenPhrase> = Vec::new();
    // Folded once: each is compared with all others.
    let mut keys: Vec<Key<'_>> = Vec::new();
    for written in packs.iter().flat_map(|pack| &pack.phrases) {
        let own = key(&written.phrase);
        let same = keys.iter().position(|it| *it == own);
        match (same, written.off) {
            (None, false) => {
                kept.push(written);
                keys.push(own);
            }
            (Some(at), true) => {
                kept.remove(at);
                keys.remove(at);
            }
            (Some(at), false) => {
                if let Some(first) = kept.get(at) {
                    duplicate(written, first, faults);
                }
            }
            (None, true) => missing(written, &kept, faults),
        }
    }
    if faults.are_sought() {
        contradictions(packs, &kept, &keys, faults);
    }
    let rules = || packs.iter().flat_map(|it| &it.rules);
    let nameless = |it: &&WrittenPhrase| rules().all(|rule| rule.id.value != it.rule.value);
    // A phrase that is amiss may be the one that a rule is without, which is no other fault.
    let amiss = kept.iter().any(nameless) || packs.iter().any(|it| it.amiss);
    let amiss = amiss || packs.iter().any(|it| has_doubles(it));
    kept.retain(|it| is_asked_for(it, packs, effective, heard));
    for rule in effective
        .rules
        .iter()
        .filter(|it| it.value.phrases && !amiss)
    {
        if kept.iter().all(|it| it.rule.value != rule.id.value) && heard.misses_names() {
            let message = format!("没有给规则 `{}` 的字句", rule.id.value);
            let help = "在 phrases.toml 里写 [[phrase]]".to_owned();
            heard.add(Fault::MissingField, &rule.id.place, message, Some(help));
        }
    }
    Phrases::new(kept.iter().map(|it| it.phrase.clone()).collect())
}

/// What the last of `packs`, or a phrase against one of its own, would report where another says
/// what is right.
fn contradictions(
    packs: &[&WrittenPack],
    kept: &[&WrittenPhrase],
    keys: &[Key<'_>],
    faults: &Faults,
) {
    let own = packs.last().map_or("", |pack| pack.id.value.as_str());
    let rights: Vec<Option<Folded>> = kept
        .iter()
        .map(|it| it.phrase.right.as_deref().map(Folded::new))
        .collect();
    for (one, (_, is_words, words)) in kept.iter().zip(keys) {
        for (other, right) in kept.iter().zip(&rights) {
            let concerns = one.phrase.pack == own || other.phrase.pack == own;
            let Some(right) = right.as_ref().filter(|_| concerns) else {
                continue;
            };
            if !is_words || right.text().contains(words.as_str()) {
                contradiction(one, other, right, faults);
            }
        }
    }
}

/// What two phrases that are one share: the rule, whether it is words, and the words folded.
type Key<'p> = (&'p str, bool, String);

fn key(phrase: &Phrase) -> Key<'_> {
    match &phrase.wanted {
        Wanted::Words(words) => (&phrase.rule, true, Folded::new(words).text().to_owned()),
        Wanted::Pattern(pattern) => (&phrase.rule, false, pattern.text().to_owned()),
    }
}

fn duplicate(written: &WrittenPhrase, first: &WrittenPhrase, faults: &Faults) {
    let message = format!("`{}` 已经有了", written.phrase.wanted.text());
    let line = first.place.source.line_of(first.place.span.start);
    let help = format!(
        "第一个在 {} 第 {line} 行；这一个删去",
        first.place.source.name()
    );
    faults.add(Fault::Duplicate, &written.place, message, Some(help));
}

/// Nothing to take away.
fn missing(written: &WrittenPhrase, kept: &[&WrittenPhrase], faults: &Faults) {
    let name = Written {
        value: written.phrase.wanted.text().to_owned(),
        place: written.place.clone(),
    };
    let rule = &written.rule.value;
    let like = kept.iter().filter(|it| it.rule.value == *rule);
    faults.unknown(
        &name,
        "字句可以停用",
        like.map(|it| it.phrase.wanted.text()),
    );
}

/// Whether a rule looks for it. What an inherited rule that is switched off looked for is dropped.
fn is_asked_for(
    written: &WrittenPhrase,
    packs: &[&WrittenPack],
    effective: &Effective<'_>,
    faults: &Faults,
) -> bool {
    let named = |it: &&crate::pack::written::Item<WrittenRule>| it.id.value == written.rule.value;
    if let Some(rule) = effective.rules.iter().find(named) {
        if !rule.value.phrases {
            let message = format!("规则 `{}` 不查字句", written.rule.value);
            let help = "查字句的规则写 phrases = true，不写 holds 和脚本".to_owned();
            faults.add(Fault::Value, &written.rule.place, message, Some(help));
        }
        return rule.value.phrases;
    }
    let off = packs
        .iter()
        .flat_map(|pack| &pack.rules)
        .any(|it| named(&it));
    // Of two rules with one name, one is meant by another.
    if !off && !packs.iter().any(|it| has_doubles(it)) {
        let asked = effective.rules.iter().filter(|it| it.value.phrases);
        let ids = asked.map(|it| it.id.value.as_str());
        missing_rule(&written.rule, effective, ids, faults);
    }
    false
}

fn has_doubles(pack: &WrittenPack) -> bool {
    let rules = pack.rules.iter().enumerate();
    let before = |at: usize| pack.rules.iter().take(at);
    rules
        .into_iter()
        .any(|(at, rule)| before(at).any(|it| it.id.value == rule.id.value))
}

/// Whether `one` would be reported where somebody wrote what `other` calls right.
fn contradiction(one: &WrittenPhrase, other: &WrittenPhrase, folded: &Folded, faults: &Faults) {
    let Some(right) = &other.phrase.right else {
        return;
    };
    if one.phrase.places(Lettered::new(folded.text())).is_empty() {
        return;
    }
    let wanted = one.phrase.wanted.text();
    let alike = key(&one.phrase) == key(&other.phrase);
    let same = alike && Folded::new(wanted).text() == folded.text();
    let message = if same {
        format!("`{wanted}` 改了还是自己")
    } else if alike {
        format!("改成 `{right}` 以后，里面的 `{wanted}` 还会报")
    } else {
        format!(
            "`{}` 改成 `{right}` 以后，又会被 `{wanted}` 报",
            other.phrase.wanted.text()
        )
    };
    let help = if same {
        "全角半角、繁体简体按一样算，写不出不同就不用收".to_owned()
    } else {
        format!("把 `wrong` 写长一些，连上前后的字；或者写 unless = [\"{right}\"]")
    };
    faults.add(Fault::Value, &one.place, message, Some(help));
}
