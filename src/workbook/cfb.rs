//! The container of .xls and of encrypted files (Compound File Binary): the workbook found, and
//! packed anew.
//!
//! calamine follows chains of sectors without asking whether they run in circles. The crate `cfb`
//! asks, and calamine gets a fresh container that holds nothing but the workbook.

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::sniff::Guess;
use super::unreadable::Unreadable;
use super::{MAX_FILE_BYTES, builtin_password};

/// The opening bytes of every such container.
pub(super) const SIGNATURE: [u8; 8] = *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What lies in such a container.
pub(super) enum Container {
    /// The workbook of a .xls.
    Xls(Vec<u8>),
    /// A whole .xlsx that Excel encrypted with its own password.
    Package(Vec<u8>),
}

/// What a container holds.
pub(super) fn content(bytes: &[u8]) -> Result<Container, Unreadable> {
    let mut container = match CompoundFile::open(Cursor::new(bytes)) {
        Ok(container) => container,
        Err(error) if mentions(bytes, "Workbook") => return Err(Unreadable::damaged(error)),
        Err(error) => return Err(other_than_workbook(bytes, Unreadable::damaged(error))),
    };
    for wanted in ["Workbook", "Book"] {
        if let Some(workbook) = named(&mut container, wanted) {
            return workbook.map(Container::Xls).map_err(Unreadable::damaged);
        }
    }
    if let Some(Ok(info)) = named(&mut container, "EncryptionInfo")
        && let Some(Ok(package)) = named(&mut container, "EncryptedPackage")
        && let Some(plain) = builtin_password::decrypt(&info, &package)
    {
        return Ok(Container::Package(plain));
    }
    let unknown = Unreadable::NotASpreadsheet(Guess::Unknown);
    Err(other_than_workbook(bytes, unknown))
}

/// What a container is that holds no workbook, by the names that stand in its directory.
fn other_than_workbook(bytes: &[u8], otherwise: Unreadable) -> Unreadable {
    if mentions(bytes, "EncryptedPackage") {
        // A protected .xlsx is its encrypted self inside of such a container.
        Unreadable::Password
    } else if mentions(bytes, "WordDocument") {
        Unreadable::NotASpreadsheet(Guess::Word)
    } else {
        otherwise
    }
}

/// Whether a name stands somewhere in a container, even in one whose directory is broken.
fn mentions(bytes: &[u8], name: &str) -> bool {
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(units.len()).any(|place| place == units)
}

/// A stream at the root of a container, whatever its capitals.
fn named(container: &mut CompoundFile<Cursor<&[u8]>>, wanted: &str) -> Option<io::Result<Vec<u8>>> {
    let mut entries = container.read_root_storage();
    let found = entries.find(|entry| entry.name().eq_ignore_ascii_case(wanted))?;
    Some(stream(container, found.name()))
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
    // Of newer containers calamine refuses one that holds no stream of under 4096 bytes.
    let (version, room) = (Version::V3, Cursor::new(Vec::new()));
    let mut container = CompoundFile::create_with_version(version, room)?;
    container.create_stream(name)?.write_all(content)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}
