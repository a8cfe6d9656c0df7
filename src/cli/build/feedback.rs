//! The sheets that tell each unit what was counted of it.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use anyhow::Result;

use super::BuildOptions;
use crate::cli::progress::Progress;
use crate::figures::material::Material;
use crate::figures::publication::{Audience, Publication};
use crate::output::{Output, pdf};
use crate::pages::feedback;
use crate::pages::print::Print;

/// The stack of a thread that lays out, as large as the first thread's.
const STACK: usize = 8 << 20;
/// What the layout has not used for so many rounds of sheets, it forgets.
const SHEETS_REMEMBERED: usize = 2;

/// One sheet a counted unit.
///
/// Each worker is a thread of its own: one of the layout's pool would take up the next sheet while
/// it waits for parts of its own, sheet upon sheet, until its stack is full.
pub fn sheets(
    material: &Material,
    publication: &Publication,
    options: &BuildOptions,
) -> Result<Vec<Output>> {
    let registry = &material.definitions.registry;
    let mut prints = Vec::new();
    for unit in material.round.expected(registry) {
        if let Some(print) = feedback::compose(material, publication, unit) {
            let path = format!("feedback/{}/{}.pdf", unit.kind, registry.file_stem(unit));
            prints.push((path, print));
        }
    }
    let progress = Progress::new("確認票を組んでいます", prints.len());
    let sheet = |(path, print): &(String, Print)| {
        progress.step();
        let bytes = pdf::render(print, &options.templates)?.bytes;
        Ok(Output::new(Audience::Internal, path, bytes))
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut sheets = Vec::new();
    for some in prints.chunks(workers) {
        let made = thread::scope(|scope| -> Result<Vec<Output>> {
            let begin = |of| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, move || sheet(of))
            };
            let threads = some.iter().map(begin).collect::<Result<Vec<_>, _>>()?;
            threads.into_iter().map(finished).collect()
        });
        sheets.extend(made?);
        pdf::forget(SHEETS_REMEMBERED);
    }
    Ok(sheets)
}

/// What a thread made; where it panicked, this one does.
fn finished(thread: ScopedJoinHandle<Result<Output>>) -> Result<Output> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
