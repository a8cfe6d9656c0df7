//! Files checked as one asks: each by itself, then all together. The command `validate` and the
//! check page stand on it, so that neither finds what the other does not.
//!
//! Files, the terminal and the layout of what was found may not enter.

mod kit;
mod session;
mod window;

use anyhow::Result;
use rayon::prelude::*;

pub use kit::{Basis, Kit};
pub use session::Session;

use crate::form::blank::annotated;
use crate::form::spec::Definitions;
use crate::intake::{Incoming, Receiver};
use crate::model::finding::Finding;
use crate::model::period::Period;
use crate::model::submission::Arrival;
use crate::output::findings::Findings;
use crate::rules::{self, Background, RoundContext};
use crate::workbook;

/// Some files that were checked.
#[derive(Default)]
pub struct Checked {
    incoming: Vec<Incoming>,
    arrivals: Vec<Arrival>,
    together: Vec<Finding>,
}

impl Checked {
    /// Checks files, in parallel.
    pub fn new(incoming: Vec<Incoming>, wanted: Option<Period>, around: Background) -> Self {
        let receiver = Receiver::new(around);
        let arrivals = incoming
            .par_iter()
            .map(|file| receiver.receive(file, wanted))
            .collect();
        let mut checked = Self {
            incoming,
            arrivals,
            together: Vec::new(),
        };
        checked.look_together(around);
        checked
    }

    /// Checks one more file by itself.
    fn add(&mut self, file: Incoming, wanted: Option<Period>, around: Background) {
        let receiver = Receiver::new(around);
        self.arrivals.push(receiver.receive(&file, wanted));
        self.incoming.push(file);
    }

    /// Checks what is seen of all files together.
    fn look_together(&mut self, around: Background) {
        self.together = rules::check_round(&RoundContext {
            arrivals: &self.arrivals,
            around,
        });
        for (n, arrival) in self.arrivals.iter().enumerate() {
            let mut earlier = self.arrivals.iter().take(n);
            let same = earlier.find(|earlier| {
                earlier.submission.is_some() && earlier.file.sha256 == arrival.file.sha256
            });
            let told = same.map(|same| rules::same_file(same, arrival));
            self.together.extend(told);
        }
    }

    /// The files as they came.
    pub fn files(&self) -> &[Incoming] {
        &self.incoming
    }

    /// What was found.
    pub fn findings<'a>(&'a self, definitions: &'a Definitions) -> Findings<'a> {
        let checks = rules::count_of_checks();
        Findings::new(&self.arrivals, &self.together, checks, |id| {
            let unit = definitions.registry.units.get(id);
            unit.map(|unit| unit.name.as_str())
        })
    }

    /// The annotated form of a file; nothing of one that the gate stopped: there are no answers to
    /// write.
    ///
    /// # Errors
    /// The form cannot be drawn.
    pub fn annotated(&self, file: usize, definitions: &Definitions) -> Result<Option<Vec<u8>>> {
        let (Some(incoming), Some(arrival)) = (self.incoming.get(file), self.arrivals.get(file))
        else {
            return Ok(None);
        };
        match (&arrival.submission, workbook::open(&incoming.bytes)) {
            (Some(submission), Ok(workbook)) => {
                let together = self.together.iter();
                let own = together.filter(|finding| finding.file == incoming.name);
                let findings: Vec<Finding> = arrival.findings.iter().chain(own).cloned().collect();
                annotated::draw(definitions, submission, &findings, &workbook).map(Some)
            }
            _ => Ok(None),
        }
    }
}
