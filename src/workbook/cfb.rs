//! The container of .xls (Compound File Binary): its streams found under limits, and packed anew.
//!
//! calamine follows chains of sectors without asking whether they run in circles. Here a chain ends
//! at the size of the file, and calamine gets a fresh container that holds nothing but the workbook.

use super::sniff::Guess;
use super::unreadable::Unreadable;

/// The opening bytes of every such container.
pub(super) const SIGNATURE: [u8; 8] = *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT_SECTOR: u32 = 0xFFFF_FFFD;
/// Sector numbers from here on have a meaning of their own.
const RESERVED: u32 = 0xFFFF_FFFA;
/// Streams below this size live in the mini stream, in sectors of 64 bytes.
const MINI: usize = 4096;

/// An opened container.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    /// Name in capitals, first sector, size.
    entries: Vec<(String, u32, usize)>,
}

impl<'a> Container<'a> {
    /// Reads the table of sectors and the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(broken("sector size")),
        };
        let mut container = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        container.fat = container.read_fat()?;
        let at = |offset| u32_at(bytes, offset).ok_or_else(|| broken("header"));
        let directory = container.chain(at(48)?, usize::MAX)?;
        let (mini_fat, mini_sectors) = (at(60)?, at(64)?);
        for entry in directory.as_chunks::<128>().0 {
            let units: Vec<u16> = entry[..64]
                .as_chunks::<2>()
                .0
                .iter()
                .map(|unit| u16::from_le_bytes(*unit))
                .take_while(|unit| *unit != 0)
                .collect();
            let name = String::from_utf16_lossy(&units).to_uppercase();
            let start = u32_at(entry, 116).unwrap_or(END_OF_CHAIN);
            let size = u32_at(entry, 120).unwrap_or(0) as usize;
            container.entries.push((name, start, size));
        }
        if mini_sectors > 0 {
            let (_, start, size) = container
                .entries
                .first()
                .ok_or_else(|| broken("directory"))?;
            container.mini = container.chain(*start, *size)?;
            container.mini_fat = words(&container.chain(mini_fat, usize::MAX)?).collect();
        }
        Ok(container)
    }

    /// The stream with the workbook of a .xls.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, Unreadable> {
        let named = |name: &str| self.entries.iter().find(|(known, ..)| known == name);
        if let Some((_, start, size)) = named("WORKBOOK").or_else(|| named("BOOK")) {
            return if *size < MINI {
                self.mini_chain(*start, *size)
            } else {
                self.chain(*start, *size)
            };
        }
        // A protected .xlsx is its encrypted self inside of such a container.
        if named("ENCRYPTEDPACKAGE").is_some() {
            return Err(Unreadable::Password);
        }
        let guess = match named("WORDDOCUMENT") {
            Some(_) => Guess::Word,
            None => Guess::Unknown,
        };
        Err(Unreadable::NotASpreadsheet(guess))
    }

    /// Where the sectors of the table of sectors stand: 109 in the header, the rest in a chain.
    fn read_fat(&self) -> Result<Vec<u32>, Unreadable> {
        let header = self.bytes.get(..512).ok_or_else(|| broken("header"))?;
        let mut places: Vec<u32> = words(&header[76..]).collect();
        let mut next = u32_at(header, 68).unwrap_or(END_OF_CHAIN);
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if next >= RESERVED {
                break;
            }
            places.extend(words(self.sector_at(next)?));
            next = places.pop().unwrap_or(END_OF_CHAIN);
        }
        let mut fat = Vec::new();
        for place in places
            .into_iter()
            .filter(|place| *place < RESERVED)
            .take(most)
        {
            fat.extend(words(self.sector_at(place)?));
        }
        Ok(fat)
    }

    fn sector_at(&self, number: u32) -> Result<&'a [u8], Unreadable> {
        let start = (number as usize + 1) * self.sector;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes
            .get(start..end)
            .ok_or_else(|| broken("sector beyond the end"))
    }

    fn chain(&self, start: u32, size: usize) -> Result<Vec<u8>, Unreadable> {
        let piece = |number| self.sector_at(number);
        follow(start, size, &self.fat, self.bytes.len(), piece)
    }

    fn mini_chain(&self, start: u32, size: usize) -> Result<Vec<u8>, Unreadable> {
        let piece = |number: u32| {
            let start = number as usize * 64;
            self.mini
                .get(start..start + 64)
                .ok_or_else(|| broken("mini sector beyond the end"))
        };
        follow(start, size, &self.mini_fat, self.mini.len(), piece)
    }
}

/// Puts a chain of sectors together; one that is longer than all there is runs in circles.
fn follow<'b>(
    start: u32,
    size: usize,
    table: &[u32],
    most: usize,
    piece: impl Fn(u32) -> Result<&'b [u8], Unreadable>,
) -> Result<Vec<u8>, Unreadable> {
    let mut found = Vec::new();
    let mut next = start;
    while next != END_OF_CHAIN && found.len() < size {
        found.extend_from_slice(piece(next)?);
        if found.len() > most {
            return Err(broken("sectors in a circle"));
        }
        next = *table
            .get(next as usize)
            .ok_or_else(|| broken("chain of sectors"))?;
    }
    found.truncate(size);
    Ok(found)
}

/// A fresh container with one stream named Workbook.
pub(super) fn pack(workbook: &[u8]) -> Vec<u8> {
    // With sectors of 4096 bytes the 109 places in the header suffice for 450 MB.
    const SECTOR: usize = 4096;
    let data = workbook.len().max(MINI).div_ceil(SECTOR);
    // Sector 0 is the directory, then the data, then the table itself.
    let tables = (1 + data).div_ceil(SECTOR / 4 - 1);
    let mut bytes = vec![0; SECTOR];
    bytes[..8].copy_from_slice(&SIGNATURE);
    for (offset, value) in [(24, 0x3E_u16), (26, 4), (28, 0xFFFE), (30, 12), (32, 6)] {
        bytes[offset..offset + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (offset, value) in [
        (40, 1),
        (44, tables as u32),
        (56, MINI as u32),
        (60, END_OF_CHAIN),
        (68, END_OF_CHAIN),
    ] {
        bytes[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
    }
    bytes[76..512].fill(0xFF);
    for table in 0..tables {
        let number = (1 + data + table) as u32;
        bytes[76 + table * 4..80 + table * 4].copy_from_slice(&number.to_le_bytes());
    }
    bytes.extend(entry("Root Entry", 5, 0, 0));
    bytes.extend(entry("Workbook", 2, 1, workbook.len().max(MINI)));
    bytes.resize(2 * SECTOR, 0);
    bytes.extend_from_slice(workbook);
    bytes.resize((2 + data) * SECTOR, 0);
    let mut fat = vec![END_OF_CHAIN];
    fat.extend((2..=data as u32).chain([END_OF_CHAIN]));
    fat.extend(std::iter::repeat_n(FAT_SECTOR, tables));
    fat.resize(tables * SECTOR / 4, FREE);
    bytes.extend(fat.into_iter().flat_map(u32::to_le_bytes));
    bytes
}

fn entry(name: &str, kind: u8, start: u32, size: usize) -> [u8; 128] {
    let mut entry = [0; 128];
    for (place, unit) in entry.chunks_mut(2).zip(name.encode_utf16()) {
        place.copy_from_slice(&unit.to_le_bytes());
    }
    entry[64..66].copy_from_slice(&(name.len() as u16 * 2 + 2).to_le_bytes());
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..128].copy_from_slice(&(size as u64).to_le_bytes());
    entry
}

fn broken(what: &str) -> Unreadable {
    Unreadable::Damaged(format!("compound file: {what}"))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|word| u32::from_le_bytes(*word))
}

pub(super) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

pub(super) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}
