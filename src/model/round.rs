//! A reporting round: who was expected, what arrived, and what may be counted.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::Id;
use super::finding::{Finding, Severity};
use super::org_unit::{OrgRegistry, OrgUnit};
use super::period::Period;
use super::submission::{Arrival, Submission};

/// All that arrived for a period.
#[derive(Debug)]
pub struct Round {
    /// The period.
    pub period: Period,
    /// Every file, in the order of their paths.
    pub arrivals: Vec<Arrival>,
    /// What was found by looking at all files together.
    pub findings: Vec<Finding>,
    /// The places of each unit's files, made when the first one is asked for.
    by_unit: OnceLock<HashMap<Id, Vec<usize>>>,
}

/// How a unit stands in a round, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// One file without errors: counted.
    Counted,
    /// A file with errors: not counted until mended.
    Faulty,
    /// More than one file: not counted until one is left.
    Twice,
    /// Nothing arrived.
    Missing,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Counted, Self::Faulty, Self::Twice, Self::Missing];

    /// The word that users see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Counted => "提出済",
            Self::Faulty => "要修正",
            Self::Twice => "重複",
            Self::Missing => super::terms::NOT_SENT,
        }
    }

    /// The word in ids and data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Faulty => "faulty",
            Self::Twice => "twice",
            Self::Missing => "missing",
        }
    }
}

impl Round {
    /// All that arrived, in the order of the paths, with what was found in the files together.
    pub fn new(period: Period, arrivals: Vec<Arrival>, findings: Vec<Finding>) -> Self {
        Self {
            period,
            arrivals,
            findings,
            by_unit: OnceLock::new(),
        }
    }

    /// The files of a unit.
    pub fn files_of(&self, unit: &str) -> impl Iterator<Item = &Arrival> {
        let own = self.by_unit().get(unit).into_iter().flatten();
        own.filter_map(|place| self.arrivals.get(*place))
    }

    fn by_unit(&self) -> &HashMap<Id, Vec<usize>> {
        self.by_unit.get_or_init(|| {
            let mut known: HashMap<Id, Vec<usize>> = HashMap::new();
            for (place, arrival) in self.arrivals.iter().enumerate() {
                if let Some(submission) = &arrival.submission {
                    known
                        .entry(submission.unit.clone())
                        .or_default()
                        .push(place);
                }
            }
            known
        })
    }

    /// How a unit stands; of a year, how it stands in the worse of the halves that it reports.
    pub fn standing(&self, unit: &OrgUnit) -> Standing {
        let mut halves = self.period.halves();
        halves.retain(|half| unit.validity.covers(*half));
        let halves = halves.into_iter();
        halves
            .map(|half| self.standing_in(half, &unit.id))
            .max()
            .unwrap_or(Standing::Missing)
    }

    /// How a unit stands in a half of the round.
    pub fn standing_in(&self, half: Period, unit: &str) -> Standing {
        let mut files = self.files_of(unit).filter(|arrival| {
            arrival
                .submission
                .as_ref()
                .is_some_and(|submission| submission.period == half)
        });
        match (files.next(), files.next()) {
            (None, _) => Standing::Missing,
            (Some(_), Some(_)) => Standing::Twice,
            (Some(file), None) if file.findings.iter().any(Finding::blocks) => Standing::Faulty,
            (Some(_), None) => Standing::Counted,
        }
    }

    /// The submissions that are counted, in the order of the roster.
    pub fn counted<'a>(&'a self, registry: &'a OrgRegistry) -> Vec<&'a Submission> {
        self.expected(registry)
            .filter(|unit| self.standing(unit) == Standing::Counted)
            .flat_map(|unit| {
                self.files_of(&unit.id)
                    .filter_map(|arrival| arrival.submission.as_ref())
            })
            .collect()
    }

    /// Every unit that is expected to report, by kind and in the order of the roster.
    pub fn expected<'a>(&self, registry: &'a OrgRegistry) -> impl Iterator<Item = &'a OrgUnit> {
        let period = self.period;
        registry
            .kinds
            .keys()
            .flat_map(move |kind| registry.expected(kind, period))
    }

    /// The units of one standing, in order.
    pub fn standing_as<'a>(
        &self,
        registry: &'a OrgRegistry,
        standing: Standing,
    ) -> Vec<&'a OrgUnit> {
        self.expected(registry)
            .filter(|unit| self.standing(unit) == standing)
            .collect()
    }

    /// How many units of a kind are expected, and how many are counted.
    pub fn coverage(&self, registry: &OrgRegistry, kind: &Id) -> Coverage {
        let (mut expected, mut counted) = (0, 0);
        for unit in registry.expected(kind, self.period) {
            expected += 1;
            counted += u32::from(self.standing(unit) == Standing::Counted);
        }
        Coverage { expected, counted }
    }

    /// Whether every expected unit is counted and every file belongs to one of them.
    pub fn is_complete(&self, registry: &OrgRegistry) -> bool {
        self.expected(registry)
            .all(|unit| self.standing(unit) == Standing::Counted)
            && self.strays(registry).is_empty()
    }

    /// Files that no expected unit accounts for: stopped at the gate, or of a unit that is not
    /// expected.
    pub fn strays(&self, registry: &OrgRegistry) -> Vec<&Arrival> {
        let expected: HashSet<&Id> = self.expected(registry).map(|unit| &unit.id).collect();
        let is_expected = |arrival: &&Arrival| {
            arrival
                .submission
                .as_ref()
                .is_some_and(|submission| expected.contains(&submission.unit))
        };
        self.arrivals
            .iter()
            .filter(|arrival| !is_expected(arrival))
            .collect()
    }

    /// What was found in a file, and what stands in it of what was found among all of them: that
    /// tells its file by the name, where no other has the same.
    pub fn findings_of<'a>(&'a self, arrival: &'a Arrival) -> impl Iterator<Item = &'a Finding> {
        let name = &arrival.file.name;
        let mut among: Vec<&Finding> = self.findings.iter().collect();
        among.retain(|finding| *finding.file == **name);
        let named = self
            .arrivals
            .iter()
            .filter(|other| other.file.name == *name);
        if !among.is_empty() && named.count() > 1 {
            among.clear();
        }
        arrival.findings.iter().chain(among)
    }

    /// Every finding: of the files in order, then of the round.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.arrivals
            .iter()
            .flat_map(|arrival| &arrival.findings)
            .chain(&self.findings)
    }

    /// How many findings of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.all_findings()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// Of how many units a number is the number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// How many units are expected to report.
    pub expected: u32,
    /// How many are counted.
    pub counted: u32,
}
