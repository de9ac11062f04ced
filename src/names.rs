//! Names: the one somebody meant when he wrote another.

/// The name nearest to `written`, if one is near enough to have been meant.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = written.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| (distance(written, name), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Where the names of `what` stand, for those who wrote one that nothing is near to.
#[must_use]
pub fn where_to_look(what: &str) -> Option<&'static str> {
    Some(match what {
        "规则" => "hegui rules 列出全部规则；自己的规则包用 --pack 加上",
        "要求" => "要求在 requirements.toml 的 [[requirement]]，写成“规则包/名字”",
        "质量维度" => "质量维度在 pack.toml 的 [[dimension]]，多半由 extends 的规则包写好",
        "章节" => "章节在 pack.toml 的 [[section]]；hegui facts 报告 --format json 也列出 id",
        "表" | "格" | "行" | "列" | "表或格" => {
            "表、行、列在 forms/*.toml；hegui facts 报告 --format json 也列出 id"
        }
        "文件或者条文" => "照抄要求里的 document 或者 article",
        "指标" => "指标在 pack.toml 的 [[indicator]]",
        "栏目" => "栏目在 pack.toml 的 [[field]]",
        "机关类型" => "机关类型在 organs.toml 的 [[organ]]",
        "规则包" => "内置的由 hegui rules 列出；别的把文件夹一起写在命令里",
        "实例" => "写成 expect = { outcome = \"fail\" }，不说是哪一处",
        _ => return None,
    })
}

/// How many characters to change, add, drop or swap with the next to make `a` out of `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (row, in_a) in a.chars().enumerate() {
        let mut line = Vec::with_capacity(b.len() + 1);
        line.push(row + 1);
        let mut last_b = None;
        for (column, in_b) in b.iter().copied().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX);
            let changed = at(&above, column).saturating_add(usize::from(in_a != in_b));
            let mut best = changed
                .min(at(&above, column + 1).saturating_add(1))
                .min(at(&line, column).saturating_add(1));
            if last_a == Some(in_b) && last_b == Some(in_a) && column > 0 {
                best = best.min(at(&before, column - 1).saturating_add(1));
            }
            line.push(best);
            last_b = Some(in_b);
        }
        last_a = Some(in_a);
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distance_counts_edits_and_swaps() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("recieved", "received"), 1);
        assert_eq!(distance("总计", "总数"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(
            nearest("recieved", ["received", "carried_in"]),
            Some("received")
        );
        assert_eq!(nearest("x", ["received"]), None);
        assert_eq!(nearest("ab", ["xy"]), None);
    }
}
