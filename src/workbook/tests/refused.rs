//! What is refused, and how: bombs, broken files, other kinds of files.

use proptest::prelude::*;

use super::*;

#[test]
fn bombs_are_refused() {
    let zeros = vec![0; MAX_UNPACKED_BYTES as usize + 1];
    let mut bomb = zipped(&[("xl/workbook.xml", &zeros)]);
    assert_eq!(open(&bomb), Err(Unreadable::TooLarge(Limit::Unpacked)));
    // The same, declared as 1,000 bytes wherever it is declared.
    let declared = (zeros.len() as u32).to_le_bytes();
    for place in 0..bomb.len() - 4 {
        if bomb[place..place + 4] == declared {
            bomb[place..place + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
    }
    let lying = open(&bomb);
    assert!(
        matches!(
            lying,
            Err(Unreadable::TooLarge(Limit::Unpacked) | Unreadable::Damaged(_))
        ),
        "{lying:?}"
    );
    let styles = vec![b' '; 5 << 20];
    let styles = zipped(&[("xl/workbook.xml", b""), ("xl/styles.xml", &styles)]);
    assert_eq!(open(&styles), Err(Unreadable::TooLarge(Limit::Styles)));
}

#[test]
fn opendocument_bombs_cost_nothing() {
    let cell = "<table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='1'/>";
    let all = ods(&format!(
        "<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"
    ));
    assert_eq!(all, Err(Unreadable::TooLarge(Limit::Cells)));
    let far = ods("<table:table-row table:number-rows-repeated='1048575'><table:table-cell/></table:table-row>\
        <table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='4000000000'/></text:p>\
        </table:table-cell></table:table-row>")
    .expect("readable");
    assert_eq!(far.sheets[0].overflow, Some(at("A1048576")));
}

#[test]
fn what_is_no_spreadsheet_is_named() {
    let cp932 = b"\x8b\xe6,\x8c\x8f\x90\x94\r\n\x96\x6b\x8b\xe6,12\r\n";
    let utf16 = b"\xFF\xFE\x3A\x53\x09\x00";
    for (bytes, guess) in [
        (&cp932[..], Guess::Csv),
        ("\u{feff}区,件数\r\n".as_bytes(), Guess::Csv),
        (utf16, Guess::Csv),
        (b"<html><table><tr><td>1</td></tr></table></html>", Guess::Html),
        (b"%PDF-1.7\n", Guess::Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Guess::Image),
        (b"{\\rtf1", Guess::Word),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", Guess::OldXml2003),
        (b"\x01\x02\x03", Guess::Unknown),
        (&zipped(&[("word/document.xml", b"")]), Guess::Word),
        (&zipped(&[("form.pdf", b"")]), Guess::Zip),
        (b"PK\x03\x04\x14\0\x01\0\x08\0", Guess::LockedZip),
        (b"From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\n\n", Guess::Mail),
    ] {
        assert_eq!(open(bytes), Err(Unreadable::NotASpreadsheet(guess)));
    }
    assert_eq!(open(b""), Err(Unreadable::Empty));
    let sample = sample();
    assert!(matches!(
        open(&sample[..sample.len() / 2]),
        Err(Unreadable::Damaged(_))
    ));
}

#[test]
fn a_compound_file_is_told_by_its_streams() {
    let protected = cfb::packed("EncryptedPackage", b"").expect("packed");
    assert_eq!(open(&protected), Err(Unreadable::Password));
    let letter = cfb::packed("WordDocument", b"").expect("packed");
    assert_eq!(open(&letter), Err(Unreadable::NotASpreadsheet(Guess::Word)));
    let stream: Vec<u8> = (0..3_000_000_u32).map(|n| n as u8).collect();
    let mut packed = cfb::pack(&stream).expect("packed");
    let cfb::Container::Xls(found) = cfb::content(&packed).expect("its stream") else {
        panic!("no workbook");
    };
    assert!(found == stream);
    let cut = open(&packed[..packed.len() / 2]);
    assert!(matches!(cut, Err(Unreadable::Damaged(_))), "{cut:?}");
    // The table of sectors says of one that the next is itself.
    let next = packed
        .windows(8)
        .position(|words| words == [100, 0, 0, 0, 101, 0, 0, 0])
        .expect("a chain");
    packed.copy_within(next..next + 4, next + 4);
    assert!(matches!(open(&packed), Err(Unreadable::Damaged(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes flipped in the container, and in a sheet within it: anything but a panic.
    #[test]
    fn flipped_bytes_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let flip = |bytes: &mut [u8]| for (place, byte) in &flips {
            bytes[place.index(bytes.len())] = *byte;
        };
        let mut file = sample();
        flip(&mut file);
        let _ = open(&file);
        let sample = sample();
        let package = package::Package::unpack(&sample).expect("a package");
        let mut parts: Vec<(&str, Vec<u8>)> = package.parts().map(|(name, part)| (name, part.to_vec())).collect();
        for (_, part) in &mut parts {
            flip(part);
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (*name, part.as_slice())).collect();
        let _ = open(&zipped(&parts));
    }
}

/// Made from a filled sample form with the tools of another maker: Excel's own password, agile
/// encryption.
const BUILTIN_PASSWORD: &[u8] = include_bytes!("../../../tests/data/builtin-password.xlsx");

#[test]
fn excels_own_password_opens_and_any_other_does_not() {
    let book = open(BUILTIN_PASSWORD).expect("readable");
    assert_eq!(book.format, BookFormat::Xlsx);
    assert!(book.sheets.iter().any(|sheet| !sheet.is_empty()));
    // Another check value is that of another password.
    let mut other = BUILTIN_PASSWORD.to_vec();
    let at = other.windows(12).position(|place| place == b"kGdKW1QK3pB5");
    other[at.expect("the check value")] = b'l';
    assert_eq!(open(&other), Err(Unreadable::Password));
}
