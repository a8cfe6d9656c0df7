//! The past of a few units, of a project of any size: read when a check first asks, and their own
//! lines alone.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Error, Result};

use super::project::{Project, file_name, is_published};
use crate::aggregate::history::{History, lines_of_units};
use crate::model::past::Past;
use crate::model::period::Period;

/// The past of the units that are asked for. The files are read once for each of them: of more than
/// some units the whole history is read sooner.
pub struct FewPast<'a> {
    project: &'a Project,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    units: HashMap<String, Arc<History>>,
    failed: Option<Error>,
}

impl<'a> FewPast<'a> {
    /// Nothing is read yet.
    pub fn new(project: &'a Project) -> Self {
        Self {
            project,
            known: Mutex::default(),
        }
    }

    /// Ends the asking.
    ///
    /// # Errors
    /// A file of the history could not be read when it was asked for.
    pub fn finish(self) -> Result<()> {
        let known = self.known.into_inner();
        let failed = known.unwrap_or_else(PoisonError::into_inner).failed;
        failed.map_or(Ok(()), Err)
    }

    fn of(&self, unit: &str) -> Arc<History> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(history) = known.units.get(unit) {
            return Arc::clone(history);
        }
        let history = self.read(unit).unwrap_or_else(|error| {
            known.failed.get_or_insert(error);
            History::default()
        });
        let history = Arc::new(history);
        known.units.insert(unit.to_owned(), Arc::clone(&history));
        history
    }

    fn read(&self, unit: &str) -> Result<History> {
        let units = self.project.definitions.registry.line_of(unit);
        if let Some(history) = self.read_own(&units)? {
            return Ok(history);
        }
        // A line that cannot be read is told with its number in the whole file.
        let mut history = self.empty();
        for path in self.project.past_paths()? {
            let (entry, bytes) = self.project.read(&path)?;
            history.read(&entry.path, &bytes)?;
        }
        Ok(history)
    }

    fn empty(&self) -> History {
        let definitions = &self.project.definitions;
        History::following(&definitions.catalogue, &definitions.registry)
    }

    /// What is known of some units, without the lines of all others; `None` where their lines
    /// cannot be told or read.
    fn read_own(&self, units: &[&str]) -> Result<Option<History>> {
        let mut history = self.empty();
        for path in self.project.past_paths()? {
            let own = if is_published(&file_name(&path)) {
                Some(self.project.read(&path)?.1)
            } else {
                own_lines(&path, units)?
            };
            if own.is_none_or(|own| history.read("", &own).is_err()) {
                return Ok(None);
            }
        }
        Ok(Some(history))
    }
}

fn own_lines(path: &Path, units: &[&str]) -> Result<Option<Vec<u8>>> {
    let hint = || format!("「{}」を読めません", path.display());
    let file = File::open(path).with_context(hint)?;
    lines_of_units(file, units).with_context(hint)
}

impl Past for FewPast<'_> {
    fn before(
        &self,
        period: Period,
        unit: &str,
        element: &str,
        option: Option<&str>,
    ) -> Vec<(Period, u64)> {
        self.of(unit).before(period, unit, element, option)
    }
}
