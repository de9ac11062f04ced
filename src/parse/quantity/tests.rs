//! What is read as a quantity, and as a list.

use super::*;

#[test]
fn the_grammar_is_asked_wherever_one_of_its_tokens_begins() {
    let grammar = include_str!("../../../grammar/quantity.pest");
    let (_, rest) = grammar.split_once("begins = _{").unwrap();
    let (listed, _) = rest.split_once('}').unwrap();
    let words = listed.split('"').skip(1).step_by(2);
    let mut firsts = words.map(|it| it.chars().next().unwrap());
    assert!(firsts.all(|it| it == '\\' || may_begin(it)), "{listed}");
}

#[test]
fn a_long_sentence_is_read_as_a_short_one() {
    let short = "其中收到3件,未受理";
    let long = format!("{}{short}", "各项工作".repeat(LONG));
    assert_eq!(read(&long), read(short));
}

fn read(text: &str) -> String {
    let found = quantities(text);
    let value = |index: &usize| found.all[*index].value.normalize().to_string();
    let all: Vec<String> = found
        .all
        .iter()
        .map(|it| {
            format!(
                "{}{}{}",
                it.value.normalize(),
                it.unit,
                match it.exactness {
                    Exactness::Exact => "",
                    Exactness::AtLeast => "+",
                    Exactness::AtMost => "-",
                    Exactness::About => "~",
                    Exactness::None => "!",
                }
            )
        })
        .collect();
    let lists: Vec<String> = found
        .lists
        .iter()
        .map(|it| {
            format!(
                "{}{}{}",
                value(&it.whole),
                if it.exhaustive { "=" } else { ">" },
                it.parts.iter().map(value).collect::<Vec<_>>().join("+")
            )
        })
        .collect();
    format!("{} | {}", all.join(" "), lists.join(" "))
}

#[test]
fn reads_quantities_and_their_parts() {
    let cases = [
        (
            "全年共发布信息3588条,其中国内1139条,市内907条。",
            "3588条 1139条 907条 | 3588>1139+907",
        ),
        (
            "规章13件(含新制定5件,修改4件,废止4件)。",
            "13件 5件 4件 4件 | 13>5+4+4",
        ),
        ("发布微博734余条、微信173条。", "734条+ 173条 | "),
        (
            "近2800余人次。访问量突破10万人次。",
            "2800人次- 100000人次+ | ",
        ),
        (
            "收到50条。其中机构类20条,内有10、4、1、5;工作类11条(3、3、5);4;8;财政7条(2、5)。",
            "50条 20条 10 4 1 5 11条 3 3 5 4 8 7条 2 5 | 20=10+4+1+5 11=3+3+5 50>20+11+4+8+7 7=2+5",
        ),
        (
            "共698条,其中动态407条(287、106、14),155,19,117。",
            "698条 407条 287 106 14 155 19 117 | 407=287+106+14 698>407+155+19+117",
        ),
        (
            "2017年1月1日起,国办发〔2014〕32号,第711号,占比5%。",
            "5% | ",
        ),
        ("本年未收到申请。采购2.1万元。", "0! 2.1万元 | "),
        (
            "共办理55件,分别为52件、1件、2件。",
            "55件 52件 1件 2件 | 55=52+1+2",
        ),
        (
            "共办理55件(52+1+2),剩余4件转下年。",
            "55件 52 1 2 4件 | 55=52+1+2",
        ),
        (
            "审计公开12条,包括审计结果8条、审计整改8条。",
            "12条 8条 8条 | 12>8+8",
        ),
        // What ends a list.
        (
            "参加发布会3次,其中主任出席1次;开展访谈4次,其中主任参加2次;发稿21篇。",
            "3次 1次 4次 2次 21篇 | 3>1 4>2",
        ),
        (
            "办结37件,其中按时办结33件、延期4件;另有1件转入下年。",
            "37件 33件 4件 1件 | 37>33+4",
        ),
        (
            "发布100条,其中要闻80条;微信信息300条。",
            "100条 80条 300条 | 100>80",
        ),
        (
            "收到38件,其中网上30件、信函8件,办结38件。",
            "38件 30件 8件 38件 | 38>30+8",
        ),
        (
            "收到38件,其中网上30件、信函8件、个人37件、企业1件。",
            "38件 30件 8件 37件 1件 | 38>30+8",
        ),
        (
            "发布40条,其中要闻8条、公告5条,累计访问900条。",
            "40条 8条 5条 900条 | 40>8+5",
        ),
        (
            "收到8件,其中网上5件,咨询20次,信函4件。",
            "8件 5件 20次 4件 | 8>5",
        ),
        // What tells all parts, and what does not.
        (
            "回复117条,其中信箱25条、投诉90条、其他2条。",
            "117条 25条 90条 2条 | 117=25+90+2",
        ),
        ("发布90条,其中公示栏等其他方式26条。", "90条 26条 | 90>26"),
        ("共9件,分别为甲5件、乙3件等。", "9件 5件 3件 | 9>5+3"),
        // What is no list.
        (
            "公开1286条(相同信息计1条)。通过公报公开14条,通过网站公开1104条。",
            "1286条 1条 14条 1104条 | ",
        ),
        (
            "发布60条,阅读量、点赞量分别为5万次、3万次。",
            "60条 50000次 30000次 | ",
        ),
        ("发布60条,微博9条。其中要闻5条。", "60条 9条 5条 | "),
        (
            "新增公开5019条。其中,网站公开3050条,微博公开130条。",
            "5019条 3050条 130条 | 5019>3050+130",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn reads_digits_apart_and_numerals() {
    let cases = [
        (
            "公开1 036条,经费18 654.3万元,共4 871条(其中甲2 905条、乙687条),微信3 120余次。",
            "1036条 18654.3万元 4871条 2905条 687条 3120次+ | 4871>2905+687",
        ),
        (
            "编号12 345号,附件3 100,网站12 3456条。",
            "12345号 3 100 12 3456条 | ",
        ),
        ("转载379条次,来电80件次。", "379条次 80件次 | "),
        (
            "受理申请七件(上年为三件),其中网上四件、信函两件、当面一件。",
            "7件 3件 4件 2件 1件 | 7>4+2+1",
        ),
        (
            "新闻发布会二十六场,培训一百零五人次,印发十份。",
            "26场 105人次 10份 | ",
        ),
        (
            "第二次,每一件,最多跑一次,一件件,三项制度,零件,二三件。",
            "0件 | ",
        ),
        (
            "棚改签约187户,预约1231人次,约20户,节约18753元。",
            "187户 1231人次 20户~ 18753元 | ",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_total_stands_behind_its_parts() {
    let cases = [
        (
            "人大建议6件、政协提案5件,共计13件。",
            "6件 5件 13件 | 13=6+5",
        ),
        (
            "发布260条,网上5件,信函4件,当面3件,合计12件。",
            "260条 5件 4件 3件 12件 | 12=5+4+3",
        ),
        (
            "办理20件,人大6件、政协5件,共计13件。网站6条、微信5条,共计发布30条。会议3次、培训2场,共计9次。",
            "20件 6件 5件 13件 6条 5条 30条 3次 2场 9次 | ",
        ),
        (
            "主办6件、会办5件,共计30件次,甲6件、乙5件,共计30件建议。",
            "6件 5件 30件次 6件 5件 30件 | ",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}
