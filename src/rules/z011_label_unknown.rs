//! A row that the form does not have, or a row or block that stands twice.

use super::criteria::Labels;
use super::{Check, Message, Rule};
use crate::model::finding::Severity;
use crate::model::text::fold;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z011",
    name: "label-unknown",
    severity: Severity::Error,
    doc: include_str!("z011_label_unknown.md"),
    check: Check::Dispatched,
};

pub(super) fn row_unknown(label: &str, nearest: Option<&str>, limits: &Labels) -> Message {
    // To move a subtotal to a row of the form would count it twice.
    if is_sum(label, limits) {
        return Message::new(
            format!("行「{label}」は様式にありません。計のようです。"),
            "計はプログラムが計算します。加えた行を消してください。",
        );
    }
    let hint = match nearest {
        Some(nearest) => format!("「{nearest}」のことでしょうか。"),
        None => String::new(),
    };
    Message::new(
        format!("行「{label}」は様式にありません。{hint}"),
        "書いた値を様式の行（なければ「その他」）に移し、加えた行を消してください。",
    )
}

/// Whether a label is that of a sum; of the words that end like one only some are.
fn is_sum(label: &str, limits: &Labels) -> bool {
    let folded = fold(label);
    let mut others = limits.no_sums.iter();
    folded.ends_with('計') && !others.any(|word| folded.ends_with(word.as_str()))
}

pub(super) fn row_unlabelled() -> Message {
    Message::new(
        "見出しのない行に値が入っています。どの項目の値か分からないため、読んでいません。",
        "値を様式の行（なければ「その他」）に移し、この行を消してください。",
    )
}

pub(super) fn row_contradicts(label: &str, other: &str) -> Message {
    Message::new(
        format!("行「{label}」に、「{other}」の記号が付いています。どちらの行か分かりません。"),
        "記号と項目の組み合わせを様式のとおりに戻してください。",
    )
}

pub(super) fn row_doubled(label: &str) -> Message {
    Message::new(
        format!("行「{label}」が二つあります。"),
        "一つにまとめてください。",
    )
}

pub(super) fn column_doubled(label: &str) -> Message {
    Message::new(
        format!("列「{label}」が二つあります。"),
        "正しいほうだけを残し、もう一つの列を消してください。",
    )
}

pub(super) fn column_split(label: &str, values: usize) -> Message {
    Message::new(
        format!(
            "見出し「{label}」が二つ以上の列にまたがっていて、初めの列のほかに{values}個の値があります。どの値か分かりません。"
        ),
        "見出しの結合を解き、値を一つの列にまとめて、加えた列を消してください。",
    )
}

pub(super) fn block_doubled(label: &str, other: &str) -> Message {
    Message::new(
        format!("見出し「{label}」の表が二か所に記入されています（もう一つは{other}）。"),
        "正しいほうだけを残し、もう一つの表やシートを消してください。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::criteria::Criteria;

    #[test]
    fn a_sum_is_known_from_a_word_that_ends_like_one() {
        let limits = &Criteria::built_in().thresholds.labels;
        for label in ["計", "小計", "医療機関計", "4月までの累計"] {
            assert!(is_sum(label, limits), "{label}");
        }
        for label in ["統計", "家計の相談", "住まいの設計", "家計"] {
            assert!(!is_sum(label, limits), "{label}");
        }
    }
}
