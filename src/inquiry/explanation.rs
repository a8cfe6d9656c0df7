//! Where a printed number comes from: its value, how it is made, its parts by unit and by cell, and
//! what it stands beside.

use serde::Serialize;

use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::datum::symbol;
use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::number::{How, Origin, Words};
use crate::model::Id;
use crate::model::catalogue::Kind;
use crate::model::cell::{CellRef, Location};
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::Standing;
use crate::model::submission::{DataValue, Submission};
use crate::model::terms;

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
    pub beside: Option<Beside>,
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
pub struct Beside {
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
            Origin::Units(kind, standing) => self.units(kind, *standing)?,
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

    /// A number of the period: by unit, then by cell.
    fn counted(&self, key: &TallyKey) -> Option<Explanation> {
        let asked = self.material.asked(&key.element)?;
        let tally = self.material.summary.get(key);
        let sources = tally.into_iter().flat_map(|tally| &tally.sources);
        let cells = sources.filter_map(|source| self.material.summary.source(*source));
        let measure = asked.element.statistic().map_or("", |(_, measure)| measure);
        let (beside, notes) = self.beside(&asked, key);
        Some(Explanation {
            name: format!(
                "{} {}",
                self.material.period().label(),
                self.naming().words(key)
            ),
            measure: measure.to_owned(),
            formula: formula(&asked, key),
            source: asked.source().to_string(),
            members: if key.unit.is_none() {
                self.by_unit(&asked, key)
            } else {
                Vec::new()
            },
            cells: cells
                .map(|(submission, value)| self.cell_part(submission, value))
                .collect(),
            beside,
            notes,
            silent: self.silent(key),
            ..Explanation::default()
        })
    }

    /// What each of the counted units has of a number.
    fn by_unit(&self, asked: &Asked, key: &TallyKey) -> Vec<Member> {
        let mut members = Vec::new();
        for unit in self.material.units(asked.kind) {
            if self.material.round.standing(&unit.id) == Standing::Counted {
                let key = key.clone().unit(&unit.id);
                members.push(Member {
                    id: key.to_string(),
                    name: unit.name.clone(),
                    value: Words::from(self.material.now(key)).to_string(),
                });
            }
        }
        members
    }

    fn silent(&self, key: &TallyKey) -> Vec<Member> {
        let silent = self.material.silent(key);
        silent.iter().map(|(unit, _)| self.standing(unit)).collect()
    }

    /// How a unit stands.
    fn standing(&self, unit: &Id) -> Member {
        Member {
            id: unit.to_string(),
            name: self.naming().unit(unit).to_owned(),
            value: self.material.round.standing(unit).label().to_owned(),
        }
    }

    /// What a number of the whole period stands beside, and why it does not.
    fn beside(&self, asked: &Asked, key: &TallyKey) -> (Option<Beside>, Vec<String>) {
        if key.month.is_some() {
            return (None, Vec::new());
        }
        let element = asked.element;
        let comparison = self.material.comparison(element);
        let mut notes: Vec<String> = comparison.note(element, key).into_iter().collect();
        let now = self.material.now(key.clone());
        let Some(past) = self.material.beside(element, key) else {
            if notes.is_empty() {
                notes.push(format!("{}の数は分からない。", comparison.label()));
            }
            return (None, notes);
        };
        // Of one unit it matters only whether that unit is counted.
        let part = self
            .material
            .incomplete(element)
            .filter(|_| key.unit.is_none());
        let is_alike = now.known().is_some() && part.is_none();
        notes.extend(part.map(|words| words.to_string()));
        let told = |words: Option<Words>| match words {
            Some(words) if is_alike => words.to_string(),
            _ => String::new(),
        };
        let beside = Beside {
            id: past.origin.to_string(),
            label: comparison.label(),
            difference: told(Some(now.difference(&past))),
            percent: told(now.percent(&past)),
            value: Words::from(past).to_string(),
        };
        (Some(beside), notes)
    }

    /// A number of an earlier period with what the history holds of it.
    fn past(&self, period: Period, key: &TallyKey) -> Explanation {
        let (history, catalogue) = (self.material.history, &self.material.definitions.catalogue);
        let mut kept = Vec::new();
        let halves = Some(period.halves()).filter(|halves| halves.len() > 1);
        for known in std::iter::once(period).chain(halves.into_iter().flatten()) {
            let figure = history.get(catalogue, known, key);
            if let Some(figure) = figure.filter(|_| history.holds(known, key)) {
                kept.push(Kept {
                    period: known,
                    value: figure.value,
                    source: figure.source,
                    note: figure.note,
                });
            }
        }
        let formula = match kept.first() {
            Some(first) if first.period == period => "公表値・締めた記録のまま",
            Some(_) => "公表値・締めた記録の半期の値から",
            None => "締めた期間の記録で当たる報告者がないため、零",
        };
        let number = self.material.past(period, key);
        let parts = match number.map(|number| number.origin) {
            Some(origin @ Origin::Made(..)) => vec![origin],
            Some(origin @ Origin::Past(..)) if kept.is_empty() => vec![origin],
            _ => Vec::new(),
        };
        let own = Origin::Past(period, key.clone());
        let parts = parts.iter().filter(|part| **part != own);
        let parts = parts.filter_map(|part| Explanation::new(self.material, part));
        let element = catalogue.elements.get(&key.element);
        let measure = element.and_then(|element| Some(element.statistic()?.1));
        Explanation {
            name: format!("{} {}", period.label(), self.naming().words(key)),
            measure: measure.unwrap_or_default().to_owned(),
            formula: formula.to_owned(),
            parts: parts.collect(),
            kept,
            ..Explanation::default()
        }
    }

    fn cell(&self, at: &Location) -> Option<Explanation> {
        let (submission, value) = self.material.answer_at(at)?;
        let unit = self.naming().unit(&submission.unit);
        Some(Explanation {
            name: format!("{} {unit} {}", submission.period.label(), value.heading),
            formula: "欄に書かれたまま".to_owned(),
            cells: vec![self.cell_part(submission, value)],
            used_by: self.users_of(value),
            ..Explanation::default()
        })
    }

    /// Every number of the period that an answer is part of.
    fn users_of(&self, value: &DataValue) -> Vec<Member> {
        let summary = self.material.summary;
        let mut users = Vec::new();
        for (key, tally) in summary.iter() {
            let mut sources = tally
                .sources
                .iter()
                .filter_map(|source| summary.source(*source));
            if sources.any(|(_, own)| std::ptr::eq(own, value)) {
                users.push(Member {
                    id: key.to_string(),
                    name: self.naming().words(key),
                    value: Words::from(self.material.now(key.clone())).to_string(),
                });
            }
        }
        users
    }

    fn cell_part(&self, submission: &Submission, value: &DataValue) -> CellPart {
        CellPart {
            unit: self.naming().unit(&submission.unit).to_owned(),
            file: submission.file.path.clone(),
            sheet: value.at.sheet.to_string(),
            cell: value.at.cell,
            heading: value.heading.clone(),
            value: value.raw.to_string(),
        }
    }

    /// A number that is made of others.
    fn made(&self, how: How, parts: &[Origin]) -> Option<Explanation> {
        let mut made = Explanation {
            name: words_of(how).0.to_owned(),
            formula: words_of(how).1.to_owned(),
            ..Explanation::default()
        };
        for part in parts {
            made.parts.push(Explanation::new(self.material, part)?);
        }
        let keys = |part: &Origin| match part {
            Origin::Counted(key) => Some(key.clone()),
            _ => None,
        };
        if how == How::Rows {
            let answers: Vec<TallyKey> = parts.iter().filter_map(keys).collect();
            let rows = self.material.rows(&answers);
            made.cells = rows
                .iter()
                .map(|(file, value)| self.cell_part(file, value))
                .collect();
        }
        if !matches!(how, How::Change | How::Share | How::Count)
            && let Some(first) = made.parts.first()
        {
            made.measure = first.measure.clone();
        }
        Some(made)
    }

    fn units(&self, kind: &Id, standing: Option<Standing>) -> Option<Explanation> {
        let registry = &self.material.definitions.registry;
        let kind = registry.kinds.get(kind)?;
        let (word, formula) = match standing {
            None => ("対象", "名簿にある、この期間の報告者の数".to_owned()),
            Some(standing) => {
                let label = standing.label();
                (label, format!("名簿にある報告者のうち、{label}のものの数"))
            }
        };
        let is_meant = |unit: &&OrgUnit| {
            standing.is_none_or(|standing| self.material.round.standing(&unit.id) == standing)
        };
        let units = self.material.units(kind).filter(is_meant);
        Some(Explanation {
            name: format!("{} {} {word}", self.material.period().label(), kind.label),
            measure: kind.counter.clone(),
            formula,
            members: units.map(|unit| self.standing(&unit.id)).collect(),
            ..Explanation::default()
        })
    }

    fn files(&self) -> Vec<Member> {
        let mut files = Vec::new();
        for arrival in &self.material.round.arrivals {
            let unit = arrival
                .submission
                .as_ref()
                .map(|submission| &submission.unit);
            files.push(Member {
                id: arrival.file.path.clone(),
                name: unit
                    .map_or("報告者が分からない", |unit| {
                        self.naming().unit(unit)
                    })
                    .to_owned(),
                value: arrival.file.path.clone(),
            });
        }
        files
    }

    /// What was asked, by place: what was found there may name a person.
    fn queries(&self, unit: Option<&Id>) -> Vec<Member> {
        let round = self.material.round;
        let mut found = Vec::new();
        match unit {
            None => found.extend(round.all_findings()),
            Some(unit) => {
                for arrival in round.files_of(unit) {
                    found.extend(&arrival.findings);
                }
            }
        }
        found.retain(|finding| finding.severity == Severity::Query);
        let mut members = Vec::new();
        for finding in found {
            let mut place: Vec<String> = vec![finding.file.clone()];
            place.extend(finding.sheet.clone());
            place.extend(finding.cell.map(|cell| cell.to_string()));
            members.push(Member {
                id: finding.code.to_owned(),
                name: place.join(" "),
                value: finding.code.to_owned(),
            });
        }
        members
    }

    fn options(&self, category: &Id) -> Option<Explanation> {
        let catalogue = &self.material.definitions.catalogue;
        let category = catalogue.categories.get(category)?;
        let mut members = Vec::new();
        for option in category.options_in(self.material.period()) {
            members.push(Member {
                id: option.id.to_string(),
                name: option.label.clone(),
                value: option.id.to_string(),
            });
        }
        Some(Explanation {
            name: format!("{}の{}", category.label, terms::OPTION),
            formula: "定義にある、この期間の区分の数".to_owned(),
            members,
            ..Explanation::default()
        })
    }
}

/// What a formula makes, and how, in words.
fn words_of(how: How) -> (&'static str, &'static str) {
    match how {
        How::Sum => ("合計", "次の数を足したもの"),
        How::Difference => ("差", "一つ目の数から二つ目の数を引いたもの"),
        How::Change => (
            "増減率",
            "一つ目の数の、二つ目の数からの増減（二つ目の数に対する％、小数第1位まで）",
        ),
        How::Share => ("割合", "一つ目の数の、二つ目の数に対する％（四捨五入）"),
        How::Most => ("最大", "次の数のうち最も多いもの"),
        How::Least => ("最小", "次の数のうち最も少ないもの"),
        How::Median => (
            "中央値",
            "次の数を大きさの順に並べた真ん中の値（偶数個のときは真ん中の二つの平均）",
        ),
        How::Count => ("個数", "次のものの数"),
        How::Rows => (
            "一覧の行の数",
            "次の答えのすべてに当たり、載せてよい行の数（個人に関わる確認が残る行は除く）",
        ),
    }
}

/// How a number of the period is made of its cells.
fn formula(asked: &Asked, key: &TallyKey) -> String {
    let element = asked.element;
    let who = asked.kind.label.as_str();
    match element.kind {
        Kind::Count if key.option.is_none() && element.category.is_some() => {
            "欄の数の合計（再掲は加えない）".to_owned()
        }
        Kind::Count => "欄の数の合計".to_owned(),
        Kind::Choice if key.answer.is_none() => "答えのあった欄の数".to_owned(),
        Kind::Choice => "この状況を選んだ欄の数".to_owned(),
        Kind::Marks => {
            format!(
                "{}を付けた{who}の数（同じ{who}は一度だけ数える）",
                symbol::MARK
            )
        }
        Kind::Text | Kind::Date | Kind::Picture => "書き込みのあった欄の数".to_owned(),
    }
}
