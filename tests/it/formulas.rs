//! The workbook of the office moves with a cell that is corrected: what is made of other cells is a
//! formula, and beside it stands the number that was computed once.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::model::period::Period;
use zaitaku_report::for_tests::output::workbook;
use zaitaku_report::for_tests::sheets::Sheets;
use zaitaku_report::for_tests::workbook::open;
use zip::ZipArchive;

use crate::support::{PERIOD, publication, with_sample};

/// A sheet as another program calculates it: only what the workbook needs.
#[derive(Clone, Default)]
struct Sheet {
    /// What is written in the cells.
    cells: BTreeMap<CellRef, String>,
    /// Formulas of cells.
    formulas: BTreeMap<CellRef, String>,
}

impl Sheet {
    /// What a cell shows; of a formula what comes out.
    fn shows(&self, at: CellRef) -> String {
        match self.formulas.get(&at) {
            Some(formula) => self.result(formula).to_string(),
            None => self.cells.get(&at).cloned().unwrap_or_default(),
        }
    }

    fn number(&self, at: CellRef) -> Option<f64> {
        self.shows(at).parse().ok()
    }

    fn result(&self, formula: &str) -> f64 {
        let Some((name, rest)) = formula.split_once('(') else {
            // now-before
            let (now, before) = formula.split_once('-').expect("a difference");
            let [now, before] = [now, before].map(|at| self.number(cell(at)).expect("a number"));
            return now - before;
        };
        let inner = rest.strip_suffix(')').expect("its end");
        match name {
            "SUM" => range(inner)
                .into_iter()
                .filter_map(|at| self.number(at))
                .sum(),
            "COUNTIF" => {
                let (cells, wanted) = inner.split_once(',').expect("two arguments");
                let wanted = match wanted
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'))
                {
                    Some(words) => words.to_owned(),
                    None => self.shows(cell(wanted)),
                };
                let cells = range(cells).into_iter();
                cells.filter(|at| self.shows(*at) == wanted).count() as f64
            }
            "ROUND" => {
                // ((now-before)/before,3)
                let (now, rest) = inner
                    .strip_prefix('(')
                    .and_then(|text| text.split_once('-'))
                    .expect("a change");
                let (before, _) = rest.split_once(')').expect("a change");
                let [now, before] =
                    [now, before].map(|at| self.number(cell(at)).expect("a number"));
                ((now - before) / before * 1000.0).round() / 1000.0
            }
            other => panic!("{other}"),
        }
    }
}

fn cell(text: &str) -> CellRef {
    text.parse().expect("an address")
}

fn range(text: &str) -> Vec<CellRef> {
    let (first, last) = text.split_once(':').expect("a range");
    let (first, last) = (cell(first), cell(last));
    let rows = first.row..=last.row;
    rows.flat_map(|row| (first.col..=last.col).map(move |col| CellRef::new(row, col)))
        .collect()
}

/// The sheets of a workbook by name, with formulas beside what is stored.
fn sheets(bytes: &[u8]) -> BTreeMap<String, Sheet> {
    let book = open(bytes).expect("readable");
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut sheets = BTreeMap::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        let mut found = Sheet::default();
        for (at, cell) in sheet.cells() {
            found.cells.insert(at, cell.content.text().into_owned());
        }
        let mut xml = String::new();
        let part = format!("xl/worksheets/sheet{}.xml", at + 1);
        package
            .by_name(&part)
            .expect("a part")
            .read_to_string(&mut xml)
            .expect("text");
        for own in xml.split("<c r=\"").skip(1) {
            let own = own.split("</c>").next().unwrap_or_default();
            if let Some((_, formula)) = own.split_once("<f>") {
                let at = cell(own.split('"').next().expect("an address"));
                let formula = formula.split("</f>").next().expect("its end");
                found.formulas.insert(at, formula.replace("&quot;", "\""));
            }
        }
        sheets.insert(sheet.name.to_string(), found);
    }
    sheets
}

fn made(period: Period, missing: &[&str]) -> BTreeMap<String, Sheet> {
    with_sample(period, missing, |material| {
        let tables = Sheets::new(material, &publication(material), None);
        sheets(&workbook::summary(&tables, Some("../submissions")).expect("a workbook"))
    })
}

#[test]
fn what_is_stored_is_what_comes_out() {
    let late = ["ward/西区.xlsx", "office/北区"];
    for (period, missing) in [
        (PERIOD, &[][..]),
        (PERIOD, &late),
        (Period::year(2022), &[]),
    ] {
        let mut formulas = 0;
        for (name, sheet) in made(period, missing) {
            for (at, formula) in &sheet.formulas {
                let stored: f64 = sheet.cells[at].parse().expect("a number");
                let result = sheet.result(formula);
                assert_eq!(result, stored, "{period} {name} {at} {formula}");
                formulas += 1;
            }
        }
        assert!(formulas > 250, "{period}: {formulas}");
    }
}

#[test]
fn a_corrected_cell_moves_the_totals() {
    let all = made(PERIOD, &[]);
    let mut moved = 0;
    for (name, sheet) in &all {
        // A part of the first unit whose total is a sum of a row.
        let of_row = |formula: &&String| {
            let cells = formula
                .strip_prefix("SUM(")
                .and_then(|rest| rest.strip_suffix(')'));
            let cells = cells.map(range).unwrap_or_default();
            !cells.is_empty() && cells.iter().all(|at| at.row == cells[0].row)
        };
        let Some(total) = sheet.formulas.values().find(of_row) else {
            continue;
        };
        let part = range(total.trim_start_matches("SUM(").trim_end_matches(')'))[1];
        let mut corrected = sheet.clone();
        let count = sheet.number(part).expect("a count") + 4.0;
        corrected.cells.insert(part, count.to_string());
        let more = sheet.formulas.iter().filter(|(at, formula)| {
            formula.starts_with("SUM(")
                && corrected.number(**at) == sheet.number(**at).map(|n| n + 4.0)
        });
        // The unit's total, the part of the city, the city's total.
        assert_eq!(more.count(), 3, "{name}");
        moved += 1;
    }
    assert_eq!(moved, 5);
    // A state that is chosen otherwise is counted otherwise.
    let sheet = &all["(ア)資源の把握"];
    let (at, _) = sheet.formulas.iter().next().expect("counts");
    let units = sheet.formulas[at].split_once('(').expect("a count").1;
    let first = range(units.split_once(',').expect("two").0)[0];
    let before = sheet.shows(first);
    let mut corrected = sheet.clone();
    let other = sheet
        .cells
        .iter()
        .find(|(at, text)| at.col == first.col && at.row >= first.row && **text != before);
    corrected
        .cells
        .insert(first, other.expect("another state").1.clone());
    let changed = sheet
        .formulas
        .keys()
        .filter(|at| corrected.number(**at) != sheet.number(**at));
    assert_eq!(changed.count(), 2);
}

#[test]
fn what_everybody_reads_has_no_formula() {
    let public = with_sample(PERIOD, &[], |material| {
        let disclosure = Default::default();
        let tables = Sheets::new(material, &publication(material), Some(&disclosure));
        sheets(&workbook::summary(&tables, None).expect("a workbook"))
    });
    assert!(public.values().all(|sheet| sheet.formulas.is_empty()));
}

/// The rows of the sheet that is turned into other tables, by heading.
fn tidy(sheet: &Sheet) -> Vec<BTreeMap<String, String>> {
    let head = sheet
        .cells
        .iter()
        .find(|(_, text)| *text == "値")
        .expect("a heading")
        .0;
    let columns: Vec<(u16, &String)> = sheet
        .cells
        .iter()
        .filter(|(at, _)| at.row == head.row)
        .map(|(at, text)| (at.col, text))
        .collect();
    let last = sheet.cells.keys().map(|at| at.row).max().expect("rows");
    let row = |row| {
        let cell = |(col, label): &(u16, &String)| {
            let text = sheet.cells.get(&CellRef::new(row, *col));
            ((*label).clone(), text.cloned().unwrap_or_default())
        };
        columns.iter().map(cell).collect()
    };
    (head.row + 1..=last).map(row).collect()
}

#[test]
fn the_rows_add_up_to_the_numbers_of_the_city() {
    for is_public in [false, true] {
        with_sample(PERIOD, &[], |material| {
            let disclosure = Default::default();
            let public = is_public.then_some(&disclosure);
            let tables = Sheets::new(material, &publication(material), public);
            let book = sheets(&workbook::summary(&tables, None).expect("a workbook"));
            let mut sums: BTreeMap<(String, String, String), u64> = BTreeMap::new();
            for row in tidy(&book["集計用データ"]) {
                let of = ["項目", "区分", "状況"].map(|column| row[column].clone());
                let value: u64 = row["値"].parse().expect("a number");
                let [element, option, state] = of;
                *sums.entry((element.clone(), option, state)).or_default() += value;
                *sums
                    .entry((element, "すべて".to_owned(), String::new()))
                    .or_default() += value;
            }
            let sum = |element: &str, option: &str, state: &str| {
                let key = [element, option, state].map(str::to_owned).into();
                sums.get(&key).copied()
            };
            // As published.
            let askers = "個別相談ケース（相談者別）";
            assert_eq!(sum(askers, "すべて", ""), Some(926), "{is_public}");
            assert_eq!(sum("会議・研修会等への参加", "すべて", ""), Some(1_120));
            assert_eq!(sum("推進会議の開催状況", "", "開催している"), Some(15));
            assert_eq!(sum("普及啓発の方法", "広報紙", ""), Some(12));
        });
    }
}
