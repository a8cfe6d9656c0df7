//! An answer that is no whole number of zero or more.

use super::context::count_word;
use super::{Check, Context, Message, Rule};
use crate::model::answer::LARGEST_COUNT;
use crate::model::finding::Severity;
use crate::model::submission::DataValue;
use crate::model::text::grouped;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z102",
    name: "not-a-count",
    severity: Severity::Error,
    doc: include_str!("z102_not_a_count.md"),
    check: Check::Dispatched,
};

/// No number is offered: whoever is in doubt would type it.
const REMEDY: &str =
    "正しい数を確かめ、数字だけで入れてください。なかったときは 0 と入れてください。";

pub(super) fn not_a_count(context: &Context, value: &DataValue) -> Message {
    let word = count_word(context.element(value));
    Message::new(
        format!("「{}」は{word}として読めません。", value.raw),
        REMEDY,
    )
}

pub(super) fn dated(context: &Context, value: &DataValue, meant: Option<u64>) -> Message {
    let word = count_word(context.element(value));
    let example = meant.map_or_else(String::new, |meant| format!("（例: {meant}）"));
    Message::new(
        format!(
            "「{}」は日付か時刻として入っていて、{word}として読めません。\
             セルの表示形式が日付や時刻になっています。",
            value.raw
        ),
        format!(
            "セルを選び、「ホーム」の「数値の書式」を「標準」にしてから、\
             数字だけを入れてください{example}。書式を変えられないときは、\
             提出先に、指摘を書いた様式（validate --annotate で作るもの）を頼んでください。"
        ),
    )
}

pub(super) fn too_large(context: &Context, value: &DataValue) -> Message {
    let word = count_word(context.element(value));
    let largest = grouped(LARGEST_COUNT);
    Message::new(
        format!("「{}」は{word}として大き過ぎます。", value.raw),
        format!("受け付けるのは {largest} までです。けたを確かめ、正しい数を入れてください。"),
    )
}

pub(super) fn not_whole(context: &Context, value: &DataValue) -> Message {
    let word = count_word(context.element(value));
    Message::new(format!("「{}」は{word}になりません。", value.raw), REMEDY)
}
