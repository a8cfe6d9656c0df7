//! The words that the form says by itself, whatever it asks: prompts, messages, the legend.

use jiff::civil::Date;

use crate::model::period::Period;

/// The mark in the list of a ○ cell, and the mark that a filling writes.
pub const MARK: &str = "○";
/// The font of every cell; it comes with Windows 10 and later, and falls back elsewhere.
pub const FONT: &str = "BIZ UDゴシック";

/// Heading of the guide lines.
pub const GUIDE: &str = "記入のしかた";
/// Heading of the legend.
pub const LEGEND: &str = "欄の見分け方";
/// Heading of the list of sheets.
pub const CONTENTS: &str = "シートの一覧（押すと開きます）";
/// The legend's words for cells that want an answer.
pub const LEGEND_REQUIRED: &str =
    "必ず書く欄（黄色・実線の枠）。一覧では、書き始めた行だけで構いません。";
/// The legend's words for cells that may stay blank.
pub const LEGEND_OPTIONAL: &str =
    "当てはまるときに書く欄（薄い黄色・点線の枠）。空欄でも構いません。";
/// The legend's words for what cannot be written to.
pub const LEGEND_FIXED: &str = "見出しと入力済みの欄（白・灰色）。書き換えられません。";
/// The legend's words for totals.
pub const LEGEND_TOTAL: &str = "合計の欄（灰色・太字）。自動で計算されます。";

/// How to write a count that is wanted.
pub const COUNT: &str = "0以上の整数を、数字だけで書いてください。ないときは 0 と書きます。";
/// How to write a count that may stay blank.
pub const COUNT_OPTIONAL: &str = "1、2、3 のような数字だけを書いてください。";
/// How to answer from a list.
pub const CHOICE: &str = "欄の右の ▼ から選んでください。";
/// How to mark.
pub const MARKS: &str =
    "当てはまるときは ▼ から ○ を選び、当てはまらないときは空欄のままにしてください。";
/// How to write a day, by one of the period: the fiscal year has its era.
pub fn days(period: Period) -> String {
    let (first, last) = period.days();
    let day = if last.year() == period.year.0 {
        last
    } else {
        first
    };
    let era = period.year.short();
    let (month, of_month) = (day.month(), day.day());
    format!("{} 又は {era}.{month}.{of_month}", day_in_words(day))
}
/// A day as people write it.
pub fn day_in_words(day: Date) -> String {
    day.strftime("%Y/%-m/%-d").to_string()
}
/// What stands for it in a guide.
pub const DAYS: &str = "period.day";
/// How to write words.
pub const TEXT: &str = "改行は Alt + Enter です。";
/// How to give a picture.
pub const PICTURE: &str = "見せたい部分だけを切り取って貼り付け、欄に収まる大きさにしてください。載せない画像は貼らないでください。";
/// Title of the prompt of the reason column.
pub const REASON_TITLE: &str = "理由";
/// Prompt of the reason column.
pub const REASON: &str = "確認を求められた値が正しいときに、その事情を書いてください。求められていなければ空欄のままで構いません。";

/// Title of the message when an entry is refused.
pub const REFUSED_TITLE: &str = "この欄には書けない値です";
/// Message for what is not a count.
pub const COUNT_REFUSED: &str = "0以上の整数を、数字だけで書いてください。\n「約10」「3件」や小数は書けません。\n\n「再試行」を押して書き直すか、「キャンセル」で元に戻します。";
/// Message for what is not in the list.
pub const CHOICE_REFUSED: &str =
    "欄の右の ▼ から選んでください。\n\n「キャンセル」を押すと元に戻ります。";
/// Message for what is not a mark.
pub const MARK_REFUSED: &str =
    "○ か空欄のどちらかにしてください。\n\n「キャンセル」を押すと元に戻ります。";
/// Title of the warning at an unlikely day.
pub const DATE_TITLE: &str = "日付を確かめてください";
/// Message for words that are too long; the number goes before it.
pub const TEXT_REFUSED: &str = "文字までです。短くまとめて書いてください。";

/// What to do with it.
pub const RESULTS_GUIDE: &str = "提出されたファイルの値を、新しい様式に写したものです。下の表の「セル」を押すと、その欄に移ります。「エラー」は直し、「確認」は値を直すか「理由」に事情を書いて、このファイルを送り直してください。元のファイルは書き換えていません。";
/// That nothing is in question.
pub const NO_RESULTS: &str = "確認することはありません。";
/// The heading of what was not carried over.
pub const LEFT_BEHIND: &str = "様式の欄の外にあるなどの理由で、写していないもの";
/// What to do with it.
pub const LEFT_BEHIND_GUIDE: &str = "報告に要るものは、様式の欄に書き移すか貼り直してください。セルは、提出されたファイルでの位置です。";
