//! What the reader of TOML says, in the words of the user: what stands there, what is expected, an
//! example. A mistake that is new here gets the last line; the reader's English is never shown.

use crate::model::text::distance;

/// Parts of the reader's words, what they mean, and what helps; the first that fits counts.
const SYNTAX: [(&[&str], &str); 13] = [
    (
        &["escaped value", "unicode"],
        "「\\」は書けません。フォルダーの区切りは / で書いてください。例: definitions = \"定義/新\"",
    ),
    (
        &["duplicate key"],
        "同じ項目（又は見出し）が二度書かれています。一つにまとめてください",
    ),
    (
        &["dotted key"],
        "同じ名前が、見出しと項目の両方に使われています",
    ),
    (
        &["multi-line"],
        "\"\"\" で始めた文章が閉じていません。文章の終わりにも \"\"\" を書いてください",
    ),
    (
        &["invalid basic string", "invalid literal string"],
        "文字を囲む引用符（\"）が、その行の中で閉じていません。例: title = \"取組状況\"（何行にもわたる文章は \"\"\" で囲みます）",
    ),
    (
        &["unclosed table", "unclosed array table"],
        "見出しの書き方が正しくありません。例: [publication]、[kind.office]、[rounds.\"2023H1\"]、[[waiver]]",
    ),
    (
        &["array"],
        "並び [ … ] の書き方が正しくありません。値の間の「,」か、終わりの「]」が足りないかもしれません（前の行の終わりも見てください）。例: aliases = [\"別の名前\", \"古い名前\"]",
    ),
    (
        &["inline table", "between key-value pairs"],
        "{ … } の書き方が正しくありません。項目の間の「,」か、終わりの「}」が足りないかもしれません。例: { id = \"a1\", label = \"見出し\" }",
    ),
    (
        &["must be quoted", "missing value", "invalid boolean"],
        "値が正しく書かれていません。文字も日付も引用符（\"）で囲み、数は数字だけで書きます。例: title = \"取組状況\"、deadline = \"2023-10-31\"",
    ),
    (
        &["unquoted key", "no value", "extra `=`"],
        "「項目 = 値」の形になっていません。項目の名前は半角の英数字で、値の前に = を一つ書いてください。例: title = \"取組状況\"",
    ),
    (
        &["expected newline"],
        "値や見出しのあとに余分なものがあります。文字も日付も \" で囲み、一行に一項目ずつ書いてください。例: title = \"取組状況\"、deadline = \"2023-10-31\"",
    ),
    (
        &[" as i128"],
        "数が大きすぎます。けたを確かめ、正しい数に直してください",
    ),
    (
        &[
            "digit", "number", "integer", "date", "time", "month", "day", "zero", "sign",
        ],
        "数や日付として読めません。日付は \"2023-10-31\"、数は 5 のように、文字は \"…\" で囲んで書いてください",
    ),
];

/// Kinds of values as the reader calls them.
const KINDS: [(&str, &str); 14] = [
    ("string", "文字（\"…\"）"),
    ("a string", "文字（例: \"取組状況\"）"),
    ("a borrowed string", "文字（例: \"取組状況\"）"),
    ("a date string", "日付（例: \"2023-10-31\"）"),
    ("integer", "数"),
    ("floating point", "小数"),
    ("boolean", "true か false"),
    ("a boolean", "true か false"),
    ("a sequence", "並び（例: [\"別の名前\", \"古い名前\"]）"),
    ("sequence", "並び（[…]）"),
    ("map", "いくつかの項目のまとまり（見出し [...] か {…}）"),
    ("a map", "見出し（例: [publication]）の下の項目"),
    ("datetime", "日付"),
    ("unit", "空"),
];

/// The words for a mistake.
pub fn of(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, [name, known @ ..]) = (message.starts_with("unknown "), names.as_slice()) {
        return unknown(name, known, message.starts_with("unknown field"));
    }
    let kinds = message.strip_prefix("invalid type: ");
    let is_too_large = message.contains(" as i128");
    if let Some((found, expected)) = kinds.and_then(|rest| rest.split_once(", expected "))
        && !is_too_large
    {
        let (found, expected) = (kind(found), kind(expected));
        let gap = if expected.is_ascii() || expected.ends_with("false") {
            " "
        } else {
            ""
        };
        return format!("{found}が書かれていますが、{expected}{gap}を書くところです");
    }
    // What our own readers say is Japanese already.
    let is_ours = !message.starts_with(|c: char| c.is_ascii_alphabetic())
        && message
            .chars()
            .any(|c| ('\u{3040}'..'\u{a000}').contains(&c));
    if is_ours {
        return message.trim_end().to_owned();
    }
    let value = message.strip_prefix("invalid value: ");
    if let Some((found, expected)) = value.and_then(|rest| rest.split_once(", expected "))
        && kind(expected) == kind("u64")
    {
        let (found, expected) = (kind(found), kind(expected));
        return format!("{found}は書けません。0 以上の{expected}を書いてください");
    }
    if message.starts_with("invalid value") {
        return "ここには書けない値です。書ける値を、書き出した定義の説明で確かめてください"
            .to_owned();
    }
    let fits = |(parts, _): &&(&[&str], &str)| parts.iter().any(|part| message.contains(part));
    SYNTAX.iter().find(fits).map_or_else(
        || "書き方が正しくありません。「項目 = \"値\"」の形で書いてください".to_owned(),
        |(_, words)| (*words).to_owned(),
    )
}

fn unknown(name: &str, known: &[&str], is_entry: bool) -> String {
    let hint = hint(name, known.iter().copied());
    let all = known.join(", ");
    if is_entry {
        format!(
            "「{name}」という項目はありません。{hint}ここに書けるもの: {all}（見出し […] の下の行は、その見出しの項目になります。全体の項目は、最初の見出しより上に書いてください）"
        )
    } else {
        format!("「{name}」は使えません。{hint}使えるもの: {all}")
    }
}

/// Asks for the known word that is near to one that nobody knows, if there is one.
pub fn hint<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known.min_by_key(|known| distance(known, word));
    nearest
        .filter(|known| distance(known, word) <= known.chars().count() / 2)
        .map_or_else(String::new, |known| format!("「{known}」のことですか。"))
}

/// A kind of value in words; with the value itself, where the reader tells it.
fn kind(words: &str) -> String {
    let words = words.trim();
    if let Some((_, own)) = KINDS.iter().find(|(reader, _)| *reader == words) {
        return (*own).to_owned();
    }
    let value = words
        .split_once(['"', '`'])
        .map(|(_, rest)| rest.trim_end_matches(['"', '`']));
    let kind = words.split([' ', '"', '`']).next().unwrap_or_default();
    match (kind, value) {
        ("string", Some(value)) => format!("文字「{value}」"),
        ("integer" | "floating", Some(value)) => format!("数「{value}」"),
        ("boolean", Some(value)) => format!("「{value}」"),
        ("struct" | "internally", _) => {
            "いくつかの項目のまとまり（見出し [...] か {…}）".to_owned()
        }
        ("i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize", _) => {
            "整数（例: 5）".to_owned()
        }
        ("f32" | "f64", _) => "数（例: 1.5）".to_owned(),
        _ => "ほかの種類の値".to_owned(),
    }
}
