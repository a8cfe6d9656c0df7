//! The relations of a package: a part refers to another by an id that a part of its own explains.

use super::package::Package;
use super::xml::{Event, Events};

/// The part that an id means in a part.
pub(super) fn target(package: &Package, part: &str, id: &str) -> Option<String> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let relations = String::from_utf8_lossy(package.part(&format!("{folder}/_rels/{name}.rels"))?).into_owned();
    let target = Events::new(&relations).find_map(|event| match event {
        Event::Start(tag) if local(tag.name) == "Relationship" && tag.get("Id")? == id => Some(tag.get("Target")?.into_owned()),
        _ => None,
    })?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    })
}

/// A name without its prefix: `x:row` is `row`.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
