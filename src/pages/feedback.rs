//! The feedback sheet of one unit: its own figures as they will appear, its past, the city's
//! median, and what was asked and answered.

use super::meta::meta;
use super::print::{Page, Print, Row, RowRole, Table, TableColumn};
use super::wording::{heading, key_number, plain};
use crate::aggregate::tally::TallyKey;
use crate::figures::mark::Mark;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::figures::publication::Publication;
use crate::model::catalogue::{Category, DataElement, Kind};
use crate::model::finding::{Finding, Severity};
use crate::model::org_unit::OrgUnit;
use crate::model::terms;

/// Composes the sheet of a unit; `None` when the unit is not counted.
pub fn compose(material: &Material, publication: &Publication, unit: &OrgUnit) -> Option<Print> {
    material.summary.submission_of(&unit.id)?;
    let form = material.definitions.form_of(&unit.kind)?;
    let source = format!(
        "資料：{}が提出した{}。中央値は、集計した報告者の値を大きさの順に並べた真ん中の値。",
        unit.name, form.label
    );
    let mut page = Page {
        id: "feedback".to_owned(),
        kind: "feedback".to_owned(),
        topic: Some(format!("{}　{}", form.label, material.period().label())),
        title: format!("{}　集計結果の確認", unit.name),
        source: Some(Words::text(source)),
        ..Page::default()
    };
    let feedback = Feedback { material, unit };
    for block in form.blocks().filter(|block| !block.is_list()) {
        for id in block.elements() {
            let element = material.element(id);
            if let Some(table) = element.and_then(|element| feedback.table(element)) {
                page.tables.insert(id.to_string(), table);
            }
        }
    }
    let queries = feedback.queries();
    let asked = material.queries(Some(&unit.id))?;
    page.finding = vec![
        plain("報告書にはこの値で載ります。違うところがあれば知らせてください。確認事項は"),
        key_number(&asked, "件"),
        plain("。"),
    ];
    if !queries.rows.is_empty() {
        page.tables.insert("queries".to_owned(), queries);
    }
    let mut meta = meta(material, publication);
    meta.title = Mark::on(&meta.marks, &format!("{} {}", meta.period, page.title));
    Some(Print {
        meta,
        pages: vec![page],
    })
}

/// A unit and what its numbers are taken from.
struct Feedback<'a> {
    material: &'a Material<'a>,
    unit: &'a OrgUnit,
}

impl Feedback<'_> {
    /// The figures or states of one element; nothing for what is not counted.
    fn table(&self, element: &DataElement) -> Option<Table> {
        if element.unit.is_empty() {
            return None;
        }
        match element.kind {
            Kind::Count => Some(self.counts(element)),
            Kind::Choice => self.states(element),
            Kind::Marks => self.marks(element),
            Kind::Text | Kind::Date | Kind::Picture => None,
        }
    }

    /// The period that the numbers of an element stand beside, as a heading.
    fn before(&self, element: &DataElement) -> String {
        heading(self.material.comparison(element).before)
    }

    /// The heading over how many units gave the same answer.
    fn in_whole(&self) -> String {
        let whole = terms::whole_of(&self.material.definitions.registry);
        format!("{whole}で\n同じ数")
    }

    fn counts(&self, element: &DataElement) -> Table {
        let key = TallyKey::of(&element.id);
        let mut rows = vec![self.count(element, RowRole::Total, terms::TOTAL, &key)];
        if let Some(category) = self.material.breakdown(element) {
            for option in category.options_in(self.material.period()) {
                let role = if option.subset {
                    RowRole::Subset
                } else {
                    RowRole::Plain
                };
                let key = key.clone().option(&option.id);
                rows.push(self.count(element, role, &option.label, &key));
            }
        }
        let city = &self.material.definitions.registry.city.label;
        let columns = vec![
            TableColumn::new(terms::OPTION, false, 6),
            TableColumn::new("今期", true, 2),
            TableColumn::new(self.before(element), true, 2),
            TableColumn::new(format!("{city}の\n中央値"), true, 2),
        ];
        table_of(element, columns, rows)
    }

    fn count(&self, element: &DataElement, role: RowRole, label: &str, key: &TallyKey) -> Row {
        let own = key.clone().unit(&self.unit.id);
        let past = self.material.beside(element, &own);
        let is_counted = self.material.summary.get(&own).is_some();
        let now = is_counted.then(|| self.material.now(own));
        let cells = vec![label.into(), or_none(now), or_none(past), self.median(key)];
        Row { role, cells }
    }

    /// The value in the middle of all counted units of the same kind.
    fn median(&self, key: &TallyKey) -> Words {
        let registry = &self.material.definitions.registry;
        let mut numbers = Vec::new();
        for other in registry.expected(&self.unit.kind, self.material.period()) {
            let key = key.clone().unit(&other.id);
            if self.material.summary.get(&key).is_some() {
                numbers.push(self.material.now(key));
            }
        }
        Number::median(numbers).unwrap_or_else(|| terms::NONE.into())
    }

    fn states(&self, element: &DataElement) -> Option<Table> {
        let states = self.material.answers(element)?;
        let key = TallyKey::of(&element.id);
        let mut rows = Vec::new();
        match self.material.breakdown(element) {
            Some(category) => {
                for item in category.options_in(self.material.period()) {
                    let key = key.clone().option(&item.id);
                    rows.push(self.state(element, states, &item.label, &key));
                }
            }
            None => rows.push(self.state(element, states, &element.label, &key)),
        }
        let columns = vec![
            TableColumn::new(terms::ELEMENT, false, 5),
            TableColumn::new("今期", false, 4),
            TableColumn::new(self.before(element), false, 4),
            TableColumn::new(self.in_whole(), true, 3),
        ];
        Some(table_of(element, columns, rows))
    }

    fn state(&self, element: &DataElement, states: &Category, label: &str, key: &TallyKey) -> Row {
        let (mut own, mut past, mut same) = (terms::NONE, terms::NONE, Words::from(terms::NONE));
        for state in states.options.values() {
            let of_city = key.clone().answer(&state.id);
            let of_unit = of_city.clone().unit(&self.unit.id);
            if self.material.now(of_unit.clone()).n > 0 {
                own = &state.label;
                same = self.material.now(of_city).into();
            }
            let before = self.material.beside(element, &of_unit);
            if before.is_some_and(|number| number.n > 0) {
                past = &state.label;
            }
        }
        Row::plain(vec![label.into(), own.into(), past.into(), same])
    }

    fn marks(&self, element: &DataElement) -> Option<Table> {
        let category = self.material.breakdown(element)?;
        let mut rows = Vec::new();
        for option in category.options_in(self.material.period()) {
            let key = TallyKey::of(&element.id).option(&option.id);
            let is_marked = self.material.now(key.clone().unit(&self.unit.id)).n > 0;
            rows.push(Row::plain(vec![
                option.label.as_str().into(),
                if is_marked { "○" } else { terms::NONE }.into(),
                self.material.now(key).into(),
            ]));
        }
        let columns = vec![
            TableColumn::new(terms::ELEMENT, false, 6),
            TableColumn::new("今期", false, 2),
            TableColumn::new(self.in_whole(), true, 3),
        ];
        Some(table_of(element, columns, rows))
    }

    /// What was asked of the unit, and its reasons.
    fn queries(&self) -> Table {
        let mut rows = Vec::new();
        for arrival in self.material.round.files_of(&self.unit.id) {
            for finding in &arrival.findings {
                if finding.severity == Severity::Query {
                    let problem = finding.problem.as_str().into();
                    let at = Words::text(place(finding));
                    rows.push(Row::plain(vec![at, problem, reason(finding)]));
                }
            }
        }
        Table {
            title: "確認事項と理由".to_owned(),
            columns: vec![
                TableColumn::new("場所", false, 4),
                TableColumn::new("確認したこと", false, 6),
                TableColumn::new("理由", false, 6),
            ],
            rows,
            notes: Vec::new(),
        }
    }
}

fn table_of(element: &DataElement, columns: Vec<TableColumn>, rows: Vec<Row>) -> Table {
    Table {
        title: format!("{}（{}）", element.label, element.unit),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn or_none(number: Option<Number>) -> Words {
    number.map_or_else(|| terms::NONE.into(), Words::from)
}

/// Where a finding stands: sheet and cell, those that it has.
fn place(finding: &Finding) -> String {
    let mut words: Vec<String> = finding.sheet.iter().cloned().collect();
    words.extend(finding.cell.map(|cell| cell.to_string()));
    words.join(" ")
}

/// What a unit wrote to a 確認.
fn reason(finding: &Finding) -> Words {
    match &finding.reason {
        Some(reason) => reason.as_str().into(),
        None => Words::text(format!("（{}）", terms::NO_REASON)),
    }
}
