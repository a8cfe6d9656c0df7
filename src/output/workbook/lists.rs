//! The sheets that are lists: contents, submissions, what the units wrote, 確認, dictionary, source.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cell::{Cell, Content, Links};
use super::look::{Face, Looks};
use super::page::{Grid, SheetDraft};
use crate::figures::datum::around;
use crate::model::catalogue::Kind;
use crate::model::excel::link_to;
use crate::model::terms;
use crate::sheets::lists::{ListColumn, ListTable, ListValue};
use crate::sheets::part::Head;
use crate::sheets::revisions::RevisionTable;
use crate::sheets::status::QueryTable;
use crate::sheets::tidy::TidyRow;
use crate::sheets::{CONTENTS, Sheets};

/// How much of a hash is shown: enough to tell two files apart; the manifest has the whole.
const SHOWN_HASH: usize = 16;

/// What a corrected cell of the office's workbook moves, and what it does not.
const MOVES: &str = "報告者ごとの数や状況を直すと、全体の合計、状況ごとの数、増減も変わります（月別の数、一覧、集計用データ、グラフの説明は変わりません）。";

/// The contents: the first sheet, with a link to each other.
pub fn contents(tables: &Sheets, looks: &Looks) -> Result<Worksheet> {
    let reported = tables
        .coverage
        .iter()
        .map(|kind| format!("{}: {}", kind.label, kind.reported));
    let way = match (tables.internal, tables.halves.is_empty()) {
        (false, _) => {
            "公表してよい数と文章だけを載せています。単位ごとの合計は、小さな数のない項目に限ります。\
             機械で読み取るときは、オープンデータの表をお使いください。"
        }
        (true, true) => {
            "数の欄をたどると、提出された様式のセルが開きます（提出ファイルが同じ場所にあるとき）。"
        }
        (true, false) => {
            "通年の数は両半期の様式の和です。表の右端の「開く」から、それぞれの様式が開きます（提出ファイルが同じ場所にあるとき）。"
        }
    };
    let moves = tables.internal.then(|| MOVES.to_owned());
    let head = Head {
        sheet: CONTENTS.to_owned(),
        title: format!("{}　{}", tables.publication.title, tables.period_label),
        purpose: String::new(),
        notes: reported.chain([way.to_owned()]).chain(moves).collect(),
    };
    let rows = tables.contents.iter().map(|row| {
        vec![
            Cell::text(&row.sheet)
                .face(Face::Link)
                .to(Some(link_to(&row.sheet, "A1"))),
            Cell::text(&row.title),
            Cell::text(&row.purpose),
        ]
    });
    draw(
        (tables, looks),
        &head,
        &["シート", "表題", "内容"],
        rows.collect(),
        1,
        &[32, 60, 50],
    )
}

/// Who sent what.
pub fn submissions(tables: &Sheets, links: Links, looks: &Looks) -> Result<Worksheet> {
    // What stands behind the first columns is told to the office alone.
    let told = if tables.internal { usize::MAX } else { 4 };
    let rows = tables.submissions.iter().map(|row| {
        let cells = vec![
            Cell::text(&row.kind),
            Cell::text(&row.area_code),
            Cell::text(&row.name),
            Cell::new(Content::Symbol(row.standing.clone())),
            Cell::text(&row.file).to(links.to_file(&row.path)),
            Cell::number(Some(row.errors as u64)),
            Cell::number(Some(row.queries as u64)),
            Cell::number(row.bytes),
            Cell::text(row.sha256.chars().take(SHOWN_HASH).collect::<String>()),
        ];
        cells.into_iter().take(told).collect()
    });
    let header = [
        "種類",
        "地域コード",
        "名称",
        terms::ANSWER,
        "ファイル",
        "エラー",
        "確認",
        "バイト数",
        "SHA-256（先頭16桁）",
    ];
    draw(
        (tables, looks),
        &tables.submissions_head,
        header.get(..told).unwrap_or(&header),
        rows.collect(),
        3,
        &[12, 10, 42, 8, 44, 8, 8, 12, 18],
    )
}

/// All numbers as rows; months and parts only where some row has them.
pub fn tidy(tables: &Sheets, looks: &Looks) -> Result<Worksheet> {
    let rows = &tables.tidy.rows;
    let row = |row: &TidyRow| {
        let words = [
            &tables.period_label,
            &row.kind,
            &row.area_code,
            &row.name,
            &row.month,
            &row.element,
            &row.option,
            &row.state,
        ];
        let mut cells = Vec::from(words.map(Cell::text));
        cells.push(Cell::number(Some(row.value)));
        cells.push(Cell::text(&row.measure));
        cells
    };
    let header = [
        "対象期間",
        "種類",
        "地域コード",
        "名称",
        "年月",
        terms::ELEMENT,
        terms::OPTION,
        terms::ANSWER,
        "値",
        "単位",
    ];
    draw(
        (tables, looks),
        &tables.tidy.head,
        &header,
        rows.iter().map(row).collect(),
        1,
        &[20, 14, 12, 26, 10, 36, 36, 26, 10, 8],
    )
}

/// What the units wrote.
pub fn list(tables: &Sheets, table: &ListTable, links: Links, looks: &Looks) -> Result<Worksheet> {
    let heading = |column: &ListColumn| match column.unit.as_str() {
        "" => column.label.clone(),
        unit => format!("{}（{unit}）", column.label),
    };
    // Of a year it is told in which half a row was written.
    let half = if tables.halves.is_empty() {
        None
    } else {
        Some("期")
    };
    let names = if table.named { 2 } else { 0 };
    let lead = ["地域コード", "名称"].into_iter().take(names).chain(half);
    let header: Vec<String> = lead
        .map(str::to_owned)
        .chain(table.columns.iter().map(heading))
        .collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = table.rows.iter().map(|row| {
        // Words with a link do not break into lines everywhere, so the name of the unit carries it.
        let written =
            links.to(around(row.cells.iter().filter_map(|cell| cell.origin.as_ref())).as_ref());
        let mut cells = vec![
            Cell::text(&row.unit.area_code),
            Cell::text(&row.unit.short).to(written),
        ];
        cells.truncate(names);
        cells.extend(half.map(|_| Cell::text(row.half)));
        cells.extend(row.cells.iter().map(|cell| {
            let content = match &cell.value {
                ListValue::Text(text) => Content::Text(text.clone()),
                ListValue::Number(n) => Content::Number(*n),
                ListValue::Date(date) => Content::Date(*date),
                ListValue::Empty => Content::Symbol(cell.text()),
            };
            let link = links
                .to(cell.origin.as_ref())
                .filter(|_| !matches!(content, Content::Text(_)));
            Cell::new(content).to(link)
        }));
        cells
    });
    let of_kind = |column: &ListColumn| if column.kind == Kind::Text { 56 } else { 16 };
    let widest: Vec<usize> = [10, 16]
        .into_iter()
        .take(names)
        .chain(half.map(|_| 6))
        .chain(table.columns.iter().map(of_kind))
        .collect();
    draw(
        (tables, looks),
        &table.head,
        &header,
        rows.collect(),
        names as u16,
        &widest,
    )
}

/// What remained in question.
pub fn queries(
    tables: &Sheets,
    table: &QueryTable,
    links: Links,
    looks: &Looks,
) -> Result<Worksheet> {
    let rows = table.rows.iter().map(|row| {
        let cell = row.cell.map(|cell| cell.to_string()).unwrap_or_default();
        vec![
            Cell::text(&row.unit),
            Cell::text(row.code),
            Cell::text(&row.file),
            Cell::text(&row.sheet),
            Cell::text(cell).to(links.to(row.origin.as_ref())),
            Cell::text(&row.heading),
            Cell::text(&row.found),
            Cell::text(&row.problem),
            Cell::new(Content::Symbol(row.state.to_owned())),
            Cell::text(&row.reason),
        ]
    });
    let header = [
        "名称",
        "コード",
        "ファイル",
        "シート",
        "セル",
        terms::ELEMENT,
        "値",
        "確認事項",
        "状態",
        "理由",
    ];
    draw(
        (tables, looks),
        &table.head,
        &header,
        rows.collect(),
        1,
        &[36, 8, 30, 20, 8, 30, 20, 50, 10, 50],
    )
}

/// What changed since the period was closed.
pub fn revisions(tables: &Sheets, table: &RevisionTable, looks: &Looks) -> Result<Worksheet> {
    let rows = table.rows.iter().map(|row| {
        vec![
            Cell::text(&row.area_code),
            Cell::text(&row.name),
            Cell::text(&row.element),
            Cell::text(&row.option),
            Cell::text(&row.answer),
            Cell::text(&row.month),
            Cell::number(row.old),
            Cell::number(row.new),
            Cell::new(Content::Symbol(row.measure.clone())),
            Cell::new(Content::Symbol(row.symbol.to_owned())),
        ]
    });
    let header = [
        "地域コード",
        "名称",
        terms::ELEMENT,
        terms::OPTION,
        terms::ANSWER,
        "月",
        "締めた値",
        "今の値",
        "単位",
        "記号",
    ];
    draw(
        (tables, looks),
        &table.head,
        &header,
        rows.collect(),
        2,
        &[10, 36, 30, 30, 20, 6, 10, 10, 6, 6],
    )
}

/// Every element and option; where they come from is told to the office alone.
pub fn dictionary(tables: &Sheets, looks: &Looks) -> Result<Worksheet> {
    let yes = |yes: bool| {
        Cell::new(Content::Symbol(
            if yes { "はい" } else { "いいえ" }.to_owned(),
        ))
    };
    let rows = tables.dictionary.iter().map(|row| {
        let mut cells = vec![
            Cell::text(row.entry),
            Cell::text(&row.category_label),
            Cell::text(&*row.id),
            Cell::text(&row.label),
            Cell::text(row.kind),
            Cell::new(Content::Symbol(row.unit.clone())),
            Cell::text(&row.answers),
            Cell::text(&row.definition),
        ];
        if tables.internal {
            cells.extend([Cell::text(row.basis), yes(row.verified), yes(row.publish)]);
        }
        cells
    });
    let header = [
        "種別",
        "区分の名称",
        "記号",
        "名称",
        "答え方",
        "単位",
        "選択肢",
        "定義",
        "根拠",
        "確認済",
        "公表",
    ];
    let told = if tables.internal { header.len() } else { 8 };
    draw(
        (tables, looks),
        &tables.dictionary_head,
        header.get(..told).unwrap_or(&header),
        rows.collect(),
        4,
        &[8, 20, 24, 30, 14, 6, 16, 50, 16, 8, 8],
    )
}

/// Source, licence, date and legend.
pub fn about(tables: &Sheets, looks: &Looks) -> Result<Worksheet> {
    let rows = tables
        .about
        .iter()
        .map(|row| vec![Cell::text(&row.label), Cell::text(&row.text)]);
    draw(
        (tables, looks),
        &tables.about_head,
        &[terms::ELEMENT, "内容"],
        rows.collect(),
        0,
        &[20, 90],
    )
}

fn draw(
    (tables, looks): (&Sheets, &Looks),
    head: &Head,
    header: &[&str],
    rows: Vec<Vec<Cell>>,
    fixed: u16,
    widest: &[usize],
) -> Result<Worksheet> {
    let grid = Grid {
        header: header.iter().map(|label| (*label).to_owned()).collect(),
        rows,
        listed: true,
    };
    SheetDraft {
        tables,
        head,
        grids: vec![grid],
        fixed,
        widest,
        chart: None,
    }
    .draw(looks)
}
