//! Files that are no form, or not ours, or named after another unit.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{OFFICE, OddFile, WARD, clean};

macro_rules! file {
    ($name:literal, $file:literal, $treatment:literal, $bytes:expr, $found:expr) => {
        OddFile {
            name: $name,
            treatment: $treatment,
            file_name: $file,
            bytes: $bytes,
            found: $found,
        }
    };
}

pub fn files() -> Vec<OddFile> {
    vec![
        file!(
            "中身が空",
            "北区.xlsx",
            "送り直しを求める",
            Vec::new,
            &["Z001"]
        ),
        file!(
            "CSV（CP932）を .xlsx と名付けた",
            "北区.xlsx",
            "CSV と告げ、保存し直しを求める",
            || b"\x8d\x80\x96\xda,4\x8c\x8e\r\n\x95a\x89@,2\r\n".to_vec(),
            &["Z001"]
        ),
        file!(
            "CSV（UTF-8）",
            "北区.xlsx",
            "CSV と告げる",
            || "項目,4月\r\n病院,2\r\n".as_bytes().to_vec(),
            &["Z001"]
        ),
        file!(
            "HTML を .xls と名付けた",
            "北区.xls",
            "HTML と告げる",
            || b"<html><table><tr><td>1</td></tr></table></html>".to_vec(),
            &["Z001"]
        ),
        file!(
            "Excel 2003 の XML を .xls と名付けた",
            "北区.xls",
            "古い形式と告げ、保存し直しを求める",
            || {
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec()
            },
            &["Z001"]
        ),
        file!(
            "パスワードの付いたファイル",
            "北区.xlsx",
            "パスワードを外すよう求める",
            protected,
            &["Z002"]
        ),
        file!(
            "PDF",
            "北区.pdf",
            "様式での提出を求める",
            || b"%PDF-1.7\n%abc".to_vec(),
            &["Z001"]
        ),
        file!(
            "途中で切れた .xlsx",
            "北区.xlsx",
            "壊れていると告げる",
            || clean(WARD)[..9_000].to_vec(),
            &["Z001"]
        ),
        file!(
            "Word の文書",
            "北区.docx",
            "様式での提出を求める",
            || zipped(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", b"<w:document/>")
            ]),
            &["Z001"]
        ),
        file!(
            "ZIP のまま",
            "北区.zip",
            "展開を求める",
            || zipped(&[("北区.xlsx", b"abc")]),
            &["Z001"]
        ),
        file!(
            "中身が膨れ上がる ZIP",
            "北区.xlsx",
            "大きすぎると告げる",
            || zipped(&[("xl/workbook.xml", &vec![b' '; 110 << 20])]),
            &["Z001"]
        ),
        file!(
            "ほかの表",
            "北区.xlsx",
            "この報告の様式でないと告げる",
            other,
            &["Z003"]
        ),
        file!(
            "ファイル名「コピー ～ 北区.xlsx」",
            "コピー ～ 北区.xlsx",
            "中身で読む",
            || clean(WARD),
            &[]
        ),
        file!(
            "ファイル名「【北区】R5上半期_報告(修正版)(最終).xlsx」",
            "【北区】R5上半期_報告(修正版)(最終).xlsx",
            "中身で読む",
            || clean(WARD),
            &[]
        ),
        file!(
            "別の区の名のファイル名",
            "【淀川区】R5上半期_報告(修正版)(最終).xlsx",
            "中身で読み、確かめを求める",
            || clean(WARD),
            &["Z009"]
        ),
        file!(
            "別の期間のファイル名「R4下半期_北区.xlsx」",
            "R4下半期_北区.xlsx",
            "中身で読み、確かめを求める",
            || clean(WARD),
            &["Z009"]
        ),
        file!(
            "ファイル名の「東住吉区」は「住吉区」でない",
            "東住吉区報告.xlsx",
            "確かめを求める",
            || clean("sample-data/2023H1/submissions/ward/住吉区.xlsx"),
            &["Z009"]
        ),
        file!(
            "Mac の分解された文字（NFD）のファイル名",
            "ひ\u{3099}わこ_北区相談支援室.xlsx",
            "中身で読む",
            || clean(OFFICE),
            &[]
        ),
        file!(
            "一万行の貼り付け",
            "北区.xlsx",
            "5,000行まで読んで答えでないかを尋ね、その先があると知らせる",
            || {
                let mut book = super::Book::read(&clean(WARD));
                for row in 46..10_000 {
                    book.tab("基本情報").cells.insert((row, 0), "x".into());
                }
                book.write()
            },
            &["Z023", "Z013"]
        ),
    ]
}

fn other() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "住所録").expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

/// What Excel makes of a workbook with a password: a compound file that holds it encrypted.
fn protected() -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut file = vec![0xFF; 3 * SECTOR];
    file[..76].fill(0);
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let words: [(usize, u32); 7] = [
        (24, 0x0003_003E),
        (28, 0x0009_FFFE),
        (32, 6),
        (44, 1),
        (48, 1),
        (60, 0xFFFF_FFFE),
        (68, 0xFFFF_FFFE),
    ];
    // Sector 0 is the table of sectors, sector 1 the directory.
    for (at, word) in
        words
            .into_iter()
            .chain([(76, 0), (SECTOR, 0xFFFF_FFFD), (SECTOR + 4, 0xFFFF_FFFE)])
    {
        file[at..at + 4].copy_from_slice(&word.to_le_bytes());
    }
    file[2 * SECTOR..].fill(0);
    for (at, name) in [
        (2 * SECTOR, "Root Entry"),
        (2 * SECTOR + 128, "EncryptedPackage"),
    ] {
        for (place, unit) in name.encode_utf16().enumerate() {
            file[at + 2 * place..at + 2 * place + 2].copy_from_slice(&unit.to_le_bytes());
        }
    }
    file
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(content).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}
