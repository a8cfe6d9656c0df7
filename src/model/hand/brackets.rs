//! A heading in the other brackets than its own: one of several is written [[so]], one alone [so].
//! Which of them it is the reader knows: whether the mistake is gone when they are exchanged.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::Error;

/// The heading that has the wrong brackets, and what is wrong; nothing where the mistake is another
/// one.
pub fn wrong<T: DeserializeOwned>(text: &str, error: &Error) -> Option<(Range<usize>, String)> {
    let name = name_of(line_at(text, error)?)?;
    for (meant, other, how) in [("[[{}]]", "[{}]", "二重"), ("[{}]", "[[{}]]", "一重")] {
        let (meant, other) = (meant.replace("{}", name), other.replace("{}", name));
        let mut mended = String::with_capacity(text.len());
        let mut first = None;
        for line in text.split_inclusive('\n') {
            let own = line.trim_start();
            let is_other = name_of(line) == Some(name) && !own.starts_with(&meant);
            if is_other && own.starts_with(&other) {
                first.get_or_insert(mended.len());
                mended += &line.replacen(&other, &meant, 1);
            } else {
                mended += line;
            }
        }
        let Some(first) = first else { continue };
        let is_gone = match toml::from_str::<T>(&mended) {
            Ok(_) => true,
            Err(next) => line_at(&mended, &next).and_then(name_of) != Some(name),
        };
        if is_gone {
            let what = format!("この見出しは、{how}の括弧で {meant} と書きます");
            return Some((first..first + 1, what));
        }
    }
    None
}

/// The line of a mistake.
fn line_at<'a>(text: &'a str, error: &Error) -> Option<&'a str> {
    let at = error.span()?.start;
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    text.get(start..)?.lines().next()
}

/// What stands between the brackets of a line that is a heading.
fn name_of(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('[')?;
    let rest = rest.strip_prefix('[').unwrap_or(rest);
    let (name, _) = rest.split_once(']')?;
    Some(name.trim()).filter(|name| !name.is_empty())
}
