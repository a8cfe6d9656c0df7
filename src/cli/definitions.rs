//! The definition files that a project may bring: those of the forms, of the report's pages and of the checks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

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

/// Replaces single files by those of the same name in a folder, and adds new ones.
///
/// # Errors
/// A file of the folder cannot be read.
pub fn overlaid(mut sources: Sources, folder: &Path) -> Result<Sources> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("定義のフォルダー「{}」を開けません", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("定義ファイル「{}」を読めません", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            sources = sources.with(&name, &text);
        }
    }
    Ok(sources)
}

/// A definition file that nobody reads is a slip in its name: what it says would be passed over in silence.
///
/// # Errors
/// There is such a file.
pub fn refuse_strangers(
    sources: &Sources,
    known: &Sources,
    definitions: &Definitions,
) -> Result<()> {
    let is_form = |name: &str| {
        definitions
            .forms
            .keys()
            .any(|form| name == format!("{form}.toml"))
    };
    let is_known = |name: &str| known.text(name).is_some() || is_form(name);
    let Some((stranger, _)) = sources.iter().find(|(name, _)| !is_known(name)) else {
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
