//! `status`: who has sent what.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use super::args::ForPeriod;
use super::{Outcome, project, say};
use crate::model::finding::Severity;
use crate::model::round::Standing;

/// Prints how every unit stands.
pub fn run(dir: Option<&Path>, args: &ForPeriod) -> Result<Outcome> {
    let project = project::Project::open(dir)?;
    let registry = &project.definitions.registry;
    let round = project.round(args.period)?;
    let mut out = format!("{}の提出状況\n", args.period.label());
    for kind in registry.kinds.values() {
        let coverage = round.coverage(registry, &kind.id);
        let _ = writeln!(out, "\n■ {} {}/{}", kind.label, coverage.counted, coverage.expected);
        for unit in registry.expected(&kind.id, args.period) {
            let files: Vec<&str> = round.files_of(&unit.id).map(|arrival| arrival.file.path.as_str()).collect();
            let count = |severity| {
                round
                    .files_of(&unit.id)
                    .flat_map(|arrival| &arrival.findings)
                    .filter(|finding| finding.severity == severity)
                    .count()
            };
            let (errors, queries) = (count(Severity::Error), count(Severity::Query));
            let _ = writeln!(
                out,
                "  {} {}  {}  エラー {errors}件、確認 {queries}件",
                round.standing(&unit.id).label(),
                unit.name,
                files.join("、")
            );
        }
    }
    for stray in round.strays(registry) {
        let _ = writeln!(out, "\n集計できないファイル: {}", stray.file.path);
        for finding in &stray.findings {
            let _ = writeln!(out, "  [{} {}] {}{}", finding.severity.label(), finding.code, finding.problem, finding.remedy);
        }
    }
    say(&out);
    let complete = round.expected(registry).all(|unit| round.standing(&unit.id) == Standing::Counted);
    Ok(if complete { Outcome::Clean } else { Outcome::Findings })
}
