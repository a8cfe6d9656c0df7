//! A text that says nothing, or that its row is no entry of the list: ditto, cancelled, an example;
//! and a row of examples that is filled as an entry.

use super::criteria::Rows;
use super::{Check, Context, Message, Rule, Sink};
use crate::model::answer::Value;
use crate::model::catalogue::Privacy;
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
        // In the text of a case much is put off, and much is called ○○.
        let element = context.element(value);
        let is_case = element.is_some_and(|element| element.privacy == Some(Privacy::Case));
        let is_none = value.key.record.is_some()
            && (words.examples.are_in(&folded)
                || !is_case && (words.no_event.are_in(&folded) || is_withdrawn(&folded, words)));
        // In a list a number or a day alone is none of its texts; elsewhere it may be one of the
        // telephone.
        let says_nothing = !folded.contains(char::is_alphanumeric)
            || (value.key.record.is_some() && !folded.contains(char::is_alphabetic))
            || (value.key.record.is_some() && day_of(&folded).is_ok())
            || words.no_words.0.contains(&folded);
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

/// What may stand around a word that withdraws a text.
const AROUND: [char; 6] = ['(', ')', ':', '。', '「', '」'];

/// Whether a folded text begins or ends with a word that withdraws a row (「×褥瘡の予防」), which behind
/// another letter may be a part of it (「○×」).
fn is_withdrawn(folded: &str, limits: &Rows) -> bool {
    let text = folded.trim_matches(AROUND);
    limits.no_entry.0.iter().any(|word| {
        text.starts_with(word)
            || text
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with('○'))
    })
}

/// What stands where a row is numbered: words that withdraw the row are asked about.
pub(super) fn numbered(number: &str, limits: &Rows) -> Option<Message> {
    let folded = fold(number);
    let is_withdrawn = limits.no_event.are_in(&folded)
        || limits.no_entry.are_in(&folded)
        || limits.no_words.0.contains(&folded);
    is_withdrawn.then(|| {
        Message::new(
            format!("番号の欄に「{number}」とありますが、この行も一つと数えています。"),
            "数えないものなら行の答えを消し、数えるものなら番号の欄の字を消してください。",
        )
    })
}

pub(super) fn example_filled(number: &str) -> Message {
    Message::new(
        format!(
            "番号の欄に「{number}」とあるため読んでいませんが、この期間の日付まで書いてあります。"
        ),
        "行ったことなら番号の欄の字を消し、記入例なら行の答えを消してください。",
    )
}
