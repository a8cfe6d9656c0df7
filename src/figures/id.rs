//! The ids of numbers read back: what an output prints beside a number is what it is made of.

use std::str::FromStr;

use super::number::{How, Origin};
use crate::model::round::Standing;

/// The text is no id and no formula of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

/// How deep formulas may stand in each other; those that are printed are no deeper than three.
const DEEPEST: usize = 8;

impl FromStr for Origin {
    type Err = NotAnId;

    /// Reads what `Display` shows: an id, or a formula of ids.
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        read(text, 0).ok_or(NotAnId)
    }
}

fn read(text: &str, depth: usize) -> Option<Origin> {
    let text = text.trim();
    let made = || formula(text, depth).map(|(how, parts)| Origin::Made(how, parts));
    let cell = || text.parse().ok().map(Origin::Cell);
    made()
        .or_else(|| root(text))
        .or_else(cell)
        .or_else(|| counted(text))
}

/// A number by its key, of the period or of an earlier one.
fn counted(text: &str) -> Option<Origin> {
    Some(match text.rsplit_once('~') {
        None => Origin::Counted(text.parse().ok()?),
        Some((key, period)) => Origin::Past(period.parse().ok()?, key.parse().ok()?),
    })
}

/// The name of a formula and its parts.
fn formula(text: &str, depth: usize) -> Option<(How, Vec<Origin>)> {
    if depth == DEEPEST {
        return None;
    }
    let (name, rest) = text.strip_suffix(')')?.split_once('(')?;
    let how = How::ALL.into_iter().find(|how| how.id() == name)?;
    let (mut parts, mut open) = (Vec::new(), String::new());
    for piece in rest.split(',').filter(|_| !rest.is_empty()) {
        // A comma may belong to a formula within, or to the name of a file.
        open.push_str(piece);
        match read(&open, depth + 1) {
            Some(part) => {
                parts.push(part);
                open.clear();
            }
            None => open.push(','),
        }
    }
    open.is_empty().then_some((how, parts))
}

/// What is not counted from cells.
fn root(text: &str) -> Option<Origin> {
    match text {
        "files" => return Some(Origin::Files),
        "queries" => return Some(Origin::Queries(None)),
        _ => {}
    }
    let (before, name) = text
        .split_once('/')
        .filter(|(_, name)| !name.contains('/'))?;
    let id = || name.into();
    Some(match before {
        "queries" => Origin::Queries(Some(id())),
        "options" => Origin::Options(id()),
        "unit" => Origin::Unit(id()),
        _ => {
            let standing = before.strip_prefix("units")?;
            let mut known = Standing::ALL.into_iter();
            let standing = match standing.strip_prefix('=') {
                Some(standing) => Some(known.find(|known| known.id() == standing)?),
                None if standing.is_empty() => None,
                None => return None,
            };
            match name.split_once('~') {
                Some((kind, half)) => {
                    Origin::Units(kind.into(), standing, Some(half.parse().ok()?))
                }
                None => Origin::Units(id(), standing, None),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_read_as_it_is_shown() {
        for id in [
            "askers",
            "askers:S01",
            "resources:A1=not_yet",
            "askers:S01@2023-06/office-kita",
            "askers~2022H1",
            "resources:A1=done/ward-kita~2022",
            "files",
            "queries",
            "queries/ward-kita",
            "options/asker",
            "unit/ward-kita",
            "units/ward",
            "units=missing/ward",
            "units=counted/ward~2024H2",
            "ward/北区 (1), 二通目.xlsx!'(カ)研修'!I12",
            "change(askers, askers~2022H1)",
            "sum()",
            "count(difference(a, sum(b, c~2022)), ward/北区.xlsx!'(カ), x'!I12, d)",
        ] {
            assert_eq!(
                id.parse().as_ref().map(Origin::to_string),
                Ok(id.to_owned())
            );
        }
        let wrong = ["", "相談者別 薬局", "askers:", "foo(a)", "sum(a, )", "a~b"];
        for text in wrong.into_iter().chain(["units/ward~b"]) {
            assert_eq!(text.parse::<Origin>(), Err(NotAnId), "{text}");
        }
    }
}
