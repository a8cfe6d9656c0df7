//! A text that says nothing, or that its row is no entry of the list: ditto, cancelled, an example;
//! and a row of examples that is filled as an entry.

use super::{Check, Context, Message, Rule, Sink};
use crate::model::answer::Value;
use crate::model::day::day_of;
use crate::model::finding::Severity;
use crate::model::text::fold;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z310",
    name: "says-nothing",
    severity: Severity::Query,
    doc: include_str!("z310_says_nothing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let words = &context.criteria.thresholds.rows;
    for value in &context.submission.values {
        let Some(text) = value.answer.value().and_then(Value::text) else {
            continue;
        };
        let folded = fold(text);
        let is_none = value.key.record.is_some()
            && words
                .no_event
                .iter()
                .any(|word| folded.contains(&fold(word)));
        // In a list a number or a day alone is none of its texts; elsewhere it may be one of the telephone.
        let says_nothing = !folded.contains(char::is_alphanumeric)
            || (value.key.record.is_some() && !folded.contains(char::is_alphabetic))
            || (value.key.record.is_some() && day_of(&folded).is_ok())
            || words.no_words.iter().any(|word| folded == fold(word));
        if is_none {
            sink.value(
                value,
                format!(
                    "「{text}」は、行わなかったものか記入例のようです。この行も一つと数えています。"
                ),
                "行わなかったものや記入例なら、行の答えを消してください。\
                 そのとおりの名前なら、そのことを理由の欄に書いてください。",
            );
        } else if says_nothing {
            sink.value(
                value,
                format!("「{text}」だけでは、何のことか分かりません。このまま報告書に載ります。"),
                "読んで分かる言葉を書いてください。書くことがなければ、空欄にしてください。",
            );
        }
    }
}

pub(super) fn example_filled(number: &str) -> Message {
    Message::new(
        format!(
            "番号の欄に「{number}」とあるため読んでいませんが、この期間の日付まで書いてあります。"
        ),
        "行ったことなら番号の欄の字を消し、記入例なら行の答えを消してください。",
    )
}
