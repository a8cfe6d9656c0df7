//! Whatever cannot be read, and wherever a file departs from the form: each way is made in a
//! workbook, is told at its place, and gets into no sum in silence.
//!
//! The matches below name every variant and the one after it: a new one does not compile before it
//! is made here.

use std::mem::discriminant;
use std::sync::Arc;

use zaitaku_report::for_tests::form::extract::{FormReader, LabelledBook};
use zaitaku_report::for_tests::form::layout::words;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::answer::{Answer, Fault};
use zaitaku_report::for_tests::model::cell::{CellRange, CellRef};
use zaitaku_report::for_tests::model::finding::{Finding, Severity};
use zaitaku_report::for_tests::model::picture::PictureFault;
use zaitaku_report::for_tests::model::submission::{DepartureKind, Role, SourceFile, Submission};
use zaitaku_report::for_tests::rules::{self, Background};
use zaitaku_report::for_tests::workbook::{self, Cell, Drawn, Sheet, Workbook};

use crate::filled::{DEFINITIONS, OFFICE, WARD, period};
use crate::pictures;
use crate::quirks::book::{Book, V};
use crate::support::copy::{edited, without_results};
use crate::support::{FILLINGS, drawn};

const ASKERS: &str = "(オ)相談";
const MEETINGS: &str = "会議・研修会";
const TRAINING: &str = "(カ)研修";

/// The filled form of a unit, bent.
fn bent(unit: &str, bend: impl Fn(&mut Book)) -> (&str, Vec<u8>) {
    let mut book = Book::read(&drawn(unit, &FILLINGS[unit]));
    bend(&mut book);
    (unit, book.write())
}

/// The filled form of an office with something in the first month of 病院.
fn count(value: impl Into<V> + Clone) -> (&'static str, Vec<u8>) {
    bent(OFFICE, |book| {
        book.tab(ASKERS).set("C7", value.clone().into())
    })
}

/// The filled form of a ward office with something in the day of its first training.
fn date(value: impl Into<V> + Clone) -> (&'static str, Vec<u8>) {
    bent(WARD, |book| {
        book.tab(TRAINING).set("B12", value.clone().into())
    })
}

/// A workbook with a fault, the code that tells it, and the next fault.
fn of_fault(fault: &Fault) -> ((&'static str, Vec<u8>), &'static str, Option<Fault>) {
    match fault {
        Fault::NotACount => (count("約10"), "Z102", Some(Fault::Dated(None))),
        Fault::Dated(_) => (count(V::Date(8.0)), "Z102", Some(Fault::NotWhole)),
        Fault::NotWhole => (count(1.5), "Z102", Some(Fault::TooLargeACount)),
        Fault::TooLargeACount => (count(10_000_000.0), "Z102", Some(Fault::NotInList(None))),
        Fault::NotInList(_) => {
            let made = bent(WARD, |book| book.tab("(ア)資源の把握").set("C7", "たぶん"));
            (made, "Z103", Some(Fault::NotAMark))
        }
        Fault::NotAMark => {
            let made = bent(WARD, |book| book.tab(TRAINING).set("D12", "どちらとも"));
            (made, "Z103", Some(Fault::NotADate))
        }
        Fault::NotADate => (date("来月"), "Z104", Some(Fault::NoSuchDay)),
        Fault::NoSuchDay => (date("2023/9/31"), "Z104", Some(Fault::FarDate)),
        Fault::FarDate => (date("1923/9/1"), "Z104", Some(Fault::NotFound)),
        Fault::NotFound => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).clear_area("A9", "I9"));
            (made, "Z010", Some(Fault::Merged(CellRef::new(0, 0).into())))
        }
        Fault::Merged(_) => {
            let made = bent(OFFICE, |book| {
                book.tab(ASKERS).clear("D7");
                book.tab(ASKERS).merge("C7", "D7");
            });
            (made, "Z014", Some(Fault::NoStoredResult))
        }
        Fault::NoStoredResult => {
            let (unit, bytes) = count(V::Formula("=1+1", "2"));
            let next = Fault::FormulaError(String::new());
            ((unit, without_results(&bytes)), "Z105", Some(next))
        }
        Fault::FormulaError(_) => {
            let made = count(V::Formula("=1/0", "#DIV/0!"));
            (made, "Z105", Some(Fault::Struck))
        }
        Fault::Struck => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).strike("C7"));
            (made, "Z106", Some(Fault::PartlyStruck))
        }
        Fault::PartlyStruck => (count(V::Mended("3", "4")), "Z106", Some(Fault::TooLong)),
        Fault::TooLong => {
            let long = "長".repeat(2_001);
            let made = bent(WARD, |book| book.tab(TRAINING).set("C12", long.as_str()));
            (made, "Z107", Some(Fault::Picture(PictureFault::Words)))
        }
        Fault::Picture(fault) => {
            let (code, next) = match fault {
                PictureFault::Words => ("Z108", Some(PictureFault::InCell)),
                PictureFault::InCell => ("Z108", Some(PictureFault::Format("EMF"))),
                PictureFault::Format(_) => ("Z108", Some(PictureFault::Broken)),
                PictureFault::Broken => ("Z108", Some(PictureFault::TooLarge)),
                PictureFault::TooLarge => ("Z109", Some(PictureFault::Cropped)),
                PictureFault::Cropped => ("Z110", None),
            };
            let made = (WARD, pictures::unprintable(fault));
            (made, code, next.map(Fault::Picture))
        }
    }
}

/// A workbook with a departure, the code that tells it and its weight, and the next departure.
///
/// What leaves something written unread, or a question unasked, weighs as an error: such a file is
/// not counted.
fn of_departure(kind: &DepartureKind) -> (Made, &'static str, Severity, Option<DepartureKind>) {
    use DepartureKind as D;
    use Severity::{Error, Note, Query};
    match kind {
        D::SheetMissing => {
            let made = bent(OFFICE, |book| book.remove(MEETINGS));
            (opened(made), "Z010", Error, Some(D::SheetHidden))
        }
        D::SheetHidden => {
            let made = bent(OFFICE, |book| book.tab(MEETINGS).hidden = true);
            (opened(made), "Z010", Error, Some(D::BlockMissing(None)))
        }
        D::BlockMissing(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).set("A4", "ほかの見出し"));
            let next = D::BlockDoubled(String::new());
            (opened(made), "Z010", Error, Some(next))
        }
        D::BlockDoubled(_) => {
            let made = bent(OFFICE, |book| book.copy(MEETINGS, "写し").set("C7", 77.0));
            (opened(made), "Z011", Error, Some(D::CopyIgnored))
        }
        D::CopyIgnored => {
            let made = bent(OFFICE, |book| {
                book.copy(MEETINGS, "写し").clear_area("C7", "H20")
            });
            (opened(made), "Z016", Note, Some(D::CopySame))
        }
        D::CopySame => {
            let made = bent(OFFICE, |book| book.copy(MEETINGS, "写し").hidden = false);
            (opened(made), "Z016", Note, Some(D::ExampleIgnored))
        }
        D::ExampleIgnored => {
            let made = bent(WARD, |book| {
                book.tab(TRAINING).set("A32", "例");
                book.tab(TRAINING).set("C32", "在宅医療の基礎");
            });
            (opened(made), "Z016", Note, Some(D::ExampleFilled))
        }
        D::ExampleFilled => {
            let made = bent(WARD, |book| book.tab(TRAINING).set("A12", "記入例①"));
            (opened(made), "Z310", Query, Some(D::RowNumbered))
        }
        D::RowNumbered => {
            let made = bent(WARD, |book| book.tab(TRAINING).set("A12", "取消"));
            (opened(made), "Z310", Query, Some(D::ColumnMissing(None)))
        }
        D::ColumnMissing(_) => {
            let made = bent(OFFICE, |book| book.tab(MEETINGS).set("C6", "令和4年4月"));
            (opened(made), "Z010", Error, Some(D::ColumnDoubled))
        }
        D::ColumnDoubled => {
            let made = bent(OFFICE, |book| {
                book.tab(MEETINGS).set("K6", "4月");
                book.tab(MEETINGS).set("K7", 9.0);
            });
            (opened(made), "Z011", Error, Some(D::ColumnUnknown(0)))
        }
        D::ColumnUnknown(_) => {
            let made = bent(OFFICE, |book| {
                book.tab(MEETINGS).set("K6", "4月追加分");
                book.tab(MEETINGS).set("K7", 9.0);
            });
            (opened(made), "Z018", Query, Some(D::ColumnSplit(0)))
        }
        D::ColumnSplit(_) => {
            let made = bent(OFFICE, |book| {
                book.tab(MEETINGS).set("C6", "5月");
                book.tab(MEETINGS).set("D6", "4月");
                book.tab(MEETINGS).set("E6", "6月");
                book.tab(MEETINGS).clear("F6");
                book.tab(MEETINGS).merge("E6", "F6");
            });
            (opened(made), "Z011", Error, Some(D::ListTooLong))
        }
        D::ListTooLong => {
            let made = bent(WARD, |book| {
                for row in 12..600 {
                    book.tab(TRAINING).set(&format!("C{row}"), "在宅医療");
                }
            });
            (opened(made), "Z019", Error, Some(D::RowMissing(None)))
        }
        D::RowMissing(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).clear_area("A9", "I9"));
            (opened(made), "Z010", Error, Some(D::RowDoubled))
        }
        D::RowDoubled => {
            let made = bent(OFFICE, |book| {
                book.tab(ASKERS).insert_rows(8, 1);
                book.tab(ASKERS).set("B8", "病院");
                book.tab(ASKERS).set("C8", 9.0);
            });
            (opened(made), "Z011", Error, Some(D::RowUnknown(None)))
        }
        D::RowUnknown(_) => {
            let made = bent(OFFICE, |book| {
                book.tab(MEETINGS).insert_rows(8, 1);
                book.tab(MEETINGS).set("B8", "他市の会議");
                book.tab(MEETINGS).set("C8", 4.0);
            });
            (opened(made), "Z011", Error, Some(D::RowUnlabelled))
        }
        D::RowUnlabelled => {
            let made = bent(OFFICE, |book| {
                book.tab(MEETINGS).insert_rows(8, 1);
                book.tab(MEETINGS).set("C8", 4.0);
            });
            let next = D::RowContradicts(String::new());
            (opened(made), "Z011", Error, Some(next))
        }
        D::RowContradicts(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).set("A8", "S03"));
            (
                opened(made),
                "Z011",
                Error,
                Some(D::Misplaced(String::new())),
            )
        }
        D::Misplaced(_) => {
            let made = bent(WARD, |book| {
                book.tab(TRAINING).set("A25", "6/3 多職種研修 30人")
            });
            let next = D::Beside(Vec::new(), false);
            (opened(made), "Z023", Query, Some(next))
        }
        D::Beside(..) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).set("L7", "4月は3件"));
            (opened(made), "Z023", Query, Some(D::SheetUnknown(0)))
        }
        D::SheetUnknown(_) => {
            let made = bent(OFFICE, |book| {
                book.add("連絡事項")
                    .set("A1", "4月の病院は3件に訂正してください");
            });
            let next = Some(D::SheetRenamed(String::new()));
            (opened(made), "Z022", Query, next)
        }
        D::SheetRenamed(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).name += "（前回）");
            (opened(made), "Z022", Query, Some(D::HiddenCopy))
        }
        D::HiddenCopy => {
            let made = bent(OFFICE, |book| {
                book.copy(ASKERS, "訂正").set("C7", 99.0);
                book.tab("訂正").hidden = true;
            });
            (
                opened(made),
                "Z022",
                Query,
                Some(D::Unsettled(String::new(), String::new())),
            )
        }
        D::Unsettled(..) => {
            let made = bent(OFFICE, |book| {
                let results = book.add(words::RESULTS_SHEET);
                for (col, heading) in ('A'..).zip(words::RESULTS_HEADINGS) {
                    results.set(&format!("{col}5"), heading);
                }
                results.set("A6", "Z018");
                results.set("F6", words::UNSETTLED);
                results.set("G6", "確認中です");
            });
            let next = D::WordsOver(String::new());
            (opened(made), "Z024", Error, Some(next))
        }
        D::WordsOver(_) => {
            let mut made = opened((OFFICE, drawn(OFFICE, &FILLINGS[OFFICE])));
            let words = (CellRef::new(6, 2), "訂正 9件".to_owned());
            askers(&mut made.workbook).words_over.push(words);
            (made, "Z020", Query, Some(D::DrawnOver))
        }
        D::DrawnOver => {
            let mut made = opened((OFFICE, drawn(OFFICE, &FILLINGS[OFFICE])));
            askers(&mut made.workbook).drawn_over.push(Drawn {
                range: CellRange::new(CellRef::new(6, 2), CellRef::new(6, 7)),
                is_line: true,
            });
            (made, "Z020", Query, Some(D::LabelStruck))
        }
        D::LabelStruck => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).strike("B7"));
            (opened(made), "Z106", Error, Some(D::Hidden))
        }
        D::Hidden => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).hidden_rows.push(7));
            (
                opened(made),
                "Z015",
                Query,
                Some(D::FormattedAway(String::new())),
            )
        }
        D::FormattedAway(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).format("C7", "0\"千\""));
            (opened(made), "Z015", Query, Some(D::Faint(String::new())))
        }
        D::Faint(_) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).ink("C7", 0xFF_FF_FF));
            (
                opened(made),
                "Z015",
                Query,
                Some(D::HiddenByRule(String::new())),
            )
        }
        D::HiddenByRule(_) => {
            let (unit, bytes) = bent(OFFICE, |_| {});
            let next = D::TotalAdjusted;
            (
                opened((unit, hiding_by_rule(&bytes))),
                "Z015",
                Query,
                Some(next),
            )
        }
        D::TotalAdjusted => {
            let made = bent(OFFICE, |book| {
                book.tab(ASKERS)
                    .set("I7", V::Formula("=SUM(C7:H7)+1000", "1000"))
            });
            let next = D::Noted(String::new(), String::new());
            (opened(made), "Z201", Error, Some(next))
        }
        D::Noted(..) => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).note("C7", "訂正: 9件です"));
            let next = D::LinkedElsewhere(String::new());
            (opened(made), "Z020", Query, Some(next))
        }
        D::LinkedElsewhere(_) => {
            let mut made = opened((WARD, drawn(WARD, &FILLINGS[WARD])));
            for sheet in &mut made.workbook.sheets {
                let is_address = |cell: &Cell| cell.content.text().starts_with("https://");
                let address = sheet.cells().find(|(_, cell)| is_address(cell));
                let link = address.map(|(at, _)| (at, "https://example.jp/old/".to_owned()));
                sheet.links.extend(link);
            }
            (made, "Z311", Query, Some(D::Moved))
        }
        D::Moved => {
            let made = bent(OFFICE, |book| book.tab(MEETINGS).insert_rows(4, 3));
            (opened(made), "Z012", Note, Some(D::Overflow))
        }
        D::Overflow => {
            let made = bent(OFFICE, |book| book.tab(ASKERS).set("A9999", "メモ"));
            (opened(made), "Z013", Query, Some(D::PictureDoubled))
        }
        D::PictureDoubled => {
            let made = opened((WARD, pictures::doubled()));
            (made, "Z111", Query, Some(D::PicturesElsewhere(0)))
        }
        D::PicturesElsewhere(_) => {
            let made = opened((WARD, pictures::elsewhere()));
            (made, "Z112", Note, Some(D::PicturesUnread))
        }
        D::PicturesUnread => {
            let mut made = opened((WARD, drawn(WARD, &FILLINGS[WARD])));
            for sheet in &mut made.workbook.sheets {
                sheet.has_unread_pictures = true;
            }
            (made, "Z113", Query, None)
        }
    }
}

fn askers(workbook: &mut Workbook) -> &mut Sheet {
    let mut sheets = workbook.sheets.iter_mut();
    let found = sheets.find(|sheet| &*sheet.name == ASKERS);
    found.expect("a sheet")
}

/// The same with a rule that writes the counts of all sheets white.
fn hiding_by_rule(bytes: &[u8]) -> Vec<u8> {
    edited(bytes, |part, text| {
        let text = String::from_utf8(text).expect("XML");
        let white = "<dxfs count=\"1\"><dxf><font><color rgb=\"FFFFFFFF\"/></font></dxf></dxfs>";
        let rule = "<conditionalFormatting sqref=\"C7:D8 F7\"><cfRule type=\"expression\" dxfId=\"0\" \
            priority=\"1\"><formula>TRUE</formula></cfRule></conditionalFormatting>";
        let text = match part {
            "xl/styles.xml" => text.replace("<dxfs count=\"0\"/>", white),
            _ if part.starts_with("xl/worksheets/sheet") => {
                text.replace("</sheetData>", &format!("</sheetData>{rule}"))
            }
            _ => text,
        };
        text.into_bytes()
    })
}

/// A workbook as its unit sent it.
struct Made {
    unit: &'static str,
    workbook: Workbook,
}

fn opened((unit, bytes): (&'static str, Vec<u8>)) -> Made {
    let workbook = workbook::open(&bytes).expect("readable");
    Made { unit, workbook }
}

/// Reads and checks it.
fn judged(made: &Made) -> (Submission, Vec<Finding>) {
    let definitions: &Definitions = &DEFINITIONS;
    let unit = &definitions.registry.units[made.unit];
    let form = definitions.form_of(&unit.kind).expect("a form");
    let name: Arc<str> = Arc::from("報告.xlsx");
    let read = FormReader::new(form, &definitions.catalogue, period())
        .read(&LabelledBook::new(&made.workbook), &name);
    let submission = Submission {
        unit: unit.id.clone(),
        form: form.id.clone(),
        period: period(),
        file: SourceFile {
            name,
            path: String::new(),
            sha256: String::new(),
            bytes: 0,
        },
        values: read.values,
        lists: Vec::new(),
        reasons: read.reasons,
        departures: read.departures,
        withheld: Vec::new(),
    };
    let context = Background::alone(definitions).context(&submission);
    let findings = rules::check(&context.expect("the form is known"));
    (submission, findings)
}

fn same_fault(one: &Fault, other: &Fault) -> bool {
    match (one, other) {
        (Fault::Picture(one), Fault::Picture(other)) => discriminant(one) == discriminant(other),
        _ => discriminant(one) == discriminant(other),
    }
}

#[track_caller]
fn is_told(
    findings: &[Finding],
    what: &str,
    code: &str,
    sheet: &str,
    cell: Option<CellRef>,
) -> Severity {
    let told = findings.iter().find(|finding| {
        finding.code == code && finding.sheet.as_deref() == Some(sheet) && finding.cell == cell
    });
    let told = told.unwrap_or_else(|| panic!("{what} at {sheet} {cell:?}: {findings:#?}"));
    assert!(!told.problem.is_empty() && !told.remedy.is_empty());
    told.severity
}

#[test]
fn every_fault_of_an_answer_is_told_at_its_cell() {
    let mut next = Some(Fault::NotACount);
    let mut tried = 0;
    while let Some(fault) = next {
        let (made, code, following) = of_fault(&fault);
        let (submission, findings) = judged(&opened(made));
        let faulty: Vec<_> = submission
            .values
            .iter()
            .filter(
                |value| matches!(&value.answer, Answer::Unreadable(own) if same_fault(own, &fault)),
            )
            .collect();
        assert!(!faulty.is_empty(), "{fault:?} was not made");
        for value in faulty {
            assert_eq!(value.role, Role::Input);
            let what = format!("{fault:?}");
            // Nothing is read, so nothing can be added; and a number that is wanting stops the
            // file.
            assert_eq!(value.answer.value(), None);
            let severity = is_told(&findings, &what, code, &value.at.sheet, Some(value.at.cell));
            assert!(
                severity == Severity::Error || matches!(fault, Fault::Picture(_)),
                "{what}"
            );
        }
        tried += 1;
        next = following;
    }
    assert_eq!(tried, 22);
}

#[test]
fn every_departure_is_told_at_its_place() {
    let mut next = Some(DepartureKind::SheetMissing);
    let mut tried = 0;
    while let Some(kind) = next {
        let (made, code, weight, following) = of_departure(&kind);
        let (submission, findings) = judged(&made);
        let own: Vec<_> = submission
            .departures
            .iter()
            .filter(|departure| discriminant(&departure.kind) == discriminant(&kind))
            .collect();
        assert!(!own.is_empty(), "{kind:?} was not made");
        for departure in own {
            let what = format!("{kind:?}");
            let severity = is_told(&findings, &what, code, &departure.sheet, departure.cell);
            assert_eq!(severity, weight, "{what}");
        }
        tried += 1;
        next = following;
    }
    assert_eq!(tried, 40);
}

#[test]
fn a_sheet_in_which_an_address_stands_with_two_values_is_not_read() {
    let bytes = edited(&drawn(OFFICE, &FILLINGS[OFFICE]), |part, content| {
        if part != "xl/worksheets/sheet1.xml" {
            return content;
        }
        let sheet = String::from_utf8(content).expect("XML");
        let twice = "<sheetData><row r=\"1\"><c r=\"A1\"><v>9</v></c></row>";
        sheet.replacen("<sheetData>", twice, 1).into_bytes()
    });
    assert!(workbook::open(&bytes).is_err());
}
