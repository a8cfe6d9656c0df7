//! What a hand writes into one cell. S01 病院 of (オ)相談: C7 = 2, D7 = 0 in the clean form.

use super::book::V;
use super::{OFFICE, Quirk, WARD};

const ASKERS: &str = "(オ)相談";

/// A cell of the first table of counts holds something; found and read as said.
macro_rules! count {
    ($name:literal, $cell:literal, $value:expr, $treatment:literal, $found:expr, $read:expr) => {
        Quirk {
            name: $name,
            treatment: $treatment,
            form: OFFICE,
            bend: |book| book.tab(ASKERS).set($cell, $value),
            found: $found,
            read: $read,
        }
    };
}

const NOTE: &[(&str, &str)] = &[("Z190", "C7")];
const NONE: &[(&str, &str)] = &[("Z190", "D7")];
const NOT: &[(&str, &str)] = &[("Z102", "C7")];
const LOST: &[(&str, &str)] = &[("C7", "?")];

pub fn counts() -> Vec<Quirk> {
    vec![
        count!("文字として入った数字「2」", "C7", "2", "2 と読む", &[], &[]),
        count!("全角「２」", "C7", "２", "2 と読み、知らせる", NOTE, &[]),
        count!(
            "単位付き「2件」",
            "C7",
            "2件",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "「2ケ所」「2ヶ所」「2か所」など",
            "C7",
            "2ケ所",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "句点付き「2件。」",
            "C7",
            "2件。",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "空白と単位「2 回」",
            "C7",
            "2 回",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "小数点「2.0」",
            "C7",
            "2.0",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "アポストロフィ「'2」",
            "C7",
            "'2",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "末尾の全角空白「2　」",
            "C7",
            "2　",
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!(
            "桁区切り「1,234」",
            "C7",
            "1,234",
            "1234 と読み、知らせる（合計と合わなければ別に知らせる）",
            &[
                ("Z190", "C7"),
                ("Z201", "I7"),
                ("Z201", "C20"),
                ("Z201", "I20")
            ],
            &[("C7", "Count(1234)")]
        ),
        count!("「-」", "D7", "-", "0 と読み、知らせる", NONE, &[]),
        count!(
            "「－」（全角）",
            "D7",
            "－",
            "0 と読み、知らせる",
            NONE,
            &[]
        ),
        count!(
            "「―」（ダッシュ）",
            "D7",
            "―",
            "0 と読み、知らせる",
            NONE,
            &[]
        ),
        count!(
            "「ー」（長音）",
            "D7",
            "ー",
            "0 と読み、知らせる",
            NONE,
            &[]
        ),
        count!(
            "「−」（マイナス）",
            "D7",
            "−",
            "0 と読み、知らせる",
            NONE,
            &[]
        ),
        count!("「─」（罫線）", "D7", "─", "0 と読み、知らせる", NONE, &[]),
        count!("「なし」", "D7", "なし", "0 と読み、知らせる", NONE, &[]),
        count!(
            "「該当なし」",
            "D7",
            "該当なし",
            "0 と読み、知らせる",
            NONE,
            &[]
        ),
        count!(
            "空白だけ",
            "D7",
            "　",
            "空欄（未報告）と読む",
            &[("Z101", "D7")],
            &[("D7", "")]
        ),
        count!(
            "「約10」",
            "C7",
            "約10",
            "読まない。その中の数は示さない",
            NOT,
            LOST
        ),
        count!("「10程度」", "C7", "10程度", "読まない", NOT, LOST),
        count!("「5～6」", "C7", "5～6", "読まない", NOT, LOST),
        count!("「3+2」", "C7", "3+2", "読まない", NOT, LOST),
        count!(
            "「12(うち新規3)」",
            "C7",
            "12(うち新規3)",
            "読まない。12 の例を示す",
            NOT,
            LOST
        ),
        count!("「〃」", "C7", "〃", "読まない", NOT, LOST),
        count!("「同上」", "C7", "同上", "読まない", NOT, LOST),
        count!("「①」", "C7", "①", "読まない（1 とはしない）", NOT, LOST),
        count!(
            "上付きの「1²」",
            "C7",
            "1²",
            "読まない（12 とはしない）",
            NOT,
            LOST
        ),
        count!(
            "括弧や三角で表した負の数「▲2」",
            "C7",
            "▲2",
            "読まない",
            NOT,
            LOST
        ),
        count!(
            "件数の式が文字を返す「2件」",
            "C7",
            V::Formula("=1+1&\"件\"", "2件"),
            "2 と読み、知らせる",
            NOTE,
            &[]
        ),
        count!("漢数字「二」", "C7", "二", "読まない", NOT, LOST),
        count!("指数「1e3」", "C7", "1e3", "読まない", NOT, LOST),
        count!(
            "桁区切りの誤り「1,2345」",
            "C7",
            "1,2345",
            "読まない",
            NOT,
            LOST
        ),
        count!("小数「2.5」", "C7", 2.5, "読まない", NOT, LOST),
        count!("負の数「-2」", "C7", -2.0, "読まない", NOT, LOST),
        count!(
            "パーセントの書式「200%」",
            "C7",
            V::Percent(2.0),
            "読まない（2 とはしない）",
            NOT,
            LOST
        ),
        count!(
            "日付の書式に化けた数",
            "C7",
            V::Date(45_199.0),
            "読まない",
            NOT,
            LOST
        ),
        count!("TRUE", "C7", V::Bool(true), "読まない", NOT, LOST),
        count!(
            "#REF! の式",
            "C7",
            V::Formula("=#REF!", "#REF!"),
            "読まない",
            &[("Z105", "C7")],
            LOST
        ),
        Quirk {
            name: "取り消し線の引かれた値",
            treatment: "読まない。消すか外すかを尋ねる",
            form: OFFICE,
            bend: |book| book.tab(ASKERS).strike("C7"),
            found: &[("Z106", "C7")],
            read: LOST,
        },
        count!(
            "一部にだけ取り消し線（「5」を消して「2」と続けた「52」）",
            "C7",
            V::Mended("5", "2"),
            "読まない（52 とはしない）。正しい値だけを残すよう求める",
            &[("Z106", "C7")],
            LOST
        ),
        Quirk {
            name: "手で打たれた合計が内訳と違う",
            treatment: "合計は常に計算し直し、違いを知らせる",
            form: OFFICE,
            bend: |book| book.tab(ASKERS).set("I7", 7.0),
            found: &[("Z201", "I7")],
            read: &[],
        },
    ]
}

/// A cell of the ward's form holds something.
macro_rules! choice {
    ($name:literal, $sheet:literal, $cell:literal, $value:expr, $treatment:literal, $found:expr, $read:expr) => {
        Quirk {
            name: $name,
            treatment: $treatment,
            form: WARD,
            bend: |book| book.tab($sheet).set($cell, $value),
            found: $found,
            read: $read,
        }
    };
}

pub fn choices() -> Vec<Quirk> {
    const FORM: &[(&str, &str)] = &[("Z190", "H12")];
    vec![
        choice!(
            "「開催」（別の言い方）",
            "(イ)推進会議",
            "C7",
            "開催",
            "「開催している」と読み、知らせる",
            &[("Z190", "C7")],
            &[]
        ),
        choice!(
            "半角カナ・全角",
            "(イ)推進会議",
            "C14",
            "推進会議　",
            "そのまま読む",
            &[],
            &[]
        ),
        choice!(
            "「対面」（別の言い方）",
            "(カ)研修",
            "H12",
            "対面",
            "「集合」と読み、知らせる",
            FORM,
            &[]
        ),
        choice!(
            "選択肢の順の番号付き「1.集合」",
            "(カ)研修",
            "H12",
            "1.集合",
            "「集合」と読み、知らせる",
            FORM,
            &[]
        ),
        choice!(
            "ほかの選択肢の番号付き「2.集合」",
            "(カ)研修",
            "H12",
            "2.集合",
            "読まない。選べる答えを示す",
            &[("Z103", "H12")],
            &[("H12", "?")]
        ),
        choice!(
            "括弧付き「（集合）」",
            "(カ)研修",
            "H12",
            "（集合）",
            "「集合」と読み、知らせる",
            FORM,
            &[]
        ),
        choice!(
            "二つの答え",
            "(カ)研修",
            "H12",
            "集合・オンライン",
            "読まない。近い答えを示す",
            &[("Z103", "H12")],
            &[("H12", "?")]
        ),
        choice!(
            "○ の代わりの「〇」「◯」",
            "(カ)研修",
            "D12",
            "◯",
            "○ と読む",
            &[],
            &[]
        ),
        choice!(
            "チェックボックス（TRUE）",
            "(カ)研修",
            "D12",
            V::Bool(true),
            "○ と読む",
            &[],
            &[]
        ),
        choice!(
            "絵文字のチェック「✅」",
            "(カ)研修",
            "D12",
            "✅",
            "○ と読む",
            &[],
            &[]
        ),
        choice!(
            "英字の「O」",
            "(カ)研修",
            "D12",
            "O",
            "読まない（ゼロかもしれない）",
            &[("Z103", "D12")],
            &[("D12", "?")]
        ),
        choice!(
            "「実施済み」「済」",
            "(ア)資源の把握",
            "C7",
            "済",
            "「実施済」と読み、知らせる",
            &[("Z190", "C7")],
            &[]
        ),
        choice!(
            "状況の欄に「○」",
            "(ア)資源の把握",
            "C7",
            "○",
            "読まない。選べる答えを示す",
            &[("Z103", "C7")],
            &[("C7", "?")]
        ),
        choice!(
            "選んだ答えに書き添え「実施済（4月更新）」",
            "(ア)資源の把握",
            "C7",
            "実施済（4月更新）",
            "読まない。選べる答えを示す",
            &[("Z103", "C7")],
            &[("C7", "?")]
        ),
        choice!(
            "順位の「①」",
            "(カ)研修",
            "D12",
            "①",
            "読まない",
            &[("Z103", "D12")],
            &[("D12", "?")]
        ),
        choice!(
            "「△」",
            "(カ)研修",
            "D12",
            "△",
            "読まない",
            &[("Z103", "D12")],
            &[("D12", "?")]
        ),
    ]
}
