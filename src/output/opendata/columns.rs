//! The columns of the open data: one definition for CSV, workbook and data package.

use crate::dataset::code_lists::{ItemRow, OptionRow};
use crate::dataset::coverage::CoverageRow;
use crate::dataset::observations::Observation;
use crate::figures::datum::symbol;
use crate::figures::publication::AboutRow;
use crate::model::text::portable;
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
    const fn new(
        name: &'static str,
        description: &'static str,
        kind: Kind,
        value: fn(&R) -> Option<String>,
    ) -> Self {
        Self {
            name,
            description,
            kind,
            value,
            required: false,
            key: false,
            meaning: Meaning::Other,
        }
    }

    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// A part of the key is never left out.
    const fn key(self) -> Self {
        Self {
            key: true,
            required: true,
            ..self
        }
    }

    const fn means(self, meaning: Meaning) -> Self {
        Self { meaning, ..self }
    }
}

/// The rows as a table that the rules of the publication can look at.
pub fn table<'a, R: 'a>(
    name: &'a str,
    columns: &'a [Column<R>],
    rows: impl Iterator<Item = &'a R>,
) -> PublicTable<'a> {
    let known = columns.iter().map(|column| PublicColumn {
        name: column.name,
        number: column.kind == Kind::Integer,
        required: column.required,
        key: column.key,
        meaning: column.meaning,
    });
    let cells = |row| {
        columns
            .iter()
            .map(|column| {
                (column.value)(row)
                    .map(|text| portable(&text))
                    .unwrap_or_default()
            })
            .collect()
    };
    let symbols = symbol::LEGEND
        .iter()
        .map(|(symbol, _)| *symbol)
        .filter(|symbol| symbol.parse::<u64>().is_err());
    let (marks, symbols) = symbols.partition(|symbol| symbol::BESIDE.contains(symbol));
    PublicTable {
        name,
        columns: known.collect(),
        rows: rows.map(cells).collect(),
        symbols,
        marks,
        references: Vec::new(),
    }
}

const fn text<R>(
    name: &'static str,
    description: &'static str,
    value: fn(&R) -> Option<String>,
) -> Column<R> {
    Column::new(name, description, Kind::Text, value)
}

const fn integer<R>(
    name: &'static str,
    description: &'static str,
    value: fn(&R) -> Option<String>,
) -> Column<R> {
    Column::new(name, description, Kind::Integer, value)
}

/// Columns that name a row of a list of codes.
pub struct Link {
    /// The headings of the columns.
    pub columns: &'static [&'static str],
    /// The list.
    pub list: &'static str,
    /// Its headings, in the same order.
    pub others: &'static [&'static str],
}

/// The name of the list of the elements.
pub const ITEMS: &str = "items";
/// The name of the list of the break-downs and states.
pub const OPTIONS: &str = "options";

/// Where the codes of the data are told.
pub static LINKS: [Link; 3] = [
    Link {
        columns: &["項目コード"],
        list: ITEMS,
        others: &["項目コード"],
    },
    Link {
        columns: &["区分一覧コード", "区分コード"],
        list: OPTIONS,
        others: &["区分一覧コード", "区分コード"],
    },
    Link {
        columns: &["状況一覧コード", "状況コード"],
        list: OPTIONS,
        others: &["区分一覧コード", "区分コード"],
    },
];

/// One row is one datum.
pub static OBSERVATION: [Column<Observation>; 29] = [
    text("期間コード", "年度（西暦）と半期。2023H1 は令和5年度上半期、2023 は令和5年度", |row: &Observation| {
        Some(row.period.clone())
    })
    .key()
    .means(Meaning::Period),
    integer("年度（西暦）", "年度が始まる年の西暦", |row: &Observation| Some(row.fiscal_year.to_string()))
        .required()
        .means(Meaning::WesternYear),
    text("年度（和暦）", "和暦の年度", |row: &Observation| Some(row.fiscal_year_label.clone()))
        .required()
        .means(Meaning::JapaneseYear),
    text("半期", "上半期（4月から9月まで）、下半期（10月から3月まで）、通年", |row: &Observation| {
        Some(row.half.to_owned())
    })
    .required(),
    text("期間の種類コード", "値がいつの数か。month（月）、half（半期）、year（年度）", |row: &Observation| {
        Some(row.span.code().0.to_owned())
    })
    .required(),
    text("期間の種類", "月、半期、年度。月の値を足すと半期の値になるため、どれか一つに絞って使う", |row: &Observation| {
        Some(row.span.code().1.to_owned())
    })
    .required(),
    text("開始年月", "値が含む最初の月（西暦。2023-04）", |row: &Observation| Some(row.start.clone())).key().means(Meaning::Start),
    text("終了年月", "値が含む最後の月。月の値では開始年月と同じ", |row: &Observation| Some(row.end.clone()))
        .key()
        .means(Meaning::End),
    text(
        "地域コード",
        "全国地方公共団体コード（検査数字を含む6桁）。全体の数は、その団体のコード",
        |row: &Observation| Some(row.area_code.clone()),
    )
    .means(Meaning::AreaCode),
    text("地域名", "地域の名称", |row: &Observation| Some(row.area.clone())).required(),
    text("報告単位の種類コード", "報告する単位の種類の記号", |row: &Observation| Some(row.unit_kind.to_string())).key(),
    text("報告単位の種類", "報告する単位の種類の名称", |row: &Observation| Some(row.unit_kind_label.clone())).required(),
    text("報告単位コード", "報告した単位の記号。_T は全体（すべての単位の合計）", |row: &Observation| {
        Some(row.unit_id.clone())
    })
    .key(),
    text("報告単位名", "報告した単位の名称、又は全体を指す語", |row: &Observation| Some(row.unit_name.clone())).required(),
    text("項目コード", "集計項目の記号（項目の一覧を参照）", |row: &Observation| Some(row.element_id.to_string()))
        .key()
        .means(Meaning::Element),
    text("項目名", "集計項目の名称", |row: &Observation| Some(row.element.clone())).required(),
    text("区分一覧コード", "区分コードが属する一覧（区分の一覧を参照）。_Z は区分のない項目", |row: &Observation| {
        Some(row.category_id.clone())
    })
    .required(),
    text("区分コード", "区分の記号。_T は合計、_Z は区分のない項目", |row: &Observation| Some(row.option_id.clone())).key(),
    text("区分名", "区分の名称、「合計」又は「区分なし」", |row: &Observation| Some(row.option.clone())).required(),
    text("状況一覧コード", "状況コードが属する一覧（区分の一覧を参照）。_Z は状況を問わない項目", |row: &Observation| {
        Some(row.answers_id.clone())
    })
    .required(),
    text("状況コード", "状況を問う項目で、数えた状況の記号。_Z は状況を問わない項目か未報告", |row: &Observation| {
        Some(row.answer_id.clone())
    })
    .key(),
    text("状況名", "状況の名称、又は「状況なし」", |row: &Observation| Some(row.answer.clone())).required(),
    text(
        "集計の種類コード",
        "total（合計）、group（小計）、part（内訳）、subset（再掲）、overlap（重複あり）、state（状況別）、unit_state（単位ごとの状況）、single（区分なし）",
        |row: &Observation| Some(row.role.code().0.to_owned()),
    )
    .required(),
    text(
        "集計の種類",
        "合計、小計（区分のまとまり）、内訳（足すと合計になる）、再掲（合計に含まれる内数）、重複あり（複数の区分に当たるため足せない）、\
         状況別（足すと報告した単位の数になる）、単位ごとの状況（その単位がその状況にあることを1と数える）、区分なし。\
         足すときは、期間の種類と集計の種類を一つに絞る",
        |row: &Observation| Some(row.role.code().1.to_owned()),
    )
    .required(),
    integer("値", "数。数がないときは空欄とし、記号の列に理由を示す", |row: &Observation| {
        row.value.map(|value| value.to_string())
    })
    .means(Meaning::Value),
    text(
        "記号",
        "値がないときの理由（- は該当なし、… は未報告、x は秘匿）。値があるときの r は訂正",
        |row: &Observation| Some(row.symbol.to_owned()),
    )
    .means(Meaning::Symbol),
    text("単位", "値の単位", |row: &Observation| Some(row.measure.clone())).required(),
    text("注記", "再掲、複数回答、一部の報告による合計、訂正前の値など", |row: &Observation| {
        Some(row.note.clone())
    }),
    text("数の番号", "数のもとになった提出の欄を、集計プログラムの trace で尋ねるときの番号", |row: &Observation| {
        Some(row.made_of.clone())
    })
    .required(),
];

/// One row is a unit that was to fill a form.
pub static COVERAGE: [Column<CoverageRow>; 11] = [
    text(
        "全国地方公共団体コード",
        "公表する団体のコード（検査数字を含む6桁）",
        |row: &CoverageRow| Some(row.city_code.clone()),
    )
    .means(Meaning::AreaCode),
    text(
        "地方公共団体名",
        "公表する団体の名称",
        |row: &CoverageRow| Some(row.city.clone()),
    )
    .required(),
    text(
        "期間コード",
        "報告の対象となる半期。通年の公表では両方の半期の行がある",
        |row: &CoverageRow| Some(row.period.clone()),
    )
    .key()
    .means(Meaning::Period),
    text("様式コード", "様式の記号", |row: &CoverageRow| {
        Some(row.form_id.to_string())
    })
    .key(),
    text("様式名", "様式の名称", |row: &CoverageRow| {
        Some(row.form.clone())
    })
    .required(),
    text(
        "報告単位コード",
        "様式を出す単位の記号",
        |row: &CoverageRow| Some(row.unit_id.to_string()),
    )
    .key(),
    text(
        "報告単位名",
        "様式を出す単位の名称",
        |row: &CoverageRow| Some(row.unit.clone()),
    )
    .required(),
    text(
        "地域コード",
        "単位の地域の全国地方公共団体コード",
        |row: &CoverageRow| Some(row.area_code.clone()),
    )
    .means(Meaning::AreaCode),
    text("地域名", "地域の名称", |row: &CoverageRow| {
        Some(row.area.clone())
    })
    .required(),
    text(
        "提出の状態コード",
        "counted（集計に入れた）、faulty、twice、missing（この三つは集計に入らない）",
        |row: &CoverageRow| Some(row.state_id.to_owned()),
    )
    .required(),
    text(
        "提出の状態",
        "提出済（集計に入れた）、要修正、重複、未提出",
        |row: &CoverageRow| Some(row.state.to_owned()),
    )
    .required(),
];

/// One row is an element.
pub static ITEM: [Column<ItemRow>; 14] = [
    text(
        "項目コード",
        "集計項目の記号",
        |row: &ItemRow| Some(row.id.to_string()),
    )
    .key()
    .means(Meaning::Element),
    text(
        "項目名",
        "数の名称。数にしない項目では様式の見出し",
        |row: &ItemRow| Some(row.label.clone()),
    )
    .required(),
    text(
        "様式の見出し",
        "様式での名称",
        |row: &ItemRow| Some(row.question.clone()),
    )
    .required(),
    text(
        "答え方",
        "件数、選択、○印など",
        |row: &ItemRow| Some(row.kind.to_owned()),
    )
    .required(),
    text(
        "単位",
        "値の単位。数にしない項目では空欄",
        |row: &ItemRow| Some(row.unit.clone()),
    ),
    text(
        "区分一覧コード",
        "項目を分ける区分の一覧の記号。_Z は区分のない項目",
        |row: &ItemRow| Some(row.category.clone()),
    )
    .required(),
    text("区分一覧名", "その名称", |row: &ItemRow| {
        Some(row.category_label.clone())
    })
    .required(),
    text(
        "状況一覧コード",
        "答えを選ぶ一覧の記号。_Z は選ばない項目",
        |row: &ItemRow| Some(row.answers.clone()),
    )
    .required(),
    text("状況一覧名", "その名称", |row: &ItemRow| {
        Some(row.answers_label.clone())
    })
    .required(),
    text(
        "複数回答",
        "一つのものが複数の区分に当たることがあるか（はい・いいえ）",
        |row: &ItemRow| Some(yes(row.multiple)),
    )
    .required(),
    text(
        "公表の範囲",
        "公表するオープンデータに何を載せるか",
        |row: &ItemRow| Some(row.scope.to_owned()),
    )
    .required(),
    text("根拠", "どこから採ったか", |row: &ItemRow| {
        Some(row.basis.to_owned())
    })
    .required(),
    text(
        "確認済",
        "公表資料で確かめたか（はい・いいえ）",
        |row: &ItemRow| Some(yes(row.verified)),
    )
    .required(),
    text("定義", "意味と注意", |row: &ItemRow| {
        Some(row.definition.clone())
    }),
];

/// One row is an option, a group of options, or a total.
pub static OPTION: [Column<OptionRow>; 10] = [
    text(
        "区分一覧コード",
        "一覧の記号",
        |row: &OptionRow| Some(row.category.clone()),
    )
    .key(),
    text("区分一覧名", "一覧の名称", |row: &OptionRow| {
        Some(row.category_label.clone())
    })
    .required(),
    text(
        "区分コード",
        "一覧の中での記号。_T は合計、_Z は区分又は状況のない項目",
        |row: &OptionRow| Some(row.id.clone()),
    )
    .key(),
    text("区分名", "名称", |row: &OptionRow| {
        Some(row.label.clone())
    })
    .required(),
    text(
        "種類",
        "選択肢、小計、合計、再掲、なし",
        |row: &OptionRow| Some(row.role.to_owned()),
    )
    .required(),
    text(
        "上位区分コード",
        "選択肢が属する小計の記号。_Z は属さないもの",
        |row: &OptionRow| Some(row.group.clone()),
    )
    .required(),
    text("上位区分名", "その名称", |row: &OptionRow| {
        Some(row.group_label.clone())
    })
    .required(),
    text("根拠", "どこから採ったか", |row: &OptionRow| {
        Some(row.basis.to_owned())
    })
    .required(),
    text(
        "確認済",
        "公表資料で確かめたか（はい・いいえ）",
        |row: &OptionRow| Some(yes(row.verified)),
    )
    .required(),
    text(
        "注記",
        "再掲、どの区分に代わるものか",
        |row: &OptionRow| Some(row.note.clone()),
    ),
];

/// One row is something that the publication says of itself.
pub static ABOUT: [Column<AboutRow>; 2] = [
    text(
        "事項",
        "表題、発行者、出典、利用条件、日付、記号の意味など",
        |row: &AboutRow| Some(row.label.clone()),
    )
    .key(),
    text("内容", "その内容", |row: &AboutRow| {
        Some(row.text.clone())
    })
    .required(),
];

fn yes(yes: bool) -> String {
    if yes { "はい" } else { "いいえ" }.to_owned()
}
