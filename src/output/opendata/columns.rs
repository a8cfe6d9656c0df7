//! The columns of the open data: one definition for CSV, workbook and data package.

use crate::model::text::portable;
use crate::report::tables::dictionary::DictionaryRow;
use crate::report::tables::observations::Observation;
use crate::report::tables::part::symbol;
use crate::rules::publication::{Meaning, PublicColumn, PublicTable};

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
    /// Whether no row may leave it out.
    pub required: bool,
    /// Whether it is a part of what tells one row from every other.
    pub key: bool,
    /// What the rules of the publication know it as.
    pub meaning: Meaning,
}

impl<R> Column<R> {
    const fn new(name: &'static str, description: &'static str, kind: Kind, value: fn(&R) -> Option<String>) -> Self {
        Self { name, description, kind, value, required: false, key: false, meaning: Meaning::Other }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    const fn means(self, meaning: Meaning) -> Self {
        Self { meaning, ..self }
    }
}

/// The rows as a table that the rules of the publication can look at.
pub fn table<'a, R: 'a>(name: &'a str, columns: &'a [Column<R>], rows: impl Iterator<Item = &'a R>) -> PublicTable<'a> {
    let known = columns.iter().map(|column| PublicColumn {
        name: column.name,
        number: column.kind == Kind::Integer,
        required: column.required,
        key: column.key,
        meaning: column.meaning,
    });
    let cells = |row| columns.iter().map(|column| (column.value)(row).map(|text| portable(&text)).unwrap_or_default()).collect();
    let symbols = symbol::LEGEND.iter().map(|(symbol, _)| *symbol).filter(|symbol| symbol.parse::<u64>().is_err());
    PublicTable { name, columns: known.collect(), rows: rows.map(cells).collect(), symbols: symbols.collect() }
}

const fn text<R>(name: &'static str, description: &'static str, value: fn(&R) -> Option<String>) -> Column<R> {
    Column::new(name, description, Kind::Text, value)
}

const fn integer<R>(name: &'static str, description: &'static str, value: fn(&R) -> Option<String>) -> Column<R> {
    Column::new(name, description, Kind::Integer, value)
}

/// One row is one datum.
pub static OBSERVATION: [Column<Observation>; 20] = [
    text("期間コード", "年度（西暦）と半期。2023H1 は令和5年度上半期", |row: &Observation| {
        Some(row.period.clone())
    })
    .required()
    .key()
    .means(Meaning::Period),
    integer("年度（西暦）", "年度が始まる年の西暦", |row: &Observation| Some(row.fiscal_year.to_string()))
        .required()
        .means(Meaning::WesternYear),
    text("年度（和暦）", "和暦の年度", |row: &Observation| Some(row.fiscal_year_label.clone()))
        .required()
        .means(Meaning::JapaneseYear),
    text("半期", "上半期（4月～9月）、下半期（10月～3月）。空欄は年度全体", |row: &Observation| {
        Some(row.half.to_owned())
    }),
    text(
        "地域コード",
        "全国地方公共団体コード（検査数字を含む6桁）。市全体は市のコード",
        |row: &Observation| Some(row.area_code.clone()),
    )
    .required()
    .means(Meaning::AreaCode),
    text("地域名", "地域の名称", |row: &Observation| Some(row.area.clone())).required(),
    text("報告単位コード", "報告した単位の記号。空欄は市全体", |row: &Observation| {
        Some(row.unit_id.clone())
    })
    .key(),
    text("報告単位の種類", "報告する単位の種類の記号", |row: &Observation| Some(row.unit_kind.to_string())).required().key(),
    text("報告単位名", "報告した単位の名称。市全体の数は「市全体」", |row: &Observation| {
        Some(named(&row.unit_name, "市全体"))
    })
    .required(),
    text("項目コード", "集計項目の記号（項目の定義を参照）", |row: &Observation| {
        Some(row.element_id.to_string())
    })
    .required()
    .key()
    .means(Meaning::Element),
    text("項目名", "集計項目の名称", |row: &Observation| Some(row.element.clone())).required(),
    text("区分コード", "区分の記号。空欄は合計、又は区分のない項目", |row: &Observation| {
        Some(row.option_id.clone())
    })
    .key(),
    text(
        "区分名",
        "区分の名称。合計は「合計」、区分のない項目は「区分なし」",
        |row: &Observation| Some(named(&row.option, "区分なし")),
    )
    .required(),
    text("状況コード", "状況を問う項目で、数えた状況の記号", |row: &Observation| {
        Some(row.answer_id.clone())
    })
    .key(),
    text("状況名", "状況の名称", |row: &Observation| Some(row.answer.clone())),
    text("年月", "西暦の年月（2023-04）。空欄は期間全体", |row: &Observation| Some(row.month.clone()))
        .key()
        .means(Meaning::Month),
    integer("値", "数。数がないときは空欄とし、記号の列に理由を示す", |row: &Observation| {
        row.value.map(|value| value.to_string())
    })
    .means(Meaning::Value),
    text("記号", "値がないときの理由。- は該当なし、… は未報告、x は秘匿", |row: &Observation| {
        Some(row.symbol.to_owned())
    })
    .means(Meaning::Symbol),
    text("単位", "値の単位", |row: &Observation| Some(row.measure.clone())).required(),
    text("注記", "再掲、複数回答、一部の報告による合計など", |row: &Observation| Some(row.note.clone())),
];

/// One row is an element or an option.
pub static DICTIONARY: [Column<DictionaryRow>; 12] = [
    text("種別", "項目、又は区分の選択肢", |row: &DictionaryRow| Some(row.entry.to_owned())).required().key(),
    text("区分一覧コード", "選択肢が属する、又は項目が用いる区分の記号", |row: &DictionaryRow| {
        Some(row.category.to_string())
    })
    .key(),
    text("区分一覧名", "その名称", |row: &DictionaryRow| Some(row.category_label.clone())),
    text("コード", "項目又は選択肢の記号", |row: &DictionaryRow| Some(row.id.to_string()))
        .required()
        .key()
        .means(Meaning::Element),
    text("名称", "項目又は選択肢の名称", |row: &DictionaryRow| Some(row.label.clone())).required(),
    text("答え方", "件数、選択、○印など", |row: &DictionaryRow| Some(row.kind.to_owned())).required(),
    text("単位", "件数の単位", |row: &DictionaryRow| Some(row.unit.clone())),
    text("選択肢", "答えの選択肢の名称", |row: &DictionaryRow| Some(row.answers.clone())),
    text("根拠", "どこから採ったか", |row: &DictionaryRow| Some(row.basis.to_owned())).required(),
    text("確認済", "公表資料で確かめたか（はい・いいえ）", |row: &DictionaryRow| Some(yes(row.verified))).required(),
    text("公表", "個々の答えを公表するか（はい・いいえ）", |row: &DictionaryRow| Some(yes(row.publish))).required(),
    text("定義", "意味と注意", |row: &DictionaryRow| Some(row.definition.clone())),
];

/// No name is left out: where there is none, a word says why.
fn named(name: &str, none: &str) -> String {
    if name.is_empty() { none } else { name }.to_owned()
}

fn yes(yes: bool) -> String {
    if yes { "はい" } else { "いいえ" }.to_owned()
}
