//! Title, organ, days and chapters are read past what pages put around them.
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
fn the_way_to_a_page_is_no_title() {
    let title = "青澜市水务局2023年政府信息公开工作年度报告";
    let head = format!("您当前的位置：首页 > 水务局 > 政务公开 > 政府信息公开年报\n\n{title}\n");
    reads(&head, title, "青澜市水务局", "department");
    // A field that lost its colon.
    let head = format!("名称 {title}\n文件下载 {title}\n\n{title}\n");
    reads(&head, title, "青澜市水务局", "department");
}

#[test]
fn the_name_of_a_column_is_no_title() {
    let title = "青澜市水务局2023年政府信息公开工作年度报告";
    for above in [
        "首页\n政府信息公开\n政府信息公开年报",
        "青澜市水务局\n政府信息公开年报",
        "政务公开\n法定主动公开内容\n政府信息公开年报\n2024-01-26",
        "首页\n> 政务公开\n> 政府信息公开年度报告",
        "· 青澜市水务局2022年政府信息公开工作年度报告 2023-01-20\n· 青澜市水务局2021年政府信息公开工作年度报告 2022-01-20",
        "上一篇：青澜市水务局2022年政府信息公开工作年度报告",
    ] {
        let head = format!("{above}\n{title}\n");
        reads(&head, title, "青澜市水务局", "department");
        // In two lines, and above a day.
        let head =
            format!("{above}\n青澜市水务局\n2023年政府信息公开工作年度报告\n（2024年1月26日）\n");
        reads(&head, title, "青澜市水务局", "department");
    }
    // A title that says no year is one where no other does.
    let undated = "青澜市水务局政府信息公开工作年度报告";
    reads(undated, undated, "青澜市水务局", "department");
    reads(
        "青澜市水务局\n政府信息公开工作年度报告\n（2023年）",
        "青澜市水务局政府信息公开工作年度报告",
        "青澜市水务局",
        "department",
    );
}

#[test]
fn a_field_without_its_value_leaves_the_title_alone() {
    let title = "青澜市水务局2023年政府信息公开工作年度报告";
    for below in [
        "浏览次数：\n字号：\n[\n大\n]",
        "发布时间：2024-01-18 来源：水务局 浏览次数：-\n【打印】 【字体：",
    ] {
        let head = format!("{title}\n{below}\n日期：2024-01-18 来源：水务局");
        reads(&head, title, "青澜市水务局", "department");
        assert_eq!(
            facts(&head).published.unwrap().value.to_string(),
            "2024-01-18"
        );
    }
}

#[test]
fn a_day_below_a_title_in_markdown_is_read() {
    let title = "青澜市水务局2023年政府信息公开工作年度报告";
    for marks in ["", "# ", "## "] {
        for day in [
            "发布时间：2024-01-18 来源：水务局",
            "**发布日期：2024-01-18**",
            "**发布日期**：2024年1月18日",
            "> 发布机构：水务局 | 发布日期：2024-01-18 | 浏览次数：8",
            "- 来源：水务局\n- 发布日期：2024-01-18",
            "（2024年1月18日）",
        ] {
            let head = format!("{marks}{title}\n\n{day}\n");
            reads(&head, title, "青澜市水务局", "department");
            let published = facts(&head).published.map(|it| it.value.to_string());
            assert_eq!(published.as_deref(), Some("2024-01-18"), "{head}");
        }
        // Up to when numbers count is no day of publication.
        let head = format!("{marks}{title}\n\n数据截至：2023-12-31\n");
        assert!(facts(&head).published.is_none(), "{head}");
    }
    let below = format!("## 信息公开\n\n# {title}\n\n发布日期：2024-01-18\n");
    assert!(facts(&below).published.is_some());
    reads(
        "# 青澜市水务局\n# 2023年政府信息公开工作年度报告",
        title,
        "青澜市水务局",
        "department",
    );
    // A day in a chapter is none either.
    let head = format!("# {title}\n\n## 一、概述\n\n会议日期：2023-03-18\n");
    assert!(facts(&head).published.is_none());
}

#[test]
fn an_organ_behind_the_year_comes_before_what_stands_above() {
    let title = "2023年青澜市水务局政府信息公开工作年度报告";
    let head = format!("- 无障碍阅读\n- 长者版\n\n{title}\n");
    reads(&head, title, "青澜市水务局", "department");
}

#[test]
fn letters_written_once_belong_to_the_organ_too() {
    reads(
        "2023年柳荫镇人民政府信息公开工作年度报告",
        "2023年柳荫镇人民政府信息公开工作年度报告",
        "柳荫镇人民政府",
        "township",
    );
}

#[test]
fn a_sentence_that_tells_who_wrote_the_report_names_its_organ() {
    let organ = |head: &str| facts(head).organ.map(|it| it.value);
    let water = Some("青澜市水务局".to_owned());
    let told = "按照有关要求，青澜市水务局编制了2023年政府信息公开年度报告。";
    assert_eq!(organ(told), water);
    let passive = "本报告由青澜市水务局编制的2023年政府信息公开年度报告，内容如下。";
    assert_eq!(organ(passive), water);
    let by = "本报告是根据条例要求，由青澜市水务局编制的2023年度政府信息公开年度报告。";
    assert_eq!(organ(by), water);
    // The name of a town may end like what others call the whole of theirs.
    let town = "有关规定，由青澜县福全镇编制的2023年度政府信息公开年度报告。";
    assert_eq!(organ(town).as_deref(), Some("青澜县福全镇"));
    // A deed is no organ.
    let deed = "一年来，依法按时完成柳荫街道2023年政府信息公开年度报告，并向社会公布。";
    assert_eq!(organ(deed), None);
}

#[test]
fn the_organ_that_signs_is_whose_report_it_is_where_it_says_so_itself() {
    let organ = |text: &str, signed: &str| {
        let head = format!(
            "2023年，{text}公开信息60条。\n一、总体情况\n认真公开。\n二、其他事项\n无。\n{signed}"
        );
        let packs = load(&builtin()).unwrap();
        let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
        let facts = extract(&parse(Source::new("case.txt", &head)), pack);
        facts.organ.map(|it| it.value)
    };
    let street = "青澜市人民政府柳荫街道办事处";
    assert_eq!(organ("我街道", street).as_deref(), Some(street));
    let dated = format!("{street}\n2024年1月9日");
    assert_eq!(organ("我街道", &dated).as_deref(), Some(street));
    // An office signs for the government it serves; and links are no signature.
    assert_eq!(organ("我市", "青澜市人民政府办公室\n2024年1月9日"), None);
    assert_eq!(organ("我局", "青澜市审计局\n青澜市水务局"), None);
    assert_eq!(organ("我局", "监督单位：青澜市审计局"), None);
}

#[test]
fn a_period_that_all_the_rest_contradicts_is_not_the_year() {
    let head = "青澜市水务局编制了2023年政府信息公开年度报告。数据的统计期限自2022年1月1日起至2022年12月31日止。\n2023年，本局公开信息60条。2023年没有收到申请。";
    assert_eq!(facts(head).year.unwrap().value, 2023);
    // A line above the text says so too.
    let head = "青澜市水务局2023年总结\n数据的统计期限自2022年1月1日起至2022年12月31日止，比2022年详细。\n2023年，本局公开信息60条。2023年没有收到申请。";
    assert_eq!(facts(head).year.unwrap().value, 2023);
    let once = "数据的统计期限自2022年1月1日起至2022年12月31日止，按2023年的要求编制。";
    assert_eq!(facts(once).year.unwrap().value, 2022);
}

#[test]
fn a_heading_may_stand_at_the_end_of_a_paragraph() {
    let found = levels(
        "如有疑问，请与水务局办公室联系，电话0100-8000。一、总体情况\n\n全年公开信息60条。\n\n二、其他事项\n\n无。\n",
    );
    let titles: Vec<&str> = found.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(titles, ["总体情况", "其他事项"]);
}

#[test]
fn a_list_of_what_was_done_is_no_heading() {
    let counted = |line: &str| {
        let text =
            format!("青澜市水务局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n{line}\n");
        let document = hegui::parse::parse(Source::new("report.txt", text));
        let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
        let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
        let facts = hegui::extract::extract(&document, pack);
        let numbers = facts.mentions.iter().map(|it| it.text.clone());
        (facts.sections.len(), numbers.collect::<Vec<_>>())
    };
    for line in [
        "一是渠道畅通；二是答复规范。2023年，本局收到申请13件。",
        "（一）窗口都开着；热线有人接。2023年收到申请13件。",
        "一是收到申请13件。",
        "（二）全年收到申请13件。其中没有重复提出的。",
    ] {
        assert_eq!(counted(line), (1, vec!["13件".to_owned()]), "{line}");
    }
    // What follows its own words on the line of a heading is prose.
    for line in [
        "一是渠道畅通。本局收到申请13件。",
        "（二）依申请公开情况。全年收到申请13件。",
        "（二）依申请公开情况：全年收到申请13件。",
    ] {
        assert_eq!(counted(line), (2, vec!["13件".to_owned()]), "{line}");
    }
    for line in [
        "（一）推进2023年重点工作。",
        "一是加强组织领导。",
        "（三）用好12345热线。",
    ] {
        assert_eq!(counted(line).0, 2, "{line}");
    }
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
fn a_notice_names_the_organ_that_makes_its_report_public() {
    for done in ["公布", "印发", "报送", "做好", ""] {
        let title = format!("柳荫镇人民政府关于{done}2023年政府信息公开工作年度报告的通知");
        reads(&title, &title, "柳荫镇人民政府", "township");
    }
    reads(
        "（2023年度）柳荫镇人民政府政府信息公开工作报告",
        "（2023年度）柳荫镇人民政府政府信息公开工作报告",
        "柳荫镇人民政府",
        "township",
    );
    let other = "青澜市人民政府办公室关于公布青澜市2023年政府信息公开工作年度报告的通知";
    reads(other, other, "青澜市", "city_government");
    // In two lines, and after the bar of a page.
    let title = "青澜市水务局柳荫分局关于2023年政府信息公开工作年度报告";
    for head in [
        "青澜市水务局柳荫分局关于\n\n2023年政府信息公开工作年度报告",
        "政府信息公开年报\n政府信息公开意见箱\n意见箱用来听取意见和建议。\n 青澜市水务局柳荫分局关于2023年政府信息公开工作年度报告\n\n青澜市水务局柳荫分局关于\n2023年政府信息公开工作年度报告",
    ] {
        reads(head, title, "青澜市水务局柳荫分局", "department");
    }
}

#[test]
fn what_names_no_organ_for_sure_is_none() {
    let title = "2023年政府信息公开工作年度报告";
    for above in [
        "政府信息公开意见箱",
        "关于报送《2023年政府信息公开年度报告》的报告",
        "长者模式\n2024-01-26",
    ] {
        let facts = facts(&format!("{above}\n{title}"));
        assert_eq!(facts.title.unwrap().value, title, "{above}");
        assert_eq!(facts.organ, None, "{above}");
    }
}

#[test]
fn a_field_of_the_page_does_not_begin_a_title() {
    reads(
        "发文日期：2024-01-11 - 名称：\n柳荫镇人民政府2023年度报告 - 文号：\n柳荫镇人民政府政府信息公开\n2023年度报告\n（2024年1月11日）",
        "柳荫镇人民政府政府信息公开2023年度报告",
        "柳荫镇人民政府",
        "township",
    );
}

#[test]
fn a_title_that_calls_the_report_otherwise_is_one_all_the_same() {
    for (title, organ) in [
        ("柳荫镇人民政府2023年度信息公开的报告", "柳荫镇人民政府"),
        (
            "2023年度柳荫镇人民政府政府信息公开情况报告",
            "柳荫镇人民政府",
        ),
        (
            "柳荫镇人民政府关于2023年度政府信息公开工作的报告",
            "柳荫镇人民政府",
        ),
        (
            "柳荫镇人民政府关于2023年政府信息公开工作情况的汇报",
            "柳荫镇人民政府",
        ),
        (
            "柳荫镇人民政府2023年政府信息公开情况的报告",
            "柳荫镇人民政府",
        ),
        ("柳荫镇人民政府2023年政府信息公开工作总结", "柳荫镇人民政府"),
        (
            "柳荫镇人民政府政府信息公开工作总结（2023年）",
            "柳荫镇人民政府",
        ),
        ("柳荫镇2023年政务公开工作情况", "柳荫镇"),
    ] {
        reads(title, title, organ, "township");
        reads(&format!("# {title}"), title, organ, "township");
        reads(
            &format!("登录 | 注册\n\n{title}\n\n发布日期：2024-01-09　点击数："),
            title,
            organ,
            "township",
        );
        // One that is named as it should be comes first.
        let named = "柳荫镇2023年政府信息公开工作年度报告";
        reads(&format!("{title}\n{named}"), named, "柳荫镇", "township");
    }
    let parted = "柳荫镇人民政府2023年\n政府信息公开工作总结";
    reads(
        parted,
        "柳荫镇人民政府2023年政府信息公开工作总结",
        "柳荫镇人民政府",
        "township",
    );
    for text in [
        "现将我镇2023年政府信息公开工作情况",
        "按照要求，柳荫镇2023年政府信息公开工作情况",
        "政务公开工作情况",
        "柳荫镇2023年政府信息公开工作情况如下：",
        "柳荫镇人民政府2023年认真做好政府信息公开工作",
        "《柳荫镇2023年政府信息公开工作总结》",
    ] {
        assert_eq!(facts(text).title, None, "{text}");
    }
    // A chapter is none.
    let chapter = "一、柳荫镇2023年政府信息公开工作情况\n全年公开信息60条。";
    assert_eq!(facts(chapter).title, None);
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
fn a_street_may_be_called_so_for_short() {
    let title = "柳荫里街2023年政府信息公开工作年度报告";
    reads(title, title, "柳荫里街", "subdistrict");
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

#[test]
fn the_text_names_the_organ_where_no_title_does() {
    let organ = |head: &str| facts(head).organ.map(|it| it.value);
    assert_eq!(
        organ("根据《中华人民共和国政府信息公开条例》规定，现公布青澜市水务局2023年政府信息公开工作年度报告。").as_deref(),
        Some("青澜市水务局")
    );
    assert_eq!(
        organ(
            "按照要求，现将2023年青澜市水务局政府信息公开工作年度报告（以下简称“报告”）予以公布。"
        )
        .as_deref(),
        Some("青澜市水务局")
    );
    for other in [
        "按照要求，现公布我局2023年政府信息公开工作年度报告。",
        "结合实际，认真编制我局2023年度信息公开年度报告。",
        "根据《青澜市人民政府办公室关于做好2023年政府信息公开工作年度报告编制发布工作的通知》要求编制本报告。",
    ] {
        assert_eq!(organ(other), None, "{other}");
    }
}

#[test]
fn the_organ_may_stand_on_the_line_above_among_fields_of_the_page() {
    reads(
        "索引号：QL01-2024-0003\n备注：\n青澜市水务局\n2023年政府信息公开工作年度报告",
        "青澜市水务局2023年政府信息公开工作年度报告",
        "青澜市水务局",
        "department",
    );
    assert_eq!(
        facts("青澜市水务局关于2023年政府信息公开工作年度报告")
            .organ
            .unwrap()
            .value,
        "青澜市水务局"
    );
}

#[test]
fn the_line_above_may_have_lost_the_word_for_year() {
    reads(
        "青澜市人民政府办公室\n发布时间：2024-01-30   浏览次数：\n青澜市人民政府办公室2023\n\n政府信息公开工作年度报告",
        "青澜市人民政府办公室2023政府信息公开工作年度报告",
        "青澜市人民政府办公室",
        "government_office",
    );
}

#[test]
fn a_page_laid_out_as_a_table_has_its_title_in_a_cell() {
    reads(
        "青澜市水务局2023年政府信息公开工作年度报告 | |\n|\n| |",
        "青澜市水务局2023年政府信息公开工作年度报告",
        "青澜市水务局",
        "department",
    );
}

#[test]
fn the_day_of_signature_stands_behind_its_label_on_the_page() {
    let facts = facts(
        "青澜市水务局2023年政府信息公开工作年度报告\n成文日期：2024-01-15 | 发布日期：2024-02-08 |",
    );
    let day =
        |it: Option<hegui::fact::Located<hegui::document::Date>>| it.unwrap().value.to_string();
    assert_eq!(day(facts.signed), "2024-01-15");
    assert_eq!(day(facts.published), "2024-02-08");
}

#[test]
fn a_chapter_above_a_row_without_labels_is_no_label() {
    let text = "青澜市水务局2023年政府信息公开工作年度报告\n一、总体情况\n本年度认真做好政府信息公开工作。\n三、收到和处理政府信息公开申请情况\n| 一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n\n四、政府信息公开行政复议、行政诉讼情况\n| 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n";
    let packs = load(&builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
    let facts = extract(&parse(Source::new("case.txt", text)), pack);
    let sections: Vec<_> = facts
        .sections
        .iter()
        .filter_map(|it| it.id.as_deref())
        .collect();
    assert!(sections.contains(&"disputes"), "{sections:?}");
}

/// The chapters of a report of 2018 whose text is `body`.
fn chapters(body: &str) -> Vec<String> {
    let packs = load(&builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == "gid-2008").unwrap();
    let text = format!("青澜镇2018年政府信息公开工作年度报告\n{body}");
    let facts = extract(&parse(Source::new("case.txt", &text)), pack);
    facts.sections.into_iter().filter_map(|it| it.id).collect()
}

#[test]
fn chapters_may_be_counted_without_a_mark() {
    let body = "一 概 述\n全镇认真做好公开工作。\n二 政府信息主动公开情况\n全年主动公开信息80条。\n三 政府信息依申请公开情况\n全年收到信息公开申请4件。\n四 政府支出与收费\n没有收费。\n";
    assert_eq!(
        chapters(body),
        ["overview", "disclosure", "applications", "fees"]
    );
    // Where chapters are counted by 一、, a line that begins with 一 counts none.
    let marked = "一、概述\n全镇认真做好公开工作。\n一 主动公开情况\n二、政府信息主动公开情况\n全年主动公开信息80条。\n";
    assert_eq!(chapters(marked), ["overview", "disclosure"]);
}

/// The levels and titles of the headings of a text.
fn levels(text: &str) -> Vec<(u8, String)> {
    let document = parse(Source::new("case.txt", text));
    let nodes = document.nodes.iter();
    nodes
        .filter_map(|node| {
            let hegui::document::NodeKind::Section(heading) = &node.kind else {
                return None;
            };
            let title = document.source.slice(heading.title);
            Some((heading.level, title.trim().to_owned()))
        })
        .collect()
}

#[test]
fn digits_that_run_up_once_count_chapters() {
    let text = "1. 总体情况\n\n（一）主动公开\n\n公开信息10条。\n\n（二）依申请公开\n\n没有收到申请。\n\n2. 存在的问题\n\n人手不足。\n\n3. 其他事项\n\n无。\n";
    let of = |level: u8, titles: &[&str]| {
        let found = levels(text).into_iter().filter(|it| it.0 == level);
        assert_eq!(found.map(|it| it.1).collect::<Vec<_>>(), titles, "{level}");
    };
    of(1, &["总体情况", "存在的问题", "其他事项"]);
    of(2, &["主动公开", "依申请公开"]);
}

#[test]
fn digits_that_begin_anew_count_what_is_in_a_section() {
    let text = "1. 引言\n\n（一）主动公开\n\n1. 公开网站\n\n更新及时。\n\n2. 公开专栏\n\n更新及时。\n\n（二）依申请公开\n\n没有收到申请。\n";
    let found = levels(text);
    let deep = |title: &str| found.iter().find(|it| it.1 == title).map(|it| it.0);
    assert_eq!(deep("主动公开"), Some(1), "{found:?}");
    assert_eq!(deep("公开专栏"), Some(2), "{found:?}");
}

#[test]
fn a_chapter_heads_its_passages_however_it_is_counted() {
    for (outer, inner) in [
        (["一、", "二、", "三、", "四、"], ["（一）", "（二）"]),
        (["（一）", "（二）", "（三）", "（四）"], ["1、", "2、"]),
        (["1、", "2、", "3、", "4、"], ["（一）", "（二）"]),
        (["", "", "", ""], ["（一）", "（二）"]),
        (["", "", "", ""], ["1、", "2、"]),
    ] {
        let titles = [
            "总体情况",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
        ];
        let chapter = |(number, title)| {
            let parts = inner.map(|it| format!("{it}有关做法\n本年度认真做好各项工作。\n"));
            format!("{number}{title}\n{}", parts.concat())
        };
        let text: String = outer.into_iter().zip(titles).map(chapter).collect();
        let text = format!("青澜市水务局2023年政府信息公开工作年度报告\n{text}");
        let packs = load(&builtin()).unwrap();
        let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
        let prose = extract(&parse(Source::new("case.txt", &text)), pack).prose;
        let chapters: Vec<&str> = prose
            .iter()
            .filter(|it| it.chapter)
            .map(|it| it.text.text())
            .collect();
        assert_eq!(chapters.len(), titles.len(), "{chapters:?}");
        assert!(
            chapters
                .iter()
                .zip(titles)
                .all(|(it, title)| it.ends_with(title)),
            "{chapters:?}"
        );
    }
}
