//! Where a printed number comes from: its value, how it is made, its parts by unit and by cell, and
//! what it stands beside.

mod counted;
mod made;

use serde::Serialize;

use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::number::Origin;
use crate::model::cell::CellRef;
use crate::model::period::Period;

/// A number that explains itself.
#[derive(Debug, Default, Serialize)]
pub struct Explanation {
    /// What was asked.
    pub id: String,
    /// What the number is called, with its period.
    pub name: String,
    /// The number as it is printed; … where nobody reported it.
    pub value: String,
    /// What it counts; empty where it is a percentage.
    pub measure: String,
    /// How it is made.
    pub formula: String,
    /// Of how many units it is; empty where that says nothing.
    pub source: String,
    /// The numbers that it is made of.
    pub parts: Vec<Self>,
    /// What it counts or adds up, by unit, file or option.
    pub members: Vec<Member>,
    /// The cells that are in it.
    pub cells: Vec<CellPart>,
    /// What the history holds of it.
    pub kept: Vec<Kept>,
    /// The number of the earlier period.
    pub beside: Option<EarlierNumber>,
    /// What to mind when comparing.
    pub notes: Vec<String>,
    /// The numbers that use the cell.
    pub used_by: Vec<Member>,
    /// The units that are asked and not counted.
    pub silent: Vec<Member>,
}

/// A unit, file or option in a number.
#[derive(Debug, Serialize)]
pub struct Member {
    /// The id to ask for, or of the unit, file or option.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its number, or how it stands.
    pub value: String,
}

/// A cell in a number.
#[derive(Debug, Serialize)]
pub struct CellPart {
    /// Whose form it is.
    pub unit: String,
    /// The path of the file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The address.
    pub cell: CellRef,
    /// The words of its row and column.
    pub heading: String,
    /// What stands there.
    pub value: String,
}

/// A figure as the history holds it.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: u64,
    /// Where it comes from.
    pub source: String,
    /// What to mind.
    pub note: String,
}

/// The number of the earlier period.
#[derive(Debug, Serialize)]
pub struct EarlierNumber {
    /// Its id.
    pub id: String,
    /// 前年同期（令和4年度 上半期）.
    pub label: String,
    /// The number.
    pub value: String,
    /// The change in numbers; empty while a part of the units is not held against all of them.
    pub difference: String,
    /// The change in percent; empty where there is none.
    pub percent: String,
}

impl Explanation {
    /// Explains a number; `None` where there is no number of the id.
    pub fn new(material: &Material, origin: &Origin) -> Option<Self> {
        let value = value(material, origin)?;
        let explaining = Explaining { material };
        Some(Self {
            id: origin.to_string(),
            value,
            ..explaining.of(origin)?
        })
    }
}

/// The number as it is printed, or what stands in the cell.
fn value(material: &Material, origin: &Origin) -> Option<String> {
    match (material.printed(origin), origin) {
        (Some(words), _) => Some(words.to_string()),
        (None, Origin::Cell(at)) => Some(material.answer_at(at)?.1.raw.to_string()),
        (None, _) => None,
    }
}

/// What numbers are explained from.
struct Explaining<'a> {
    material: &'a Material<'a>,
}

impl Explaining<'_> {
    fn of(&self, origin: &Origin) -> Option<Explanation> {
        Some(match origin {
            Origin::Counted(key) => self.counted(key)?,
            Origin::Past(period, key) => self.past(*period, key),
            Origin::Cell(at) => self.cell(at)?,
            Origin::Made(how, parts) => self.made(*how, parts)?,
            Origin::Unit(unit) => Explanation {
                name: self.naming().unit(unit).to_owned(),
                formula: "報告者一つ".to_owned(),
                members: vec![self.standing(unit)],
                ..Explanation::default()
            },
            Origin::Units(kind, standing, half) => self.units(kind, *standing, *half)?,
            Origin::Files => Explanation {
                name: "提出されたファイル".to_owned(),
                measure: "件".to_owned(),
                formula: "提出のフォルダーにあるファイルの数".to_owned(),
                members: self.files(),
                ..Explanation::default()
            },
            Origin::Queries(unit) => Explanation {
                name: "集計にあたり確認した事項".to_owned(),
                measure: "件".to_owned(),
                formula: "様式の確認で「確認」となった指摘の数".to_owned(),
                members: self.queries(unit.as_ref()),
                ..Explanation::default()
            },
            Origin::Options(category) => self.options(category)?,
        })
    }

    fn naming(&self) -> Naming<'_> {
        Naming::new(self.material.definitions)
    }
}
