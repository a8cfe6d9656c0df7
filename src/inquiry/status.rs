//! How every unit of a round stands.

use jiff::civil::Date;
use serde::Serialize;

use crate::form::spec::Definitions;
use crate::model::answer::Value;
use crate::model::finding::{Finding, Severity};
use crate::model::org_unit::{OrgUnit, UnitKind};
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::model::submission::Arrival;

/// How every unit of a round stands, for programs.
#[derive(Serialize)]
pub struct RoundStatus<'a> {
    schema: u32,
    /// The period.
    pub period: Period,
    /// Until when the forms were to be sent.
    pub deadline: Option<Date>,
    /// The kinds of units.
    pub kinds: Vec<KindStatus<'a>>,
    /// The units, by kind and in the order of the roster.
    pub units: Vec<UnitStatus<'a>>,
    /// Files that no expected unit accounts for.
    pub strays: Vec<StrayFile<'a>>,
    /// What was found in the files together, and in the settings.
    pub together: Vec<&'a Finding>,
}

/// How the units of a kind stand: each unit is in one of `fine`, `to_be_confirmed`, `with_errors`,
/// `twice` and `missing`; `received` are all but the missing, `late` is told of what arrived.
#[derive(Serialize)]
pub struct KindStatus<'a> {
    /// The id of the kind.
    pub kind: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// How many are to report.
    pub expected: usize,
    /// Of how many something arrived.
    pub received: usize,
    /// Of how many it was late.
    pub late: usize,
    /// Counted, with nothing to confirm.
    pub fine: usize,
    /// Counted, with something to confirm.
    pub to_be_confirmed: usize,
    /// Not counted until mended.
    pub with_errors: usize,
    /// Not counted until one file is left.
    pub twice: usize,
    /// Nothing arrived.
    pub missing: usize,
}

/// How one unit stands.
#[derive(Serialize)]
pub struct UnitStatus<'a> {
    unit: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The id of its kind.
    pub kind: &'a str,
    /// What counts.
    #[serde(skip)]
    pub stands: Standing,
    /// The same in a word: 提出済, 要修正, 重複 or 未提出.
    standing: &'static str,
    /// That word, with 要確認 for what is counted and has open 確認.
    pub state: &'static str,
    /// The day that the form says it was sent.
    pub sent_on: Option<Date>,
    /// That day is after the deadline.
    pub late: bool,
    /// Its files.
    pub files: Vec<&'a str>,
    /// How many errors.
    pub errors: usize,
    /// 確認 without a reason.
    pub open_queries: usize,
}

/// A file that no expected unit accounts for.
#[derive(Serialize)]
pub struct StrayFile<'a> {
    /// Its path.
    pub file: &'a str,
    /// What was found in it.
    pub findings: Vec<&'a Finding>,
}

/// A unit that is counted, and has something to confirm.
const TO_BE_CONFIRMED: &str = "要確認";

impl<'a> RoundStatus<'a> {
    /// How the units stand, with the deadline that they were given.
    pub fn new(definitions: &'a Definitions, round: &'a Round, deadline: Option<Date>) -> Self {
        let registry = &definitions.registry;
        let units: Vec<UnitStatus> = round
            .expected(registry)
            .map(|unit| UnitStatus::new(definitions, round, deadline, unit))
            .collect();
        let kinds = registry.kinds.values();
        let strays = round.strays(registry).into_iter();
        Self {
            schema: 1,
            period: round.period,
            deadline,
            kinds: kinds.map(|kind| KindStatus::new(kind, &units)).collect(),
            strays: strays.map(StrayFile::new).collect(),
            together: round.findings.iter().collect(),
            units,
        }
    }
}

impl<'a> KindStatus<'a> {
    fn new(kind: &'a UnitKind, units: &[UnitStatus]) -> Self {
        let mut status = Self {
            kind: &kind.id,
            label: &kind.label,
            expected: 0,
            received: 0,
            late: 0,
            fine: 0,
            to_be_confirmed: 0,
            with_errors: 0,
            twice: 0,
            missing: 0,
        };
        for unit in units.iter().filter(|unit| *unit.kind == *kind.id) {
            status.add(unit);
        }
        status
    }

    fn add(&mut self, unit: &UnitStatus) {
        self.expected += 1;
        self.received += usize::from(!unit.files.is_empty());
        self.late += usize::from(unit.late);
        if unit.state == TO_BE_CONFIRMED {
            self.to_be_confirmed += 1;
            return;
        }
        match unit.stands {
            Standing::Counted => self.fine += 1,
            Standing::Faulty => self.with_errors += 1,
            Standing::Twice => self.twice += 1,
            Standing::Missing => self.missing += 1,
        }
    }
}

impl<'a> UnitStatus<'a> {
    fn new(
        definitions: &Definitions,
        round: &'a Round,
        deadline: Option<Date>,
        unit: &'a OrgUnit,
    ) -> Self {
        let stands = round.standing(unit);
        let mut status = Self {
            unit: &unit.id,
            name: &unit.name,
            kind: &unit.kind,
            stands,
            standing: stands.label(),
            state: stands.label(),
            sent_on: sent_on(definitions, round, unit),
            late: false,
            files: Vec::new(),
            errors: 0,
            open_queries: 0,
        };
        if let (Some(deadline), Some(sent)) = (deadline, status.sent_on) {
            status.late = sent > deadline;
        }
        for arrival in round.files_of(&unit.id) {
            status.files.push(&arrival.file.path);
            for finding in round.findings_of(arrival) {
                status.errors += usize::from(finding.severity == Severity::Error);
                status.open_queries += usize::from(finding.is_open());
            }
        }
        if stands == Standing::Counted && status.open_queries > 0 {
            status.state = TO_BE_CONFIRMED;
        }
        status
    }
}

impl<'a> StrayFile<'a> {
    fn new(arrival: &'a Arrival) -> Self {
        Self {
            file: &arrival.file.path,
            findings: arrival.findings.iter().collect(),
        }
    }
}

/// The last day on which a form of a unit says it was sent.
fn sent_on(definitions: &Definitions, round: &Round, unit: &OrgUnit) -> Option<Date> {
    let asked = definitions.form_of(&unit.kind)?.sending_date.as_ref()?;
    let mut last = None;
    for arrival in round.files_of(&unit.id) {
        for value in arrival.submission.iter().flat_map(|of| &of.values) {
            if value.key.element == *asked {
                last = last.max(value.answer.value().and_then(Value::date));
            }
        }
    }
    last
}
