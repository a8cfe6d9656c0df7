//! A form that somebody has filled in is somebody's work: no blank one takes its place.

use std::path::Path;

use super::project;
use crate::form::spec::Definitions;
use crate::intake::receive;
use crate::model::submission::Submission;
use crate::output::Output;

/// Takes out of what is to be written the forms whose place holds one with other answers; says
/// which.
pub fn keep(forms: &mut Vec<Output>, folder: &Path, definitions: &Definitions) -> String {
    let mut kept = Vec::new();
    forms.retain(|form| {
        let place = folder.join(&form.path);
        let is_filled = place.is_file() && has_more(&place, form, definitions);
        if is_filled {
            kept.push(place.display().to_string());
        }
        !is_filled
    });
    if kept.is_empty() {
        return String::new();
    }
    format!(
        "記入されている次の{}件は、そのまま残しました。作り直すときは、別の場所に移してください。\n  {}\n",
        kept.len(),
        kept.join("\n  ")
    )
}

/// Whether a file holds an answer that the new form does not; one that cannot be read may.
fn has_more(place: &Path, form: &Output, definitions: &Definitions) -> bool {
    let there = project::read(place, form.path.clone());
    if there.bytes == form.bytes {
        return false;
    }
    let new = crate::intake::Incoming {
        bytes: form.bytes.clone(),
        ..project::read(place, form.path.clone())
    };
    let there = receive(&there, None, definitions).submission;
    let new = receive(&new, None, definitions).submission;
    match (there, new) {
        (Some(there), Some(new)) => !is_within(&there, &new),
        _ => true,
    }
}

/// Whether every answer and reason of one submission stands in the other.
fn is_within(there: &Submission, new: &Submission) -> bool {
    let is_there = |raw: &str, key| {
        new.values
            .iter()
            .any(|value| &value.key == key && *value.raw == *raw)
    };
    there.reasons.len() <= new.reasons.len()
        && there
            .values
            .iter()
            .all(|value| value.raw.is_empty() || is_there(&value.raw, &value.key))
}
