//! What the halves of a year add up to, behind the counts of its second half.

use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::CategoryOption;
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::print::{Page, Row, RowRole, Table, TableColumn};
use crate::pages::wording::{heading, key_number, plain};

/// What the id of the page ends in.
pub const YEAR: &str = "year";

/// The page of the year: none in a first half, and none where nothing is known of it.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let first = material.first_half()?;
    let key = TallyKey::of(&asked.element.id);
    let (_, year) = material.of_year(asked.element, &key)?;
    let label = material.period().year.label();
    page.kind = "year".to_owned();
    page.title = format!("{}（{label}）", page.title);
    if let Some(year) = &year {
        page.finding = vec![
            plain(Words::text(format!("{label}は、上半期と下半期を合わせて"))),
            key_number(year, &asked.element.unit),
            plain("。"),
        ];
    }
    let year = Year {
        material,
        asked,
        first,
        before: material.last_year(),
    };
    page.tables.insert("year".to_owned(), year.table()?);
    page.notes.push("上半期の数は、締めたときのもの。".into());
    page.notes.extend(material.incomplete(asked.element));
    page.source = Some(asked.source());
    Some(page)
}

struct Year<'a> {
    material: &'a Material<'a>,
    asked: &'a Asked<'a>,
    first: Period,
    before: Period,
}

impl Year<'_> {
    fn table(&self) -> Option<Table> {
        let category = self.material.breakdown(self.asked.element)?;
        let key = TallyKey::of(&self.asked.element.id);
        let options = category.options_in(self.material.period());
        let (subsets, parts): (Vec<_>, Vec<_>) = options.partition(|option| option.subset);
        let row = |role, options: Vec<&CategoryOption>| {
            let rows = options.into_iter();
            rows.map(|option| self.row(role, &option.label, &key.clone().option(&option.id)))
                .collect::<Vec<_>>()
        };
        let mut rows = row(RowRole::Plain, parts);
        rows.push(self.row(RowRole::Total, terms::TOTAL, &key));
        rows.extend(row(RowRole::Subset, subsets));
        let has_past = self.material.past(self.before, &key).is_some();
        let mut columns = vec![
            TableColumn::new(
                format!("{}（{}）", category.label, self.asked.element.unit),
                false,
                9,
            ),
            TableColumn::new(heading(self.first), true, 3),
            TableColumn::new(heading(self.material.period()), true, 3),
            TableColumn::new(heading(Period::year(self.first.year.0)), true, 3),
        ];
        if has_past {
            columns.push(TableColumn::new(heading(self.before), true, 3));
            columns.push(TableColumn::new("増減", true, 3));
        }
        for row in &mut rows {
            row.cells.truncate(columns.len());
        }
        Some(Table {
            title: String::new(),
            columns,
            rows,
            notes: Vec::new(),
        })
    }

    fn row(&self, role: RowRole, label: &str, key: &TallyKey) -> Row {
        let (material, element) = (self.material, self.asked.element);
        let of_year = material.of_year(element, key);
        let (first, year) = of_year.map_or((None, None), |(first, year)| (Some(first), year));
        let past = material.past(self.before, key);
        let change = year.as_ref().zip(past.as_ref());
        let change = change.and_then(|(now, past)| material.change(element, now, past));
        let cell = |number: Option<Number>| number.map_or_else(|| terms::NONE.into(), Words::from);
        let cells = vec![
            label.into(),
            cell(first),
            material.now(key.clone()).into(),
            cell(year),
            cell(past),
            change.unwrap_or_else(|| terms::NONE.into()),
        ];
        Row { role, cells }
    }
}
