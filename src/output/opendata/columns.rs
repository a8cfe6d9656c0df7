//! The columns of the open data: one definition for CSV, workbook and data package.

use crate::report::tables::dictionary::DictionaryRow;
use crate::report::tables::observations::Observation;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words or codes; codes keep their leading zeros.
    Text,
    /// A whole number.
    Integer,
}

/// A column of a table of `R`.
pub struct Column<R> {
    /// Its heading.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// What stands in it for a row; nothing where there is no number.
    pub value: fn(&R) -> Option<String>,
}

const fn text<R>(name: &'static str, description: &'static str, value: fn(&R) -> Option<String>) -> Column<R> {
    Column { name, description, kind: Kind::Text, value }
}

const fn integer<R>(name: &'static str, description: &'static str, value: fn(&R) -> Option<String>) -> Column<R> {
    Column { name, description, kind: Kind::Integer, value }
}

/// One row is one datum.
pub static OBSERVATION: [Column<Observation>; 20] = [
    text("期間コード", "年度（西暦）と半期。2023H1 は令和5年度上半期", |row| Some(row.period.clone())),
    integer("年度（西暦）", "年度が始まる年の西暦", |row| Some(row.fiscal_year.to_string())),
    text("年度（和暦）", "和暦の年度", |row| Some(row.fiscal_year_label.clone())),
    text("半期", "上半期（4月～9月）、下半期（10月～3月）。空欄は年度全体", |row| {
        Some(row.half.to_owned())
    }),
    text("地域コード", "全国地方公共団体コード（検査数字を含む6桁）。市全体は市のコード", |row| Some(row.area_code.clone())),
    text("地域名", "地域の名称", |row| Some(row.area.clone())),
    text("報告単位コード", "報告した単位の記号。空欄は市全体", |row| Some(row.unit_id.clone())),
    text("報告単位の種類", "報告する単位の種類の記号", |row| Some(row.unit_kind.to_string())),
    text("報告単位名", "報告した単位の名称。空欄は市全体", |row| Some(row.unit_name.clone())),
    text("項目コード", "集計項目の記号（項目の定義を参照）", |row| Some(row.element_id.to_string())),
    text("項目名", "集計項目の名称", |row| Some(row.element.clone())),
    text("区分コード", "区分の記号。空欄は合計、又は区分のない項目", |row| Some(row.option_id.clone())),
    text("区分名", "区分の名称。合計は「合計」", |row| Some(row.option.clone())),
    text("状況コード", "状況を問う項目で、数えた状況の記号", |row| Some(row.answer_id.clone())),
    text("状況名", "状況の名称", |row| Some(row.answer.clone())),
    text("年月", "西暦の年月（2023-04）。空欄は期間全体", |row| Some(row.month.clone())),
    integer("値", "数。数がないときは空欄とし、記号の列に理由を示す", |row| {
        row.value.map(|value| value.to_string())
    }),
    text("記号", "値がないときの理由。- は該当なし、… は未報告、x は秘匿", |row| {
        Some(row.symbol.to_owned())
    }),
    text("単位", "値の単位", |row| Some(row.measure.clone())),
    text("注記", "再掲、複数回答、一部の報告による合計など", |row| Some(row.note.clone())),
];

/// One row is an element or an option.
pub static DICTIONARY: [Column<DictionaryRow>; 12] = [
    text("種別", "項目、又は区分の選択肢", |row| Some(row.entry.to_owned())),
    text("区分一覧コード", "選択肢が属する、又は項目が用いる区分の記号", |row| {
        Some(row.category.to_string())
    }),
    text("区分一覧名", "その名称", |row| Some(row.category_label.clone())),
    text("コード", "項目又は選択肢の記号", |row| Some(row.id.to_string())),
    text("名称", "項目又は選択肢の名称", |row| Some(row.label.clone())),
    text("答え方", "件数、選択、○印など", |row| Some(row.kind.to_owned())),
    text("単位", "件数の単位", |row| Some(row.unit.clone())),
    text("選択肢", "答えの選択肢の名称", |row| Some(row.answers.clone())),
    text("根拠", "どこから採ったか", |row| Some(row.basis.to_owned())),
    text("確認済", "公表資料で確かめたか（はい・いいえ）", |row| Some(yes(row.verified))),
    text("公表", "個々の答えを公表するか（はい・いいえ）", |row| Some(yes(row.publish))),
    text("定義", "意味と注意", |row| Some(row.definition.clone())),
];

fn yes(yes: bool) -> String {
    if yes { "はい" } else { "いいえ" }.to_owned()
}
