//! Numbers as lists print them: 一、（一）1. ① 甲 and their like.

/// What a list prints around its numbers is no longer than this, as in Word.
pub(super) const AROUND: usize = 255;

/// How a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    Decimal,
    /// 一二三 … 十一
    Han,
    /// 壹贰叁
    Formal,
    /// 〇一二 by digit: 一〇
    Digits,
    /// ①
    Circled,
    /// ⑴
    Bracketed,
    /// ⒈
    Stopped,
    /// １
    Wide,
    /// 甲乙丙
    Stems,
    /// 子丑寅
    Branches,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// 01
    Zeroed,
    /// A mark that says no number, or nothing at all.
    Bullet,
    Nothing,
}

const HAN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const FORMAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

impl Counting {
    /// `number` as this list prints it; in digits where its signs end.
    pub(super) fn print(self, number: u32) -> String {
        let nth = |first: char, last: char| {
            let code = u32::from(first) + number.checked_sub(1)?;
            char::from_u32(code)
                .filter(|it| *it <= last)
                .map(String::from)
        };
        let of = |signs: &str| {
            let at = usize::try_from(number.checked_sub(1)?).ok()?;
            signs.chars().nth(at).map(String::from)
        };
        let shown = match self {
            Self::Decimal => None,
            Self::Han => Some(han(number, &HAN, ["十", "百", "千"], true)),
            Self::Formal => Some(han(number, &FORMAL, ["拾", "佰", "仟"], false)),
            Self::Digits => Some(by_digit(number, |digit| {
                HAN.get(digit).copied().unwrap_or_default().to_owned()
            })),
            Self::Wide => Some(by_digit(number, |digit| {
                "０１２３４５６７８９"
                    .chars()
                    .nth(digit)
                    .map(String::from)
                    .unwrap_or_default()
            })),
            Self::Circled => nth('①', '⑳'),
            Self::Bracketed => nth('⑴', '⒇'),
            Self::Stopped => nth('⒈', '⒛'),
            Self::Stems => of("甲乙丙丁戊己庚辛壬癸"),
            Self::Branches => of("子丑寅卯辰巳午未申酉戌亥"),
            Self::LowerLetter => letters(number, b'a'),
            Self::UpperLetter => letters(number, b'A'),
            Self::LowerRoman => roman(number).map(|it| it.to_lowercase()),
            Self::UpperRoman => roman(number),
            Self::Zeroed => Some(format!("{number:02}")),
            Self::Bullet | Self::Nothing => Some(String::new()),
        };
        shown.unwrap_or_else(|| number.to_string())
    }
}

fn by_digit(number: u32, sign: impl Fn(usize) -> String) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| sign(usize::from(digit.saturating_sub(b'0'))))
        .collect()
}

/// Counting by places: 二十一, 一百零三. Ten and its teens are 十 to 十九 when `short`.
fn han(number: u32, digits: &[&str; 10], places: [&str; 3], short: bool) -> String {
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let digit = usize::try_from(number / 10_u32.pow(place) % 10).unwrap_or(0);
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        if !(short && digit == 1 && place == 1 && text.is_empty()) {
            text.push_str(digits.get(digit).copied().unwrap_or_default());
        }
        let name = usize::try_from(place).ok().and_then(|it| it.checked_sub(1));
        text.push_str(
            name.and_then(|it| places.get(it))
                .copied()
                .unwrap_or_default(),
        );
    }
    text
}

/// a … z, then aa, bb as word processors go on.
fn letters(number: u32, first: u8) -> Option<String> {
    let at = number.checked_sub(1)?;
    let letter = char::from(first + u8::try_from(at % 26).ok()?);
    let times = usize::try_from(at / 26 + 1).ok().filter(|it| *it <= 30)?;
    Some(String::from(letter).repeat(times))
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|it| (1..4000).contains(it))?;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::Counting;

    #[test]
    fn lists_count_as_they_print() {
        let shown = [
            (Counting::Decimal, 12, "12"),
            (Counting::Han, 10, "十"),
            (Counting::Han, 12, "十二"),
            (Counting::Han, 20, "二十"),
            (Counting::Han, 103, "一百零三"),
            (Counting::Han, 110, "一百一十"),
            (Counting::Formal, 12, "壹拾贰"),
            (Counting::Digits, 10, "一〇"),
            (Counting::Circled, 3, "③"),
            (Counting::Circled, 21, "21"),
            (Counting::Bracketed, 2, "⑵"),
            (Counting::Stopped, 1, "⒈"),
            (Counting::Wide, 10, "１０"),
            (Counting::Stems, 10, "癸"),
            (Counting::Stems, 11, "11"),
            (Counting::Branches, 1, "子"),
            (Counting::LowerLetter, 28, "bb"),
            (Counting::UpperRoman, 1994, "MCMXCIV"),
            (Counting::LowerRoman, 0, "0"),
            (Counting::Zeroed, 7, "07"),
            (Counting::Bullet, 7, ""),
        ];
        for (counting, number, text) in shown {
            assert_eq!(counting.print(number), text);
        }
    }
}
