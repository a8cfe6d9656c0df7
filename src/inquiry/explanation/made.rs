//! Numbers that are made of others, and numbers of units, files, questions and options.

use super::{Explaining, Explanation, Member};
use crate::aggregate::tally::TallyKey;
use crate::figures::number::{How, Origin};
use crate::model::Id;
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::Standing;
use crate::model::terms;

impl Explaining<'_> {
    /// A number that is made of others.
    pub(super) fn made(&self, how: How, parts: &[Origin]) -> Option<Explanation> {
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

    pub(super) fn units(
        &self,
        kind: &Id,
        standing: Option<Standing>,
        half: Option<Period>,
    ) -> Option<Explanation> {
        let period = half.unwrap_or(self.material.period());
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
            standing.is_none_or(|standing| self.material.round.standing(unit) == standing)
        };
        let units = self.material.units(kind, half).filter(is_meant);
        Some(Explanation {
            name: format!("{} {} {word}", period.label(), kind.label),
            measure: kind.counter.clone(),
            formula,
            members: units.map(|unit| self.standing(&unit.id)).collect(),
            ..Explanation::default()
        })
    }

    pub(super) fn files(&self) -> Vec<Member> {
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
    pub(super) fn queries(&self, unit: Option<&Id>) -> Vec<Member> {
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

    pub(super) fn options(&self, category: &Id) -> Option<Explanation> {
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
        How::Sum => (terms::TOTAL, "次の数を足したもの"),
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
