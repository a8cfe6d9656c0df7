//! Days: the first training of the clean form was on 2023-05-17 (B12 of (カ)研修).

use super::book::V;
use super::{Quirk, WARD};

macro_rules! day {
    ($name:literal, $value:expr, $treatment:literal, $found:expr, $read:expr) => {
        Quirk {
            name: $name,
            treatment: $treatment,
            form: WARD,
            bend: |book| book.tab("(カ)研修").set("B12", $value),
            found: $found,
            read: $read,
        }
    };
}

const NOTE: &[(&str, &str)] = &[("Z190", "B12")];
/// A day that cannot be read is no day: the list still has a row.
const NOT: &[(&str, &str)] = &[("Z104", "B12")];
const LOST: &[(&str, &str)] = &[("B12", "?")];

pub fn dates() -> Vec<Quirk> {
    vec![
        day!("「2023/5/17」（文字）", "2023/5/17", "読む", &[], &[]),
        day!("「2023-05-17」", "2023-05-17", "読み、知らせる", NOTE, &[]),
        day!("「20230517」（文字）", "20230517", "読み、知らせる", NOTE, &[]),
        day!("20230517（数）", 20_230_517.0, "読み、知らせる", NOTE, &[]),
        day!("シリアル値 45063", 45_063.0, "読み、知らせる", NOTE, &[]),
        day!("「R5.5.17」", "R5.5.17", "読み、知らせる", NOTE, &[]),
        day!("「R5/5/17」", "R5/5/17", "読み、知らせる", NOTE, &[]),
        day!("「令和５年５月１７日」", "令和５年５月１７日", "読み、知らせる", NOTE, &[]),
        day!("「㋿5.5.17」", "㋿5.5.17", "読み、知らせる", NOTE, &[]),
        day!("「令和5年5月17日（水）」", "令和5年5月17日（水）", "読み、知らせる", NOTE, &[]),
        day!("時刻付き「2023-05-17 00:00:00」", "2023-05-17 00:00:00", "読み、知らせる", NOTE, &[]),
        day!("「5.5.17」（元号なし）", "5.5.17", "読まない。元号を付けた例を示す", NOT, LOST),
        day!("「5/17」（年なし）", "5/17", "読まない", NOT, LOST),
        day!("「2023/5/17（予定）」", "2023/5/17（予定）", "読まない", NOT, LOST),
        day!("「2023/5/17～19」", "2023/5/17～19", "読まない", NOT, LOST),
        day!("「2023/9/31」", "2023/9/31", "読まない。そのような日はないと知らせる", NOT, LOST),
        day!("日付の欄に数字（1900年になる）", V::Date(12.0), "読まない", NOT, LOST),
    ]
}
