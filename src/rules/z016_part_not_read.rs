//! A copy without answers or an example that was passed over.

use super::{Check, Message, Rule, Sink};
use crate::model::finding::{Finding, Severity};
use crate::model::submission::Arrival;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z016",
    name: "part-not-read",
    severity: Severity::Note,
    doc: include_str!("z016_part_not_read.md"),
    check: Check::Dispatched,
};

/// What to do about any of them.
const REMEDY: &str = "直さなくて構いません。要らなければ消してください。";

pub(super) fn copy_ignored(label: &str) -> Message {
    Message::new(
        format!("見出し「{label}」の表がもう一つありますが、記入がないので読んでいません。"),
        REMEDY,
    )
}

pub(super) fn copy_same(label: &str) -> Message {
    Message::new(
        format!(
            "見出し「{label}」の表がもう一つありますが、答えが同じなので一つだけを読みました。"
        ),
        REMEDY,
    )
}

pub(super) fn example_ignored() -> Message {
    Message::new("記入例の行は読んでいません。", REMEDY)
}

pub(super) fn remark(text: &str) -> Message {
    Message::new(
        format!("「{text}」は、答えの欄ではないところにあるので読んでいません。"),
        REMEDY,
    )
}

pub(super) fn same_file(kept: &Arrival, other: &Arrival) -> Finding {
    let sink = Sink::new(&RULE, &kept.file.name);
    let problem = format!(
        "「{}」は、このファイルと中身がまったく同じなので、一つだけを読みました。",
        other.file.path
    );
    sink.about_file(problem, REMEDY)
}
