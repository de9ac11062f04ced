//! The verbs of what a list names.

/// Words that make a clause of what would be the name of a part.
const VERBS: [&str; 41] = [
    "发布", "公开", "召开", "举办", "举行", "开展", "参加", "印发", "制定", "制发", "修订", "修改",
    "废止", "收到", "受理", "办理", "办结", "答复", "回复", "回应", "接待", "刊登", "推送", "上传",
    "报送", "采用", "录用", "新增", "转发", "编发", "录入", "出席", "主持", "开通", "关停", "撰写",
    "刊发", "结转", "维持", "纠正", "驳回",
];

/// What makes a name of a verb that follows it: news released, matters made public.
const NOUNS: [&str; 3] = ["信息", "政务", "新闻"];

/// The last verb of the words that name a part, but for one that is part of a name.
pub(super) fn verb(words: &str) -> Option<&'static str> {
    let name = words.trim_start_matches("政府");
    let behind = NOUNS.iter().find_map(|it| name.strip_prefix(it));
    let named = behind.and_then(|it| {
        ["公开", "发布"]
            .iter()
            .find_map(|verb| it.strip_prefix(verb))
    });
    let words = named.unwrap_or(words);
    // A class, and matters made public, are called so: 业务办理类, 财务公开.
    if words.ends_with('类') || words.ends_with("务公开") || words.ends_with("办事公开") {
        return None;
    }
    let found = VERBS.iter().filter_map(|it| Some((words.rfind(it)?, *it)));
    found.max_by_key(|(at, _)| *at).map(|(_, it)| it)
}
