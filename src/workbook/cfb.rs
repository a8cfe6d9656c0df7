//! The container of .xls (Compound File Binary): its workbook found, and packed anew.
//!
//! calamine follows chains of sectors without asking whether they run in circles. The crate `cfb`
//! asks, and calamine gets a fresh container that holds nothing but the workbook.

use std::io::{self, Cursor, Read, Write};

use cfb::CompoundFile;

use super::MAX_FILE_BYTES;
use super::sniff::Guess;
use super::unreadable::Unreadable;

/// The opening bytes of every such container.
pub(super) const SIGNATURE: [u8; 8] = *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The stream with the workbook of a .xls.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(Unreadable::damaged)?;
    let names: Vec<String> = container
        .read_root_storage()
        .filter(|entry| entry.is_stream())
        .map(|entry| entry.name().to_owned())
        .collect();
    let named = |wanted: &str| names.iter().find(|name| name.eq_ignore_ascii_case(wanted));
    if let Some(name) = named("Workbook").or_else(|| named("Book")) {
        return stream(&mut container, name).map_err(Unreadable::damaged);
    }
    // A protected .xlsx is its encrypted self inside of such a container.
    if named("EncryptedPackage").is_some() {
        return Err(Unreadable::Password);
    }
    let guess = match named("WordDocument") {
        Some(_) => Guess::Word,
        None => Guess::Unknown,
    };
    Err(Unreadable::NotASpreadsheet(guess))
}

/// A stream as long as its directory says; one that ends before was cut off.
fn stream(container: &mut CompoundFile<Cursor<&[u8]>>, name: &str) -> io::Result<Vec<u8>> {
    let stream = container.open_stream(name)?;
    let size = stream.len();
    let mut content = Vec::new();
    stream
        .take(MAX_FILE_BYTES as u64)
        .read_to_end(&mut content)?;
    if (content.len() as u64) < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(content)
}

/// A fresh container with one stream named Workbook.
pub(super) fn pack(workbook: &[u8]) -> io::Result<Vec<u8>> {
    packed("Workbook", workbook)
}

pub(super) fn packed(name: &str, content: &[u8]) -> io::Result<Vec<u8>> {
    let mut container = CompoundFile::create(Cursor::new(Vec::new()))?;
    container.create_stream(name)?.write_all(content)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}
