//! Any text: parsed, its facts extracted, judged and shown.
#![no_main]

use std::sync::LazyLock;

use hegui::audit::{ChosenBy, Terms, judge};
use hegui::extract::extract;
use hegui::pack::{Pack, builtin, load};
use hegui::parse::parse;
use hegui::render;
use hegui::source::Source;
use libfuzzer_sys::fuzz_target;

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| load(&builtin()).unwrap());

fuzz_target!(|text: &str| {
    let document = parse(Source::new("case.txt", text));
    for pack in PACKS.iter() {
        let audit = judge(extract(&document, pack), pack, &Terms::of(ChosenBy::Option));
        let _ = render::json(&audit);
    }
});
