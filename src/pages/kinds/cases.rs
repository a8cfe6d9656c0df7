//! Case examples, scene by scene, in the order that the editor gave them.

use serde::Deserialize;

use super::PageKind;
use super::events::values;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::figures::open_rows::OpenRows;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, RowRole, Table, TableColumn};
use crate::pages::wording::{key_number, plain};

/// Case examples by scene.
#[derive(Debug, Clone, Deserialize)]
pub struct CasesPage {
    /// The choice element that tells the scene.
    element: String,
    /// Which cases may be printed.
    publish: Filter,
    /// The count element that orders them.
    order: String,
    /// The columns of the table.
    columns: Vec<CaseColumn>,
    /// Elements whose value is printed behind their label.
    #[serde(default)]
    labelled: Vec<String>,
}

/// A condition on a choice of a record.
#[derive(Debug, Clone, Deserialize)]
struct Filter {
    /// The choice element.
    element: String,
    /// The option it must have.
    is: String,
}

/// A column of the table of cases.
#[derive(Debug, Clone, Deserialize)]
struct CaseColumn {
    /// The heading.
    label: String,
    /// What stands in it, one below the other.
    elements: Vec<String>,
    /// Share of the width.
    width: u32,
}

/// A case that may be printed.
struct Case<'a> {
    submission: &'a Submission,
    record: Option<u32>,
    order: u64,
}

impl PageKind for CasesPage {
    fn template(&self) -> &'static str {
        "cases"
    }

    fn elements(&self) -> Vec<&str> {
        let mut elements = vec![self.element.as_str(), &self.publish.element, &self.order];
        for column in &self.columns {
            elements.extend(column.elements.iter().map(String::as_str));
        }
        elements.extend(self.labelled.iter().map(String::as_str));
        elements
    }

    fn permit(&self) -> Option<TallyKey> {
        let allowed = Id::from(self.publish.is.as_str());
        Some(TallyKey::of(&Id::from(self.publish.element.as_str())).answer(&allowed))
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl CasesPage {
    /// The page of all scenes that have cases; `None` when there is no case.
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let material = composer.material;
        let open = OpenRows::beside(material, &self.element, composer.disclosure)?;
        let asked = material.asked(&self.element)?;
        let scenes = material.answers(asked.element)?;
        let mut rows = Vec::new();
        let mut numbers = Vec::new();
        let mut told = 0;
        for scene in scenes.options_in(material.period()) {
            let cases = self.cases(material, scene);
            if cases.is_empty() {
                continue;
            }
            let number = material.count_rows(self.answers(scene));
            let name = format!("紹介した事例 {}", scene.label);
            page.names.push((number.origin.clone(), name));
            let heading = Words::from(scene.label.as_str()).then("の場面（");
            rows.push(Row {
                role: RowRole::Group,
                cells: vec![heading.then(&number).then("件）")],
            });
            for case in &cases {
                told += 1;
                rows.push(self.row(material, &open, case, told));
            }
            numbers.push(number);
        }
        if rows.is_empty() {
            return None;
        }
        page.finding = vec![
            plain("支援の場面ごとに、計"),
            key_number(&Number::sum(numbers), "件"),
            plain("の事例を紹介する。"),
        ];
        let mut columns = Vec::new();
        for column in &self.columns {
            columns.push(TableColumn::new(&column.label, false, column.width));
        }
        let table = Table {
            title: String::new(),
            columns,
            rows,
            notes: Vec::new(),
        };
        page.tables.insert("cases".to_owned(), table);
        page.source = Some(asked.source());
        Some(page)
    }

    /// What a case of a scene answers that may be printed.
    fn answers(&self, scene: &CategoryOption) -> Vec<TallyKey> {
        let of_scene = TallyKey::of(&Id::from(self.element.as_str())).answer(&scene.id);
        std::iter::once(of_scene).chain(self.permit()).collect()
    }

    /// The cases of a scene that may be printed, in order; a case without a number comes last.
    fn cases<'a>(&self, material: &Material<'a>, scene: &CategoryOption) -> Vec<Case<'a>> {
        let mut found = Vec::new();
        for (submission, value) in material.rows(&self.answers(scene)) {
            let record = value.key.record;
            let order = of_record(submission, &self.order, record)
                .and_then(|value| value.answer.value()?.count());
            found.push(Case {
                submission,
                record,
                order: order.unwrap_or(u64::MAX),
            });
        }
        found.sort_by_key(|case| case.order);
        found
    }

    /// A case as a row; the first column carries its number through all scenes.
    fn row(&self, material: &Material, open: &OpenRows, case: &Case, at: usize) -> Row {
        let mut cells = Vec::new();
        for column in &self.columns {
            let words = self.cell(material, open, case, column);
            cells.push(if cells.is_empty() {
                Words::text(format!("事例{at}\n")).then(words)
            } else {
                words
            });
        }
        Row::plain(cells)
    }

    /// The words of one cell: what was answered, one below the other.
    fn cell(
        &self,
        material: &Material,
        open: &OpenRows,
        case: &Case,
        column: &CaseColumn,
    ) -> Words {
        let catalogue = &material.definitions.catalogue;
        let mut lines = Vec::new();
        for id in &column.elements {
            let Some(element) = material.element(id).filter(|_| open.tells(id)) else {
                continue;
            };
            let Some(value) = of_record(case.submission, id, case.record) else {
                continue;
            };
            let words = match (value.answer.value(), &element.answers) {
                (Some(Value::Text(text)), _) => text.as_str().into(),
                (Some(Value::Choice(choice)), Some(answers)) => {
                    catalogue.option_label(answers, choice).into()
                }
                (Some(Value::Count(n)), _) => {
                    Number::new(*n, Origin::cell(case.submission, value)).into()
                }
                _ => continue,
            };
            lines.push(if self.labelled.contains(id) {
                Words::text(format!("{} ", element.label)).then(words)
            } else {
                words
            });
        }
        Words::joined(lines, "\n")
    }
}

/// The answer of a record to one question.
fn of_record<'a>(
    submission: &'a Submission,
    element: &'a str,
    record: Option<u32>,
) -> Option<&'a DataValue> {
    values(submission, element).find(|value| value.key.record == record)
}
