//! Everything that is missing at once: a reader tells one entry a run. What it misses is put in for
//! it until it misses nothing more.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use toml::de::Error;

/// More entries than this are not missing from anything that a person wrote.
const MOST: usize = 40;

/// What a missing entry may be; whatever the reader does not refuse is right.
const VALUES: [&str; 5] = ["\"-\"", "[]", "1", "false", "\"2000-01-01\""];

/// Every missing entry, one a line, with the heading that it belongs under; nothing where the
/// mistake is another one.
pub fn all<T: DeserializeOwned>(text: &str, error: &Error) -> String {
    let mut text = text.to_owned();
    let mut told = String::new();
    let mut error = error.clone();
    for _ in 0..MOST {
        let Some(key) = missing(&error) else {
            break;
        };
        let at = error.span().map_or(0, |span| span.start);
        let heading = heading(&text, at);
        let shown = heading.trim();
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let place = if heading.starts_with('[') {
            format!("{line}行目 {shown} の {key}（{key} = … と書きます）")
        } else if heading.contains('{') {
            format!("{line}行目 {shown} の {key}")
        } else {
            key.to_string()
        };
        let _ = writeln!(told, "  {place}");
        let Some((filled, next)) = filled::<T>(&text, at, &heading, &key) else {
            break;
        };
        text = filled;
        match next {
            Some(next) => error = next,
            None => break,
        }
    }
    told
}

fn missing(error: &Error) -> Option<String> {
    let rest = error.message().strip_prefix("missing field `")?;
    Some(rest.split('`').next()?.to_owned())
}

/// The line that an error is at.
fn heading(text: &str, at: usize) -> String {
    let start = text.get(..at).and_then(|text| text.rfind('\n'));
    let start = start.map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    line.unwrap_or_default().to_owned()
}

/// The text with the entry in it, and the next mistake, if there is one.
fn filled<T: DeserializeOwned>(
    text: &str,
    at: usize,
    heading: &str,
    key: &str,
) -> Option<(String, Option<Error>)> {
    let mut tries = Vec::new();
    for value in VALUES {
        let entry = format!("{key} = {value}");
        tries.push(if heading.starts_with('[') {
            let end = text
                .get(at..)?
                .find('\n')
                .map_or(text.len(), |end| at + end);
            format!("{}\n{entry}{}", text.get(..end)?, text.get(end..)?)
        } else if text.get(at..)?.starts_with('{') {
            format!("{}{entry}, {}", text.get(..=at)?, text.get(at + 1..)?)
        } else {
            format!("{entry}\n{text}")
        });
    }
    if !heading.starts_with('[') {
        tries.push(format!("{text}\n[{key}]\n"));
        tries.push(format!("{text}\n[[{key}]]\n"));
    }
    for filled in tries {
        match toml::from_str::<T>(&filled) {
            Ok(_) => return Some((filled, None)),
            // Another mistake comes later, and is told when these are mended.
            Err(next) if missing(&next).is_some_and(|next| next != *key) => {
                return Some((filled, Some(next)));
            }
            Err(_) => {}
        }
    }
    None
}
