//! `sample`: writes the synthetic project that stands in the repository as sample-data.

use anyhow::Result;

use super::args::Sample;
use super::write::{self, Guard};
use super::{Outcome, say};
use crate::form::spec::Definitions;
use crate::output::Output;
use crate::sample;

/// Writes the sample project.
pub fn run(args: &Sample) -> Result<Outcome> {
    let files: Vec<Output> = sample::project(&Definitions::built_in()?)?
        .into_iter()
        .map(|(path, bytes)| Output { path, bytes })
        .collect();
    write::files(&Guard::beginning(&args.out)?, &args.out, &files)?;
    say(&format!(
        "見本データを{}件書きました: {}\n",
        files.len(),
        args.out.display()
    ))?;
    Ok(Outcome::Clean)
}
