//! Composes the printed report from the counts: page by page, as `pages.toml` has it.

use indexmap::IndexMap;

use super::commentary::Commentary;
use super::likeness::{self, Comparison};
use super::page_spec::{PageKind, PageSpec, PageSpecs};
use super::pages;
use super::print::{Meta, Page, Preliminary, Print};
use super::wording::n;
use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::{Block, BlockKind, Definitions, FormSpec};
use crate::model::Id;
use crate::model::catalogue::{Category, DataElement};
use crate::model::org_unit::{OrgUnit, UnitKind};
use crate::model::period::{Period, Whole};
use crate::model::round::{Coverage, Round, Standing};
use crate::settings::Settings;

/// Everything that a report is made of.
pub struct Material<'a> {
    /// The roster, the catalogue, the forms.
    pub definitions: &'a Definitions,
    /// The pages.
    pub pages: &'a PageSpecs,
    /// The project's settings.
    pub settings: &'a Settings,
    /// What arrived.
    pub round: &'a Round,
    /// The counts.
    pub summary: &'a Summary<'a>,
    /// Earlier periods.
    pub history: &'a History,
    /// The editor's remarks.
    pub commentary: &'a Commentary,
}

/// Composes the report.
pub fn compose(material: &Material) -> Print {
    let revisions = material.history.revisions(&material.definitions.catalogue, material.summary);
    let pages = material.pages.page.iter().flat_map(|spec| {
        let mut pages = page(material, spec);
        if let Some(first) = pages.first_mut() {
            first.notes.extend(material.unlike(spec, &revisions));
        }
        pages
    });
    Print { meta: meta(material), pages: pages.collect() }
}

fn page(material: &Material, spec: &PageSpec) -> Vec<Page> {
    let base = material.frame(spec);
    match &spec.kind {
        PageKind::Cover => vec![base],
        PageKind::Programme { cards } => vec![pages::programme::page(material, base, cards)],
        PageKind::Items { element } => {
            let by_unit = material.derived(&base, "units", &base.title);
            let by_unit = pages::grid::page(material, by_unit, element);
            pages::items::page(material, base, element).into_iter().chain(by_unit).collect()
        }
        PageKind::State { element, figures, lead } => one(pages::state::page(material, base, element, figures, *lead)),
        PageKind::Events { element, kinds, date, theme, participants } => {
            one(pages::events::page(material, base, &pages::events::Asked { element, kinds, date, theme, participants }))
        }
        PageKind::Methods { element, methods, figures } => one(pages::methods::page(material, base, element, methods, figures)),
        PageKind::Homepages { element, lead_element, facts, text_element } => {
            one(pages::homepages::page(material, base, element, lead_element, facts, text_element))
        }
        PageKind::Counts { element, by_group } => one(pages::counts::page(material, base, element, *by_group)),
        PageKind::Groups { element, left, right } => one(pages::groups::page(material, base, element, left, right)),
        PageKind::Cases { .. } => pages::cases::pages(material, base, spec),
        PageKind::Series { element } => one(pages::series::page(material, base, element)),
        PageKind::Appendix { how_to_trace } => vec![pages::appendix::page(material, base, how_to_trace)],
    }
}

fn one(page: Option<Page>) -> Vec<Page> {
    page.into_iter().collect()
}

pub(super) fn meta(material: &Material) -> Meta {
    let (period, publication) = (material.summary.period, &material.settings.publication);
    let registry = &material.definitions.registry;
    let coverage: Vec<String> = registry
        .kinds
        .values()
        .map(|kind| {
            let Coverage { expected, counted } = material.round.coverage(registry, &kind.id);
            format!("{} {counted}/{expected}", kind.label)
        })
        .collect();
    let absent: Vec<String> = [Standing::Missing, Standing::Faulty, Standing::Twice]
        .into_iter()
        .flat_map(|standing| {
            let units = material.round.standing_as(registry, standing);
            units.into_iter().map(move |unit| format!("{}（{}）", unit.name, standing.label()))
        })
        .collect();
    let preliminary = (!absent.is_empty()).then(|| Preliminary {
        mark: "速報".to_owned(),
        text: format!("次の{}件は集計に含まない: {}", absent.len(), first_names(&absent)),
    });
    Meta {
        title: format!("{} {}", period.label(), publication.title),
        name: publication.title.clone(),
        programme: publication.programme.clone(),
        period: period.label(),
        span: period.span(),
        issuer: publication.issuer.clone(),
        coverage: coverage.join("・"),
        preliminary,
        synthetic: publication.synthetic.clone(),
        date: material.settings.published(period).to_string(),
    }
}

/// How many names the cover has room for.
const NAMES_ON_COVER: usize = 12;

/// The names, or the first of them and where the rest stand.
fn first_names(names: &[String]) -> String {
    if names.len() <= NAMES_ON_COVER {
        return names.join("、");
    }
    let rest = names.len() - NAMES_ON_COVER;
    format!("{}、ほか{}件（付録に一覧）", names[..NAMES_ON_COVER].join("、"), n(rest as u64))
}

/// An element with everything that a page asks about it.
pub(super) struct Asked<'a> {
    pub element: &'a DataElement,
    /// The kind of unit that is asked, and how many of them are counted.
    pub kind: &'a UnitKind,
    pub coverage: Coverage,
    pub form: &'a FormSpec,
    pub sheet: &'a str,
}

impl<'a> Material<'a> {
    /// An element and who is asked for it; `None` when no form asks (the page is then left out).
    pub(super) fn asked(&self, element: &str) -> Option<Asked<'a>> {
        let definitions = self.definitions;
        let element = definitions.catalogue.elements.get(element)?;
        definitions.registry.kinds.values().find_map(|kind| {
            let form = definitions.forms.get(&kind.form)?;
            let sheet = form.sheets.iter().find(|sheet| sheet.blocks.iter().any(|block| asks(block, &element.id)))?;
            let coverage = self.round.coverage(&definitions.registry, &kind.id);
            Some(Asked { element, kind, coverage, form, sheet: &sheet.name })
        })
    }

    /// The units of a kind, in order.
    pub(super) fn units(&self, kind: &'a UnitKind) -> impl Iterator<Item = &'a OrgUnit> {
        self.definitions.registry.expected(&kind.id, self.summary.period)
    }

    /// The options that break an element down, or nothing.
    pub(super) fn breakdown(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions.catalogue.categories.get(element.category.as_ref()?)
    }

    /// The allowed answers of an element, or nothing.
    pub(super) fn answers(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions.catalogue.categories.get(element.answers.as_ref()?)
    }

    /// A figure of an earlier period.
    pub(super) fn past(&self, period: Period, key: &TallyKey) -> Option<u64> {
        self.history.value(&self.definitions.catalogue, period, key)
    }

    /// What to mind of a page where earlier periods are not like this one, and what was revised since it was closed.
    fn unlike(&self, spec: &PageSpec, revisions: &[Revision]) -> Vec<String> {
        let now = self.summary.period;
        let mut notes = Vec::new();
        for asked in spec.kind.compared().into_iter().filter_map(|element| self.asked(element)) {
            let category = self.breakdown(asked.element);
            let options = category.into_iter().flat_map(|category| category.options_in(now));
            let key = TallyKey::of(&asked.element.id);
            let mut keys = vec![key.clone()];
            keys.extend(options.map(|option| key.clone().option(&option.id)));
            if let Some(answers) = self.answers(asked.element) {
                let of_answer = |answer| keys.iter().map(move |key| key.clone().answer(answer));
                keys = answers.options_in(now).flat_map(|answer| of_answer(&answer.id).collect::<Vec<_>>()).collect();
            }
            let before = if let PageKind::Items { .. } | PageKind::Series { .. } = spec.kind {
                self.last_year()
            } else {
                now.year_before()
            };
            let comparison = Comparison { definitions: self.definitions, history: self.history, now, before };
            notes.extend(comparison.notes(&asked.kind.id, asked.element, &keys));
            notes.extend(likeness::revised(self.definitions, revisions, asked.element));
        }
        notes
    }

    /// Whether all who are asked for an element are counted: only then is it compared with an earlier period.
    pub(super) fn is_whole(&self, element: &DataElement) -> bool {
        self.asked(&element.id).is_some_and(|asked| asked.coverage.counted == asked.coverage.expected)
    }

    /// The year before as a whole: what a state at the end of a half is compared with.
    pub(super) fn last_year(&self) -> Period {
        Period { half: Whole::Year, ..self.summary.period.year_before() }
    }

    /// A further page of the same entry: its own id, its own remarks, no notes of the first.
    pub(super) fn derived(&self, base: &Page, suffix: &str, title: &str) -> Page {
        let id = format!("{}_{suffix}", base.id);
        Page { remarks: self.commentary.of(&id), title: title.to_owned(), notes: Vec::new(), id, ..base.clone() }
    }

    /// A page with its words, its remarks and its notes; composers add what is computed.
    fn frame(&self, spec: &PageSpec) -> Page {
        let part = spec.part.as_ref().map(|part| self.pages.parts.get(part).unwrap_or(part).clone());
        Page {
            id: spec.id.clone(),
            kind: spec.kind.template().to_owned(),
            part,
            topic: spec.topic.clone(),
            title: spec.title.clone(),
            notes: spec.notes.clone(),
            remarks: self.commentary.of(&spec.id),
            charts: IndexMap::new(),
            tables: IndexMap::new(),
            ..Page::default()
        }
    }
}

impl Asked<'_> {
    /// Said before a number of units when some are not counted: 「報告のあった20区中15区」.
    pub fn reporting(&self) -> &'static str {
        if self.coverage.counted < self.coverage.expected { "報告のあった" } else { "" }
    }

    /// The source line: form, sheet, and how many units it is the sum of.
    pub fn source(&self) -> String {
        let Coverage { expected, counted } = self.coverage;
        let counter = &self.kind.counter;
        let who = if counted == expected {
            format!("{}{}{counter}すべてから提出", self.kind.label, n(expected.into()))
        } else {
            format!("{}{}{counter}のうち{}{counter}から提出", self.kind.label, n(expected.into()), n(counted.into()))
        };
        format!("資料：{}「{}」（{who}）", self.form.label, self.sheet)
    }
}

/// Whether a block asks for an element.
fn asks(block: &Block, wanted: &Id) -> bool {
    match &block.kind {
        BlockKind::Status { element } | BlockKind::Monthly { element, .. } => element == wanted,
        BlockKind::Fields(fields) | BlockKind::Records { columns: fields, .. } => {
            fields.iter().any(|field| field.element == *wanted)
        }
    }
}
