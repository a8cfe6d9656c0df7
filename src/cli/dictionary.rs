//! `dictionary`: every data element and category.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use super::next::Next;
use super::{Outcome, project, say};

/// Prints the dictionary.
pub fn run(dir: Option<&Path>) -> Result<Outcome> {
    let catalogue = project::Project::definitions_near(dir)?.catalogue;
    let mut out = String::new();
    for element in catalogue.elements.values() {
        let unit = if element.unit.is_empty() {
            String::new()
        } else {
            format!("、単位 {}", element.unit)
        };
        let published = if element.publish {
            ""
        } else {
            "、公表しない"
        };
        let _ = writeln!(
            out,
            "{}  {}（{}{unit}、根拠 {}{published}）",
            element.id,
            element.label,
            element.kind.label(),
            element.basis.label()
        );
        let _ = writeln!(out, "    {}", element.definition);
        for category in [catalogue.breakdown(element), catalogue.answers(element)]
            .into_iter()
            .flatten()
        {
            let options: Vec<String> = category
                .options
                .values()
                .map(|option| format!("{} {}", option.id, option.label))
                .collect();
            let _ = writeln!(
                out,
                "    {}（根拠 {}）: {}",
                category.label,
                category.basis.label(),
                options.join("、")
            );
        }
    }
    say(&out)?;
    let next = Next::after(dir);
    next.run("数を調べる", "trace --period 期間 項目や区分の言葉")
        .say()?;
    Ok(Outcome::Clean)
}
