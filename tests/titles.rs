//! Title, organ and day of publication are read past what pages put around them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use hegui::extract::extract;
use hegui::fact::Facts;
use hegui::pack::{builtin, load};
use hegui::parse::parse;
use hegui::source::Source;

/// The facts of a report of 2021 or later whose first lines are `head`.
fn facts(head: &str) -> Facts {
    let packs = load(&builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
    let text = format!(
        "{head}\n一、总体情况\n本年度认真做好政府信息公开工作。\n二、主动公开政府信息情况\n"
    );
    extract(&parse(Source::new("case.txt", &text)), pack)
}

#[track_caller]
fn reads(head: &str, title: &str, organ: &str, kind: &str) {
    let facts = facts(head);
    let value = |it: &Option<hegui::fact::Located<String>>| it.as_ref().map(|it| it.value.clone());
    assert_eq!(value(&facts.title).as_deref(), Some(title));
    assert_eq!(value(&facts.organ).as_deref(), Some(organ));
    assert_eq!(facts.organ_kind.as_deref(), Some(kind));
}

#[test]
fn a_field_of_the_page_is_no_part_of_the_title() {
    let head = "索引号：011/2024-1\n名称：青澜市水务局2023年政府信息公开工作年度报告\n青澜市水务局2023年政府信息公开工作年度报告";
    let title = "青澜市水务局2023年政府信息公开工作年度报告";
    reads(head, title, "青澜市水务局", "department");
    let alone = "无障碍\t长者助手\n名称：青澜市水务局2023年政府信息公开工作年度报告";
    assert_eq!(facts(alone).organ.unwrap().value, "青澜市水务局");
}

#[test]
fn the_name_of_the_site_is_no_part_of_the_title() {
    reads(
        "青澜市水务局2023年政府信息公开工作年度报告-青澜市水务局网站\n\n青澜市水务局2023年政府信息公开工作年度报告",
        "青澜市水务局2023年政府信息公开工作年度报告",
        "青澜市水务局",
        "department",
    );
}

#[test]
fn a_notice_that_makes_a_report_public_is_not_its_title() {
    reads(
        "青澜市人民政府办公室关于公布\n青澜市2022年政府信息公开工作年度报告的通知\n各县（区）人民政府：\n现将年度报告予以公布。\n2023年3月20日\n青澜市2022年政府信息公开工作年度报告",
        "青澜市2022年政府信息公开工作年度报告",
        "青澜市",
        "city_government",
    );
}

#[test]
fn a_title_may_be_broken_within_a_word() {
    reads(
        "2023年青澜市河东区人民政府柳荫街道政府信息\n公开工作年度报告",
        "2023年青澜市河东区人民政府柳荫街道政府信息公开工作年度报告",
        "青澜市河东区人民政府柳荫街道",
        "subdistrict",
    );
}

#[test]
fn an_area_of_customs_is_no_district() {
    reads(
        "青澜海关关区2023年政府信息公开工作年度报告",
        "青澜海关关区2023年政府信息公开工作年度报告",
        "青澜海关关区",
        "department",
    );
}

#[test]
fn a_day_behind_its_label_is_read_below_a_bar_of_links() {
    let page = "无障碍\t长者助手\t收藏\n政府信息公开\n文号： 发布日期：2024-01-22\n青澜市水务局2023年政府信息公开工作年度报告";
    let published = facts(page).published.unwrap().value;
    assert_eq!(
        (published.year, published.month, published.day),
        (2024, Some(1), Some(22))
    );
}
