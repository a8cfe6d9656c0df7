//! The definition files that a project may bring: those of the forms, of the report's pages and of
//! the checks.

pub mod check;

use anyhow::{Result, bail};

use crate::form::load::Sources;
use crate::form::spec::Definitions;
use crate::model::text::distance;
use crate::rules::criteria;

/// The name of the file of the report's pages.
pub const PAGES_FILE: &str = "pages.toml";
/// The pages of the report, unless the project brings its own.
const PAGES: &str = include_str!("../../templates/report/pages.toml");

/// Every definition file that a project may replace, as built in.
pub fn built_in() -> Sources {
    let more = criteria::FILES.into_iter().chain([(PAGES_FILE, PAGES)]);
    more.fold(Sources::built_in(), |sources, (name, text)| {
        sources.with(name, text)
    })
}

/// A definition file that nobody reads is a slip in its name: what it says would be passed over in
/// silence.
///
/// # Errors
/// There is such a file.
pub fn refuse_strangers(
    sources: &Sources,
    known: &Sources,
    definitions: &Definitions,
) -> Result<()> {
    let forms: Vec<String> = definitions
        .forms
        .keys()
        .map(|form| format!("{form}.toml"))
        .collect();
    let stranger = sources
        .iter()
        .map(|(name, _)| name)
        .find(|name| known.text(name).is_none() && !forms.iter().any(|form| form == name));
    let Some(stranger) = stranger else {
        return Ok(());
    };
    let names: Vec<&str> = known.iter().map(|(name, _)| name).collect();
    let nearest = names
        .iter()
        .min_by_key(|name| distance(name, stranger))
        .copied()
        .unwrap_or_default();
    bail!(
        "定義のフォルダーの「{stranger}」は、どの定義でもありません。「{nearest}」のことですか。使える名前: {}",
        names.join(", ")
    )
}
