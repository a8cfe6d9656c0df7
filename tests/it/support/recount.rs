//! An independent recount: the cells of the submissions are added up by a reader that knows only
//! where the form has its rows.

use std::collections::BTreeMap;

use zaitaku_report::for_tests::model::cell::CellRef;

use super::read::cells;
use super::{files, repository};

/// The monthly counts: element, heading on the form, sheet of the summary workbook.
pub const COUNTS: [(&str, &str, &str); 5] = [
    (
        "seamless",
        "(ウ) 切れ目のない在宅医療と介護の提供体制の構築",
        "(ウ)支援の場面",
    ),
    ("agencies", "(ウ) 連絡調整機関", "(ウ)連絡調整機関"),
    ("askers", "(オ) 個別相談ケース（相談者別）", "(オ)相談者"),
    (
        "contents",
        "(オ) 個別相談ケース（相談内容別・複数回答）",
        "(オ)相談内容",
    ),
    ("meetings", "会議・研修会等への参加", "会議・研修会"),
];

/// The one row that is no part of its total.
pub const SUBSET: &str = "G3";

/// The table under a heading of a form: its rows as texts from column A.
type Rows = Vec<Vec<String>>;

/// The submissions of a period by area: every heading with its table.
pub struct Submissions {
    wards: BTreeMap<String, Vec<(String, Rows)>>,
    offices: BTreeMap<String, Vec<(String, Rows)>>,
}

impl Submissions {
    /// Reads the submissions of a half.
    pub fn of(period: &str) -> Self {
        let kind = |folder: &str, suffix: &str| {
            let files = files(
                &repository("sample-data")
                    .join(period)
                    .join("submissions")
                    .join(folder),
            );
            let area = |path: &str| path.strip_suffix(suffix).expect("a name").to_owned();
            files
                .iter()
                .map(|(path, bytes)| (area(path), tables(bytes)))
                .collect()
        };
        Self {
            wards: kind("ward", ".xlsx"),
            offices: kind("office", "相談支援室.xlsx"),
        }
    }

    /// The counts of a heading: area, code, label and the months.
    pub fn counts(&self, heading: &str) -> Vec<(&str, String, String, Vec<u64>)> {
        let rows = self
            .offices
            .iter()
            .flat_map(|(area, tables)| table(tables, heading).iter().map(move |row| (area, row)));
        let items = rows.filter(|(_, row)| !row[0].is_empty());
        let months = |row: &[String]| {
            row[2..8]
                .iter()
                .map(|text| text.parse().expect("a count"))
                .collect()
        };
        items
            .map(|(area, row)| (area.as_str(), row[0].clone(), row[1].clone(), months(row)))
            .collect()
    }

    /// The sum of an element, or of one row of it.
    pub fn sum(&self, element: &str, code: Option<&str>) -> u64 {
        let heading = COUNTS
            .iter()
            .find(|(id, ..)| *id == element)
            .expect("a heading")
            .1;
        let counts = self.counts(heading);
        let wanted = counts
            .iter()
            .filter(|(_, own, ..)| code.map_or(own != SUBSET, |code| own == code));
        wanted.flat_map(|(.., months)| months).sum()
    }

    /// The city's sums under a heading of 2023H1, by code and month: totals under the empty code,
    /// the half year under the empty month.
    pub fn sums(&self, heading: &str) -> BTreeMap<(String, String), u64> {
        let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (_, code, _, months) in self.counts(heading) {
            for (i, n) in months.iter().enumerate() {
                let month = format!("2023-{:02}", i + 4);
                for month in [month, String::new()] {
                    *sums.entry((code.clone(), month.clone())).or_default() += n;
                    if code != SUBSET {
                        *sums.entry((String::new(), month)).or_default() += n;
                    }
                }
            }
        }
        sums
    }

    fn largest(&self, codes: impl Fn(&str) -> bool) -> u64 {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for (_, code, _, months) in self.counts(COUNTS[3].1) {
            *sums.entry(code).or_default() += months.iter().sum::<u64>();
        }
        sums.into_iter()
            .filter(|(code, _)| codes(code))
            .map(|(_, sum)| sum)
            .max()
            .expect("a count")
    }

    /// How many wards have an answer beside a label (or a code).
    fn wards(&self, heading: &str, label: &str, answer: &str) -> u64 {
        let has = |tables: &&Vec<(String, Rows)>| {
            table(tables, heading)
                .iter()
                .any(|row| (row[0] == label || row[1] == label) && row[2] == answer)
        };
        self.wards.values().filter(has).count() as u64
    }

    /// How many wards have marked a kind of training: the kinds stand in the columns D to G.
    fn trained(&self, kind: usize) -> u64 {
        let has = |tables: &&Vec<(String, Rows)>| {
            table(tables, "(カ) 開催した研修会")
                .iter()
                .any(|row| row[3 + kind] == "○")
        };
        self.wards.values().filter(has).count() as u64
    }

    /// How many cases of a scene may be published: the scene stands in column B, the permission in
    /// column N.
    fn cases(&self, scene: &str) -> u64 {
        let rows = self
            .offices
            .values()
            .flat_map(|tables| table(tables, "個別相談の事例"));
        rows.filter(|row| row[1] == scene && row[13] == "可")
            .count() as u64
    }
}

fn table<'a>(tables: &'a [(String, Rows)], heading: &str) -> &'a Rows {
    &tables
        .iter()
        .find(|(known, _)| known == heading)
        .unwrap_or_else(|| panic!("{heading} is missing"))
        .1
}

/// Every table of a form: a heading stands two rows above the word 番号 or 記号.
fn tables(bytes: &[u8]) -> Vec<(String, Rows)> {
    let cells = cells(bytes);
    let text = |sheet: &str, row: u32, col: u16| {
        cells
            .get(&(sheet.to_owned(), CellRef::new(row, col)))
            .cloned()
            .unwrap_or_default()
    };
    let heads = cells.iter().filter(|((_, at), text)| {
        at.col == 0 && at.row > 1 && ["番号", "記号"].contains(&text.as_str())
    });
    let table = |((sheet, at), _): (&(String, CellRef), &String)| {
        let rows =
            (at.row + 1..).take_while(|row| (0..2).any(|col| !text(sheet, *row, col).is_empty()));
        let rows = rows.map(|row| (0..16).map(|col| text(sheet, row, col)).collect());
        (text(sheet, at.row - 2, 0), rows.collect())
    };
    heads.map(table).collect()
}

/// What the submissions of some halves add up to for a published figure; a state is that of the
/// last half.
pub fn recounted(figure: &str, halves: &[&Submissions]) -> u64 {
    let last = halves.last().expect("a half");
    let sum = |element, code| halves.iter().map(|half| half.sum(element, code)).sum();
    let conference =
        |state| last.wards("(イ)その1 推進会議の開催状況", "推進会議の開催状況", state);
    if let Some(n) = figure.strip_prefix("conference topics done ") {
        let code = format!("T{:02}", n.parse::<u8>().expect("a number"));
        return last.wards(
            "(イ)その2 推進会議（ワーキング含む）で検討した内容",
            &code,
            "実施済",
        );
    }
    match figure {
        "conference held" => conference("開催している"),
        "conference planned" => conference("開催予定"),
        "conference not planned" => conference("開催予定なし"),
        "wards that held training" => {
            last.wards("(カ) 研修会の開催状況", "研修会の開催状況", "開催した")
        }
        "training for many professions" => last.trained(0),
        "training in care for medical staff" => last.trained(1),
        "training in medicine for care staff" => last.trained(2),
        "training for one named profession" => last.trained(3),
        "seamless provision work" => sum("seamless", None),
        "agencies coordinated with" => sum("agencies", None),
        "consultations by asker" => sum("askers", None),
        "consultations by content" => sum("contents", None),
        "largest medical content" => last.largest(|code| code < "C20"),
        "largest care content" => last.largest(|code| ("C20".."C90").contains(&code)),
        "case examples: admission and discharge" => last.cases("入退院支援"),
        "case examples: everyday care incl. sudden change" => {
            last.cases("日常の療養支援（急変時対応を含む）")
        }
        "case examples: end of life" => last.cases("看取り"),
        "meetings attended" => sum("meetings", None),
        "city and ward meetings" => sum("meetings", Some("G1")),
        "meetings with agencies" => sum("meetings", Some("G2")),
        "of which regional care conferences" => sum("meetings", Some(SUBSET)),
        other => panic!("no recount for {other}"),
    }
}

/// The published figures: name, period, value.
pub fn published() -> Vec<(String, String, String)> {
    let mut reader =
        csv::Reader::from_path(repository("tests/data/published-2023H1.csv")).expect("the figures");
    reader
        .records()
        .map(|record| record.expect("a line"))
        .map(|line| (line[0].into(), line[1].into(), line[2].into()))
        .collect()
}
