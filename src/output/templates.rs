//! The templates of the report as they are built in.

use include_dir::{Dir, DirEntry, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/report");

/// Every file with its path, `/` between folders.
pub fn files() -> impl Iterator<Item = (String, &'static [u8])> {
    let mut found = Vec::new();
    let mut folders = vec![&TEMPLATES];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => folders.push(inner),
                // Paths of a build on Windows have back slashes; the templates' imports never do.
                DirEntry::File(file) => found.push((
                    file.path().to_string_lossy().replace('\\', "/"),
                    file.contents(),
                )),
            }
        }
    }
    found.sort();
    found.into_iter()
}
