//! From the bytes of a file to an arrival: open, identify, gate, read, check. Each file once.
//!
//! Files, terminals and clocks may not enter; the caller brings bytes and names.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::form::extract::{FormReaders, LabelledBook};
use crate::form::identify::{Identity, identify};
use crate::form::{answers_to_queries, fingerprint, spec::Definitions};
use crate::model::cell::CellRef;
use crate::model::finding::Finding;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::submission::{Arrival, SourceFile, Submission};
use crate::model::text::sha256;
use crate::rules::{self, Background, Candidate, RoundContext};
use crate::workbook::{self, Unreadable};

/// A file as it was found: its name, its path as shown to the user, its bytes.
pub struct Incoming {
    /// The name without its folder.
    pub name: String,
    /// The path with `/` between folders.
    pub path: String,
    /// The content; nothing of a file that could not be opened.
    pub bytes: Vec<u8>,
    /// Why there is nothing to read, where that is known beforehand.
    pub withheld: Option<Unreadable>,
}

/// Receives one file by itself, without a project around it.
pub fn receive(incoming: &Incoming, wanted: Option<Period>, definitions: &Definitions) -> Arrival {
    Receiver::new(Background::alone(definitions)).receive(incoming, wanted)
}

/// Receives files, knowing what surrounds them.
pub struct Receiver<'a> {
    around: Background<'a>,
    readers: FormReaders<'a>,
}

impl<'a> Receiver<'a> {
    /// Receives files that something surrounds.
    pub fn new(around: Background<'a>) -> Self {
        Self {
            around,
            readers: FormReaders::new(around.definitions),
        }
    }

    /// Receives one file.
    pub fn receive(&self, incoming: &Incoming, wanted: Option<Period>) -> Arrival {
        let around = self.around;
        let definitions = around.definitions;
        let name: Arc<str> = Arc::from(incoming.name.as_str());
        let file = SourceFile {
            name: name.clone(),
            path: incoming.path.clone(),
            sha256: sha256(&incoming.bytes),
            bytes: incoming.bytes.len() as u64,
        };
        let opened = match &incoming.withheld {
            Some(why) => Err(why.clone()),
            None => workbook::open(&incoming.bytes),
        };
        let book = opened.as_ref().map(LabelledBook::new);
        let identity = book.as_ref().map_or_else(
            |_| Identity::default(),
            |book| identify(book, &name, &self.readers),
        );
        let candidate = Candidate {
            file: &incoming.name,
            unreadable: opened.as_ref().err(),
            identity: &identity,
            wanted,
            definitions,
        };
        let refused = rules::gate(&candidate);
        let passed = book.as_ref().ok().zip(resolve(&identity, definitions));
        let Some((book, (unit, form, period))) = passed.filter(|_| refused.is_empty()) else {
            return Arrival {
                file,
                submission: None,
                findings: refused,
            };
        };
        let read = self.readers.of(form, period).read(book, &name);
        let mut submission = Submission {
            unit,
            form: form.id.clone(),
            period,
            file: file.clone(),
            values: read.values,
            lists: form.lists(&definitions.catalogue, period),
            reasons: [read.reasons, answers_to_queries::read(book.workbook, &name)].concat(),
            departures: read.departures,
            withheld: Vec::new(),
        };
        let context = around.context(&submission);
        let mut findings = context.map_or_else(Vec::new, |context| rules::check(&context));
        if let Some(departing) = rules::departing(&findings)
            && is_made_otherwise(&identity, &submission, definitions)
        {
            return Arrival {
                file,
                submission: None,
                findings: rules::instead(&candidate, departing),
            };
        }
        rules::waive(&mut findings, &submission, around);
        submission.withheld = withheld(&findings);
        Arrival {
            file,
            submission: Some(submission),
            findings,
        }
    }
}

/// The cells whose texts stay out of every output while a question of privacy is open.
fn withheld(findings: &[Finding]) -> Vec<(String, CellRef)> {
    let open = findings
        .iter()
        .filter(|finding| finding.is_of_privacy() && finding.is_open());
    open.filter_map(|finding| finding.sheet.clone().zip(finding.cell))
        .collect()
}

/// The arrivals without those that hold the form of an earlier one byte for byte, which are told at
/// it.
fn without_copies(received: Vec<(Period, Arrival)>) -> Vec<Arrival> {
    let mut places: HashMap<(Period, String), usize> = HashMap::new();
    let mut arrivals: Vec<Arrival> = Vec::new();
    for (half, arrival) in received {
        let place = match arrival.submission {
            Some(_) => *places
                .entry((half, arrival.file.sha256.clone()))
                .or_insert(arrivals.len()),
            None => arrivals.len(),
        };
        match arrivals.get_mut(place) {
            Some(known) => known.findings.push(rules::same_file(known, &arrival)),
            None => arrivals.push(arrival),
        }
    }
    arrivals
}

/// Whether a form was made by other definitions than those that it is read by.
fn is_made_otherwise(
    identity: &Identity,
    submission: &Submission,
    definitions: &Definitions,
) -> bool {
    let form = definitions.forms.get(&submission.form);
    let (Some(made_by), Some(form)) = (&identity.made_by, form) else {
        return false;
    };
    *made_by != fingerprint::of(form, &definitions.catalogue, submission.period)
}

/// Receives all files of a round, each with the half that it should report.
pub fn receive_round(
    incoming: Vec<(Period, Incoming)>,
    period: Period,
    around: Background,
) -> Round {
    let files = incoming
        .into_iter()
        .map(|(half, file)| (half, move || file));
    receive_in_turn(files.collect(), period, around, &BTreeMap::new())
}

/// Receives all files of a round in parallel, each read when its turn comes and dropped when it is
/// done; the result does not depend on the order of work. A half is read by its own definitions
/// where everything was called otherwise in it.
pub fn receive_in_turn<R>(
    files: Vec<(Period, R)>,
    period: Period,
    around: Background,
    of_halves: &BTreeMap<Period, Definitions>,
) -> Round
where
    R: FnOnce() -> Incoming + Send,
{
    let receiver = Receiver::new(around);
    let mut of_their_own = BTreeMap::new();
    for (half, definitions) in of_halves {
        let around = Background {
            definitions,
            ..around
        };
        of_their_own.insert(*half, Receiver::new(around));
    }
    let received = files.into_par_iter().map(|(half, read)| {
        let receiver = of_their_own.get(&half).unwrap_or(&receiver);
        (half, receiver.receive(&read(), Some(half)))
    });
    let mut received: Vec<(Period, Arrival)> = received.collect();
    received.sort_by(|(half, a), (other, b)| (half, &a.file.path).cmp(&(other, &b.file.path)));
    let arrivals = without_copies(received);
    let findings = rules::check_round(&RoundContext {
        arrivals: &arrivals,
        around,
    });
    Round::new(period, arrivals, findings)
}

/// Whose, which form, which period: settled by the gates.
fn resolve<'a>(
    identity: &Identity,
    definitions: &'a Definitions,
) -> Option<(crate::model::Id, &'a crate::form::spec::FormSpec, Period)> {
    let form = definitions.forms.get(identity.form.as_ref()?)?;
    let unit = identity
        .marked_unit
        .clone()
        .or_else(|| identity.read_unit.clone())?;
    Some((unit, form, identity.marked_period.or(identity.read_period)?))
}
