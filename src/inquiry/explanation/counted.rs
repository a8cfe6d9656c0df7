//! Numbers that are counted: of the period, of an earlier one, and single cells.

use super::{CellPart, EarlierNumber, Explaining, Explanation, Kept, Member};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::datum::symbol;
use crate::figures::number::{Origin, Words};
use crate::model::Id;
use crate::model::catalogue::Kind;
use crate::model::cell::Location;
use crate::model::period::Period;
use crate::model::round::Standing;
use crate::model::submission::{DataValue, Submission};

impl Explaining<'_> {
    /// A number of the period: by unit, then by cell.
    pub(super) fn counted(&self, key: &TallyKey) -> Option<Explanation> {
        let asked = self.material.asked(&key.element)?;
        let tally = self.material.summary.get(key);
        let sources = tally.into_iter().flat_map(|tally| &tally.sources);
        let cells = sources.filter_map(|source| self.material.summary.source(*source));
        let measure = asked.element.statistic().map_or("", |(_, measure)| measure);
        let (beside, notes) = self.beside(asked, key);
        Some(Explanation {
            name: format!(
                "{} {}",
                self.material.period().label(),
                self.naming().words(key)
            ),
            measure: measure.to_owned(),
            formula: formula(asked, key),
            source: asked.source().to_string(),
            members: if key.unit.is_none() {
                self.by_unit(asked, key)
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
        for unit in self.material.units(asked.kind, asked.half) {
            if self.material.round.standing(unit) == Standing::Counted {
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
    pub(super) fn standing(&self, unit: &Id) -> Member {
        let known = self.material.definitions.registry.units.get(unit);
        let standing = known.map(|unit| self.material.round.standing(unit));
        Member {
            id: unit.to_string(),
            name: self.naming().unit(unit).to_owned(),
            value: standing.map_or("", Standing::label).to_owned(),
        }
    }

    /// What a number of the whole period stands beside, and why it does not.
    fn beside(&self, asked: &Asked, key: &TallyKey) -> (Option<EarlierNumber>, Vec<String>) {
        if key.month.is_some() {
            return (None, Vec::new());
        }
        let element = asked.element;
        let comparison = self.material.comparison(element);
        let mut notes: Vec<String> = comparison.note(element, key).into_iter().collect();
        let now = self.material.now(key.clone());
        let Some(past) = self.material.past(comparison.before, key) else {
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
        let catalogue = &self.material.definitions.catalogue;
        let in_percent = !catalogue.changes_by_number(element, past.n);
        let beside = EarlierNumber {
            id: past.origin.to_string(),
            label: comparison.label(),
            difference: told(Some(now.difference(&past))),
            percent: told(now.percent(&past).filter(|_| in_percent)),
            value: Words::from(past).to_string(),
        };
        (Some(beside), notes)
    }

    /// A number of an earlier period with what the history holds of it.
    pub(super) fn past(&self, period: Period, key: &TallyKey) -> Explanation {
        let (history, catalogue) = (self.material.history, &self.material.definitions.catalogue);
        let mut kept = Vec::new();
        let halves = Some(period.halves()).filter(|halves| halves.len() > 1);
        for known in std::iter::once(period).chain(halves.into_iter().flatten()) {
            let figure = history.get(catalogue, known, key);
            if let Some(figure) = figure.filter(|_| history.holds(known, key)) {
                kept.push(Kept {
                    period: known,
                    value: figure.value,
                    source: figure.source.to_string(),
                    note: figure.note.to_string(),
                });
            }
        }
        let number = self.material.past(period, key);
        let parts = match number.map(|number| number.origin) {
            Some(origin @ Origin::Made(..)) => vec![origin],
            Some(origin @ Origin::Past(..)) if kept.is_empty() => vec![origin],
            _ => Vec::new(),
        };
        let own = Origin::Past(period, key.clone());
        let parts = parts.iter().filter(|part| **part != own);
        let parts = parts.filter_map(|part| Explanation::new(self.material, part));
        let parts: Vec<Explanation> = parts.collect();
        let formula = match kept.first() {
            Some(first) if first.period == period => "公表値・締めた記録のまま",
            Some(_) => "公表値・締めた記録の半期の値から",
            None if parts.is_empty() => "締めた期間の記録で当たる報告者がないため、零",
            None => "引き継ぐ前の、公表値・締めた記録の値から",
        };
        let element = catalogue.elements.get(&key.element);
        let measure = element.and_then(|element| Some(element.statistic()?.1));
        Explanation {
            name: format!("{} {}", period.label(), self.naming().words(key)),
            measure: measure.unwrap_or_default().to_owned(),
            formula: formula.to_owned(),
            parts,
            kept,
            ..Explanation::default()
        }
    }

    pub(super) fn cell(&self, at: &Location) -> Option<Explanation> {
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

    pub(super) fn cell_part(&self, submission: &Submission, value: &DataValue) -> CellPart {
        CellPart {
            unit: self.naming().unit(&submission.unit).to_owned(),
            file: submission.file.path.clone(),
            sheet: value.at.sheet.to_string(),
            cell: value.at.cell,
            heading: value.heading.clone(),
            value: value.raw.to_string(),
        }
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
