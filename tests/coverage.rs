//! `docs/coverage.md` says what the built-in packs check, duty by duty.
#![expect(
    clippy::disallowed_methods,
    reason = "a test may panic, read and write files"
)]

use std::fs;
use std::path::Path;

use hegui::pack::Pack;
use hegui::render::{self, Lang};

const HEAD: &str = "# 查了什么，没查什么\n\n\
每一版规定的每一条要求，由哪些规则查，查到什么程度。“自动”是说有规则查，报告读得对，报出来的就对；“部分自动”是说规则可能误报、漏报，或者\n\
有一部分要人看；“人工”是说没有规则查。编号用 `hegui explain 编号` 查看。\n\n\
这一页由规则包生成，不要手改；规则改了以后运行：`HEGUI_UPDATE=1 cargo test coverage::`\n";

#[test]
fn coverage_is_up_to_date() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let judging: Vec<&Pack> = packs.iter().filter(|it| it.years.is_some()).collect();
    let wanted = [HEAD, &render::coverage(&judging, Lang::Zh)].concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, wanted,
        "HEGUI_UPDATE=1 cargo test coverage:: writes it anew"
    );
}
