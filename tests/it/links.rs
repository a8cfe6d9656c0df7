//! The links of the summary workbook: each is followed to the file and the cells that it names.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::workbook::{self, Content, Workbook};
use zip::ZipArchive;

use crate::support::{Project, files, repository, run};

/// A link to a submission.
struct Link {
    sheet: String,
    at: CellRef,
    /// The file that opens.
    file: PathBuf,
    /// The sheet and the cells that are shown; nothing for a file alone.
    place: Option<(String, CellRef, CellRef)>,
}

/// The value of an attribute.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    element
        .split(&format!(" {name}=\""))
        .nth(1)?
        .split('"')
        .next()
}

/// An address without its escapes.
fn plain(address: &str) -> String {
    let mut parts = address.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (code, rest) = part.split_at(2);
        text + &char::from(u8::from_str_radix(code, 16).expect("an escape")).to_string() + rest
    })
}

/// The links to submissions of the workbook in a folder.
fn links(folder: &Path) -> Vec<Link> {
    let bytes = std::fs::read(folder.join("庁内/summary.xlsx")).expect("a workbook");
    let book = workbook::open(&bytes).expect("readable");
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut part = |name: String| {
        package
            .by_name(&name)
            .ok()
            .map(|part| std::io::read_to_string(part).expect("text"))
    };
    let mut links = Vec::new();
    for (i, sheet) in book.sheets.iter().enumerate() {
        let xml = part(format!("xl/worksheets/sheet{}.xml", i + 1)).expect("a sheet");
        let relations =
            part(format!("xl/worksheets/_rels/sheet{}.xml.rels", i + 1)).unwrap_or_default();
        let targets: BTreeMap<&str, &str> = relations
            .split("<Relationship")
            .filter(|relation| relation.contains("TargetMode=\"External\""))
            .filter_map(|relation| {
                Some((attribute(relation, "Id")?, attribute(relation, "Target")?))
            })
            .collect();
        for element in xml.split("<hyperlink").skip(1) {
            let Some(target) = attribute(element, "r:id").and_then(|id| targets.get(id)) else {
                continue;
            };
            let place = attribute(element, "location").map(|location| {
                let (sheet, cells) = location.rsplit_once('!').expect("a sheet");
                let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
                let sheet = sheet.trim_matches('\'').replace("''", "'");
                (
                    sheet,
                    first.parse().expect("a cell"),
                    last.parse().expect("a cell"),
                )
            });
            let at = attribute(element, "ref")
                .and_then(|at| at.parse().ok())
                .expect("a cell");
            let beside = folder.join("庁内");
            links.push(Link {
                sheet: sheet.name.to_string(),
                at,
                file: beside.join(plain(target)),
                place,
            });
        }
    }
    links
}

/// A path without the folders that it leaves again, as programs that open links see it.
fn lexical(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, part| {
        if part == std::path::Component::ParentDir {
            path.pop();
        } else {
            path.push(part);
        }
        path
    })
}

/// The submissions, opened once.
#[derive(Default)]
struct Opened(BTreeMap<PathBuf, Workbook>);

impl Opened {
    /// What the cells hold that a link shows.
    fn shown(&mut self, link: &Link) -> Vec<Content> {
        let file = lexical(&link.file);
        let book = self.0.entry(file.clone()).or_insert_with(|| {
            let bytes =
                std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            workbook::open(&bytes).expect("readable")
        });
        let Some((sheet, first, last)) = &link.place else {
            return Vec::new();
        };
        let sheet = book
            .sheets
            .iter()
            .find(|own| *own.name == **sheet)
            .unwrap_or_else(|| panic!("no sheet {sheet}"));
        let cells = (first.row..=last.row)
            .flat_map(|row| (first.col..=last.col).map(move |col| CellRef::new(row, col)));
        cells.map(|at| sheet.get(at).content.clone()).collect()
    }
}

/// Follows every link; tells how many figures were the sums of the cells that they lead to.
fn followed(folder: &Path) -> usize {
    let bytes = std::fs::read(folder.join("庁内/summary.xlsx")).expect("a workbook");
    let book = workbook::open(&bytes).expect("readable");
    let mut opened = Opened::default();
    let mut figures = 0;
    for link in links(folder) {
        let shown = opened.shown(&link);
        let sheet = book
            .sheets
            .iter()
            .find(|sheet| *sheet.name == *link.sheet)
            .expect("its sheet");
        if let Content::Number(figure) = sheet.get(link.at).content {
            let number = |content: &Content| {
                if let Content::Number(number) = content {
                    *number
                } else {
                    0.0
                }
            };
            assert_eq!(
                shown.iter().map(number).sum::<f64>(),
                figure,
                "{} {} {}",
                link.sheet,
                link.at,
                link.file.display()
            );
            figures += 1;
        }
    }
    figures
}

/// The sample with the submissions of some periods, in a folder whose name no address takes as it
/// is.
fn sample(periods: &[&str]) -> Project {
    let project = Project::empty();
    for (path, bytes) in files(&repository("sample-data")) {
        if !path.contains("/submissions/") || periods.iter().any(|period| path.starts_with(period))
        {
            project.write(&format!("事業 #1/{path}"), &bytes);
        }
    }
    project
}

#[test]
fn links_open_the_cells_whose_sum_a_figure_is_wherever_the_outputs_are() {
    let project = sample(&["2023H1"]);
    let build = ["build", "--project", "事業 #1", "--period", "2023H1"];
    project.run(&build).succeeds();
    let usual = followed(&project.path("事業 #1/2023H1/output"));
    assert!(usual > 1_000, "{usual}");
    run(
        &project.path("事業 #1"),
        &["build", "--period", "2023H1", "--out", "../公開/100%/R5"],
    )
    .succeeds();
    assert_eq!(followed(&project.path("公開/100%/R5")), usual);
    // The manifest knows where the outputs were written, so they may be verified in another place.
    project
        .run(&["verify", "公開/100%/R5", "--project", "事業 #1"])
        .succeeds();
    std::fs::rename(project.path("公開/100%"), project.path("保存")).expect("moved");
    project
        .run(&["verify", "保存/R5", "--project", "事業 #1"])
        .succeeds();
}

#[test]
fn a_figure_of_a_year_leads_to_the_forms_of_both_halves() {
    let project = sample(&["2022H1", "2022H2"]);
    project
        .run(&[
            "build",
            "--project",
            "事業 #1",
            "--period",
            "2022",
            "--allow-missing",
        ])
        .succeeds();
    let folder = project.path("事業 #1/2022/output");
    followed(&folder);
    let bytes = std::fs::read(folder.join("庁内/summary.xlsx")).expect("a workbook");
    let book = workbook::open(&bytes).expect("readable");
    let mut opened = Opened::default();
    let (mut forms, mut states) = (0, 0);
    for link in links(&folder) {
        let sheet = book
            .sheets
            .iter()
            .find(|sheet| *sheet.name == *link.sheet)
            .expect("its sheet");
        let text = |row, col| {
            sheet
                .get(CellRef::new(row, col))
                .content
                .text()
                .into_owned()
        };
        let head = (0..link.at.row)
            .rev()
            .find(|row| text(*row, 0) == "地域コード" || text(*row, 1) == "地域コード");
        let heading = head.map_or_else(String::new, |row| text(row, link.at.col));
        let file = link.file.to_string_lossy().into_owned();
        match heading.as_str() {
            "上半期の様式" => assert!(file.contains("/2022H1/"), "{file}"),
            "下半期の様式" => assert!(file.contains("/2022H2/"), "{file}"),
            _ => {}
        }
        if heading.ends_with("の様式") {
            assert_eq!(sheet.get(link.at).content.text(), "開く");
            forms += 1;
        }
        // A state is that of the last half, and so is the form that the name of the unit opens.
        let noted = (0..head.unwrap_or(0))
            .any(|row| text(row, 0) == "通年の状況は、下半期の様式のものです。");
        if noted && heading == "名称" {
            assert!(file.contains("/2022H2/"), "{file}");
            let answers: Vec<String> = opened
                .shown(&link)
                .iter()
                .map(|content| content.text().into_owned())
                .collect();
            assert!(
                answers
                    .iter()
                    .any(|answer| answer.contains(&text(link.at.row, 2))),
                "{} {answers:?}",
                link.sheet
            );
            states += 1;
        }
    }
    assert!(forms > 200 && states > 50, "{forms} {states}");
}
