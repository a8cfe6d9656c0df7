//! Monthly counts by category: ordered bars beside the period before, the total, and the months.

use serde::Deserialize;

use super::{PageKind, charts, figures};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{Category, CategoryOption, DataElement};
use crate::model::period::Month;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Chart, Page, Row, RowRole, Span, Table, TableColumn};
use crate::pages::wording::{
    Moved, Named, against, furthest, key_number, most, nothing_yet, plain, with_first_half,
};

/// A table of the months stands under the bars when these are so few that they leave room.
const MONTHS_TABLE_ROWS: usize = 6;

/// Monthly counts by category.
#[derive(Debug, Clone, Deserialize)]
pub struct CountsPage {
    /// A count element with a category.
    element: String,
    /// What the finding is about, e.g. 個別相談.
    subject: String,
    /// Bars of the groups of the category instead of its options.
    #[serde(default)]
    by_group: bool,
}

impl PageKind for CountsPage {
    fn template(&self) -> &'static str {
        "counts"
    }

    fn elements(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl CountsPage {
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let material = composer.material;
        let asked = material.asked(&self.element)?;
        let element = asked.element;
        let category = material.breakdown(element)?;
        let lines = self.lines(material, element, category);
        let mut named = Vec::new();
        for line in &lines {
            named.push(Named {
                label: line.label,
                number: line.number(material, None),
            });
        }
        page.finding = finding(material, asked, &self.subject, &named);
        let moved: Vec<Moved> = lines
            .iter()
            .filter_map(|line| line.moved(material, element))
            .collect();
        page.finding
            .extend(furthest(&moved, &element.unit).map(plain));
        page.figures = vec![figures::total(material, element)];
        let bars = self.bars(material, element, category);
        page.notes
            .extend(charts::small_base(material, element, &bars));
        page.charts.insert("bars".to_owned(), bars);
        let months = charts::months(material, element, "月別の推移");
        page.charts.insert("months".to_owned(), months);
        if lines.len() <= MONTHS_TABLE_ROWS {
            let table = months_table(material, element, category, lines);
            page.tables.insert("months".to_owned(), table);
        }
        page.source = Some(asked.source());
        Some(page)
    }

    fn bars(&self, material: &Material, element: &DataElement, category: &Category) -> Chart {
        let (label, unit) = (&category.label, &element.unit);
        if self.by_group {
            let title = Words::text(format!("{label}の分野別の{unit}数"));
            return charts::group_bars(material, element, category, title);
        }
        let title = Words::text(format!("{label}別の{unit}数"));
        let options: Vec<&CategoryOption> = category.parts_in(material.period()).collect();
        charts::bars(material, element, &options, title)
    }

    /// What the bars and the rows of the months are made of, in the order of the form.
    fn lines<'a>(
        &self,
        material: &Material<'a>,
        element: &DataElement,
        category: &'a Category,
    ) -> Vec<Line<'a>> {
        let key = TallyKey::of(&element.id);
        let mut lines = Vec::new();
        if self.by_group {
            for (group, label) in &category.groups {
                let options = category.group_in(group, material.period());
                lines.push(Line::new(label, &key, &options));
            }
        } else {
            for option in category.parts_in(material.period()) {
                lines.push(Line::new(&option.label, &key, &[option]));
            }
        }
        lines
    }
}

/// An option, or a group of options as one.
struct Line<'a> {
    label: &'a str,
    keys: Vec<TallyKey>,
    /// What is left over: last, however many there are.
    rest: bool,
}

impl<'a> Line<'a> {
    fn new(label: &'a str, key: &TallyKey, options: &[&CategoryOption]) -> Self {
        let keys = options.iter().map(|option| key.clone().option(&option.id));
        Self {
            label,
            keys: keys.collect(),
            rest: options.iter().all(|option| option.rest),
        }
    }

    /// The number of a month, or of all of them.
    fn number(&self, material: &Material, month: Option<Month>) -> Number {
        let keys = self.keys.iter().cloned();
        Number::sum(keys.map(|key| material.now(TallyKey { month, ..key })))
    }

    /// The line beside its past; nothing without one.
    fn moved(&self, material: &Material, element: &DataElement) -> Option<Moved<'a>> {
        let past = self.keys.iter().map(|key| material.beside(element, key));
        Some(Moved {
            label: self.label,
            past: Number::sum(past.collect::<Option<Vec<_>>>()?),
            now: self.number(material, None),
        })
    }

    /// Month by month, and all of them.
    fn row(&self, material: &Material, role: RowRole) -> Row {
        let mut cells = vec![self.label.into()];
        for month in material.period().months() {
            cells.push(self.number(material, Some(month)).into());
        }
        cells.push(self.number(material, None).into());
        Row { role, cells }
    }
}

/// Rows as the bars are, month by month.
fn months_table(
    material: &Material,
    element: &DataElement,
    category: &Category,
    mut lines: Vec<Line>,
) -> Table {
    lines.sort_by_key(|line| charts::order(line.rest, line.number(material, None).n));
    let mut rows = Vec::new();
    for line in &lines {
        rows.push(line.row(material, RowRole::Plain));
    }
    let total = Line {
        label: terms::TOTAL,
        keys: vec![TallyKey::of(&element.id)],
        rest: false,
    };
    rows.push(total.row(material, RowRole::Total));
    let mut columns = vec![TableColumn::new(&category.label, false, 9)];
    for month in material.period().months() {
        columns.push(TableColumn::new(month.label(), true, 2));
    }
    columns.push(TableColumn::new(terms::TOTAL, true, 3));
    Table {
        title: format!("月別の{}数", element.unit),
        columns,
        rows,
        notes: Vec::new(),
    }
}

/// The total, how it changed, and what stands out.
fn finding(material: &Material, asked: &Asked, subject: &str, named: &[Named]) -> Vec<Span> {
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    let element = asked.element;
    let (total, unit) = (material.now(TallyKey::of(&element.id)), &element.unit);
    // One case may count several times: what is counted is not cases.
    let total_of = if element.multiple { "延べ" } else { "" };
    let about = format!("{}の{subject}は{total_of}", period_word(material));
    let mut words = vec![
        plain(Words::text(about)),
        key_number(&total, unit),
        plain("。"),
    ];
    words.extend(against(material, element, &total).map(plain));
    words.extend(with_first_half(material, element, &total).map(plain));
    let Some(top) = most(named, terms::ELEMENT).filter(|top| top.number.n > 0) else {
        return words;
    };
    let names = Words::from("最も多いのは").then(top.names).then("の");
    words.push(plain(names.then(top.each)));
    words.push(key_number(&top.number, unit));
    // Shares of a whole make sense only where the parts add up to cases.
    let mut share = Words::default();
    if !element.multiple {
        let percent = top.number.share(&total);
        share = Words::from("（").then(top.each).then(percent).then("）");
    }
    words.push(plain(share.then("。")));
    words
}

/// 上半期, 下半期, or the year.
pub fn period_word(material: &Material) -> String {
    let period = material.period();
    match period.half_label() {
        "" => period.label(),
        half => half.to_owned(),
    }
}
