//! `compare`: two periods, or two versions of one submission.

mod periods;
mod versions;

use std::path::Path;

use anyhow::{Result, bail};

use super::Outcome;
use super::args::Compare;
use super::project::Project;

/// Shows what changed.
pub fn run(dir: Option<&Path>, args: &Compare) -> Result<Outcome> {
    match (args.period, args.with, args.files.as_slice()) {
        (Some(one), Some(other), []) => periods::run(dir, one, other, args),
        (None, None, files @ [old, new]) => {
            let near = Project::near(dir, files)?;
            versions::run(near.as_ref(), old, new, args)
        }
        _ => bail!(
            "二つの期間（--period 2023H1 --with 2022H1）か、二つのファイル（古いもの 新しいもの）を指定してください"
        ),
    }
}
