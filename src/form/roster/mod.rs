//! The roster as office workers keep it: one table in Excel or CSV, a row for each unit.
//!
//! `table` finds the headings and keeps the address of every cell; `draft` completes a bare list of
//! units into a roster, `write` makes the workbook of it. Whether a roster is right is asked in
//! `load`, of tables and of TOML by the same checks.

pub mod draft;
pub mod table;
pub mod write;

use crate::model::text::fold;

/// The endings of files that are read as a table.
pub const ENDINGS: [&str; 6] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"];

/// A column of the roster, in the order of a roster that the program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RosterColumn {
    /// The stable name of the unit.
    Id,
    /// The kind of unit, by its label.
    Kind,
    /// The unit's name.
    Name,
    /// The areas that it serves.
    Area,
    /// The stable names of the areas, in the same order.
    AreaId,
    /// The areas' names for tiles and narrow columns.
    Stem,
    /// The areas' 全国地方公共団体コード.
    Code,
    /// Further names of the unit.
    Aliases,
    /// The first period that it reports.
    From,
    /// The last period that it reports.
    Until,
    /// The units whose place it takes.
    Succeeds,
    /// Remarks, which nobody reads but people.
    Remark,
}

impl RosterColumn {
    /// Every column, in order.
    pub const ALL: [Self; 12] = [
        Self::Id,
        Self::Kind,
        Self::Name,
        Self::Area,
        Self::AreaId,
        Self::Stem,
        Self::Code,
        Self::Aliases,
        Self::From,
        Self::Until,
        Self::Succeeds,
        Self::Remark,
    ];

    /// The heading, and what to write below it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => (
                "記号",
                "報告者の変わらない名前。半角の英数字と - だけで書き、一度決めたら変えません（例: office-04）",
            ),
            Self::Kind => ("区分", "報告者の種類。リストから選びます"),
            Self::Name => (
                "名称",
                "正式な名前。名前だけが変わったときは、ここを直し、前の名前を「別名」に書きます",
            ),
            Self::Area => ("区域", "受け持つ地域の名前。複数なら「、」で区切ります"),
            Self::AreaId => (
                "区域の記号",
                "地域の変わらない名前。同じ区域には同じ記号を書きます（複数なら区域と同じ順に）",
            ),
            Self::Stem => ("区域の略称", "図表で使う短い名前（空欄でもよい）"),
            Self::Code => (
                "団体コード",
                "区域の全国地方公共団体コード6桁（なければ空欄）",
            ),
            Self::Aliases => (
                "別名",
                "様式に書かれることのある別の名前。「、」で区切ります",
            ),
            Self::From => ("開始", "報告を始める期間（例: 2024H1。空欄なら初めから）"),
            Self::Until => ("終了", "報告を終える期間（例: 2024H2。空欄なら続いている）"),
            Self::Succeeds => (
                "引き継ぐもの",
                "統合や改組の前の報告者の記号。「、」で区切ります（開始も書きます）",
            ),
            Self::Remark => ("備考", "自由に書けます。プログラムは読みません"),
        }
    }

    /// Whether a stable name, a code or a period stands there: typed in full width, too.
    pub fn is_sign(self) -> bool {
        matches!(
            self,
            Self::Id | Self::AreaId | Self::Code | Self::From | Self::Until | Self::Succeeds
        )
    }

    /// The column that a heading names.
    pub fn named(heading: &str) -> Option<Self> {
        let heading = fold(heading);
        let same = |column: &Self| fold(column.words().0) == heading;
        Self::ALL.into_iter().find(same)
    }
}
