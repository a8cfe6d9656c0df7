//! Composes the printed report from the counts: page by page, as `pages.toml` has it.

use indexmap::IndexMap;

use super::commentary::Commentary;
use super::likeness::{self, Comparison};
use super::number::{How, Number, Origin, Words};
use super::number_index;
use super::page_spec::{PageKind, PageSpec, PageSpecs};
use super::pages;
use super::print::{Meta, Page, Preliminary, Print};
use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::{Block, BlockKind, Definitions, FormSpec};
use crate::model::Id;
use crate::model::catalogue::{Category, DataElement};
use crate::model::org_unit::{OrgUnit, UnitKind};
use crate::model::period::{Period, Whole};
use crate::model::round::{Round, Standing};
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
    let revisions = material
        .history
        .revisions(&material.definitions.catalogue, material.summary);
    let pages = material.pages.page.iter().flat_map(|spec| {
        let mut pages = page(material, spec);
        if let Some(first) = pages.first_mut() {
            first.notes.extend(material.unlike(spec, &revisions));
        }
        pages
    });
    let mut print = Print {
        meta: meta(material),
        pages: pages.collect(),
    };
    number_index::add(material.definitions, &mut print);
    print
}

fn page(material: &Material, spec: &PageSpec) -> Vec<Page> {
    let base = material.frame(spec);
    match &spec.kind {
        PageKind::Cover => vec![base],
        PageKind::Programme { cards } => vec![pages::programme::page(material, base, cards)],
        PageKind::Items { element } => {
            let by_unit = material.derived(&base, "units", &base.title);
            let by_unit = pages::grid::page(material, by_unit, element);
            pages::items::page(material, base, element)
                .into_iter()
                .chain(by_unit)
                .collect()
        }
        PageKind::State {
            element,
            figures,
            lead,
        } => one(pages::state::page(material, base, element, figures, *lead)),
        PageKind::Events {
            element,
            kinds,
            theme,
            participants,
            figures,
        } => one(pages::events::page(
            material,
            base,
            &pages::events::Asked {
                element,
                kinds,
                theme,
                participants,
                figures,
            },
        )),
        PageKind::Methods {
            element,
            methods,
            figures,
        } => one(pages::methods::page(
            material, base, element, methods, figures,
        )),
        PageKind::Homepages {
            element,
            lead_element,
            facts,
            text_element,
            picture_element,
        } => {
            let picture = picture_element.as_deref();
            let asked = pages::homepages::Asked {
                title: element,
                lead: lead_element,
                facts,
                text: text_element,
                picture,
            };
            one(pages::homepages::page(material, base, &asked))
        }
        PageKind::Counts {
            element,
            subject,
            by_group,
        } => one(pages::counts::page(
            material, base, element, subject, *by_group,
        )),
        PageKind::Groups {
            element,
            left,
            right,
        } => one(pages::groups::page(material, base, element, left, right)),
        PageKind::Cases { .. } => one(pages::cases::page(material, base, spec)),
        PageKind::Series { element, subject } => {
            one(pages::series::page(material, base, element, subject))
        }
        PageKind::Appendix { how_to_trace } => {
            vec![pages::appendix::page(material, base, how_to_trace)]
        }
    }
}

fn one(page: Option<Page>) -> Vec<Page> {
    page.into_iter().collect()
}

pub(super) fn meta(material: &Material) -> Meta {
    let (period, publication) = (material.summary.period, &material.settings.publication);
    let registry = &material.definitions.registry;
    let coverage = registry.kinds.values().map(|kind| {
        let (expected, counted) = (
            material.expected(kind),
            material.standing(kind, Standing::Counted),
        );
        let counter = kind.counter.as_str();
        let whole = if counted.n == expected.n {
            counter.into()
        } else {
            Words::from(counter).then("中").then(&counted).then(counter)
        };
        Words::from(kind.label.as_str()).then(expected).then(whole)
    });
    let coverage = Words::joined(coverage, "、");
    let standings = [Standing::Missing, Standing::Faulty, Standing::Twice];
    let absent: Vec<String> = standings
        .into_iter()
        .flat_map(|standing| {
            let units = material.round.standing_as(registry, standing);
            units
                .into_iter()
                .map(move |unit| format!("{}（{}）", unit.name, standing.label()))
        })
        .collect();
    let preliminary = (!absent.is_empty()).then(|| {
        let number = |kind| standings.map(|standing| material.standing(kind, standing));
        let all = Number::sum(registry.kinds.values().flat_map(number));
        Preliminary {
            mark: "速報".to_owned(),
            text: Words::from("次の")
                .then(&all)
                .then("件は集計に含まない: ")
                .then(first_names(&absent)),
        }
    });
    Meta {
        title: format!("{} {}", period.label(), publication.title),
        name: publication.title.clone(),
        programme: publication.programme.clone(),
        period: period.label(),
        span: period.span(),
        issuer: publication.issuer.clone(),
        coverage,
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
    format!(
        "{}、ほか{}件（付録に一覧）",
        names[..NAMES_ON_COVER].join("、"),
        names.len() - NAMES_ON_COVER
    )
}

/// An element with everything that a page asks about it.
pub(super) struct Asked<'a> {
    pub element: &'a DataElement,
    /// The kind of unit that is asked, how many are expected, and how many are counted.
    pub kind: &'a UnitKind,
    pub expected: Number,
    pub counted: Number,
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
            let sheet = form
                .sheets
                .iter()
                .find(|sheet| sheet.blocks.iter().any(|block| asks(block, &element.id)))?;
            let (expected, counted) = (self.expected(kind), self.standing(kind, Standing::Counted));
            Some(Asked {
                element,
                kind,
                expected,
                counted,
                form,
                sheet: &sheet.name,
            })
        })
    }

    /// The units of a kind, in order.
    pub(super) fn units(&self, kind: &'a UnitKind) -> impl Iterator<Item = &'a OrgUnit> {
        self.definitions
            .registry
            .expected(&kind.id, self.summary.period)
    }

    /// The options that break an element down, or nothing.
    pub(super) fn breakdown(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions
            .catalogue
            .categories
            .get(element.category.as_ref()?)
    }

    /// The allowed answers of an element, or nothing.
    pub(super) fn answers(&self, element: &DataElement) -> Option<&'a Category> {
        self.definitions
            .catalogue
            .categories
            .get(element.answers.as_ref()?)
    }

    /// A number of the period; zero when nobody reported a part of it.
    pub(super) fn now(&self, key: TallyKey) -> Number {
        Number::new(self.summary.sum(&key), Origin::Counted(key))
    }

    /// A number of an earlier period, or the sum of those that stood there before it.
    pub(super) fn past(&self, period: Period, key: &TallyKey) -> Option<Number> {
        let figure = self.history.get(&self.definitions.catalogue, period, key)?;
        let of = |key: &TallyKey| Origin::Past(period, key.clone());
        Some(match figure.made_of.as_slice() {
            [] => Number::new(figure.value, of(key)),
            [only] => Number::new(figure.value, of(only)),
            parts => Number::made(figure.value, How::Sum, parts.iter().map(of)),
        })
    }

    /// How many units of a kind are expected.
    pub(super) fn expected(&self, kind: &'a UnitKind) -> Number {
        Number::new(
            self.units(kind).count() as u64,
            Origin::Units(kind.id.clone(), None),
        )
    }

    /// How many units of a kind stand in a certain way.
    pub(super) fn standing(&self, kind: &'a UnitKind, standing: Standing) -> Number {
        let n = self
            .units(kind)
            .filter(|unit| self.round.standing(&unit.id) == standing)
            .count();
        Number::new(n as u64, Origin::Units(kind.id.clone(), Some(standing)))
    }

    /// What to mind of a page where earlier periods are not like this one, and what was revised since it was closed.
    fn unlike(&self, spec: &PageSpec, revisions: &[Revision]) -> Vec<Words> {
        let now = self.summary.period;
        let mut notes = Vec::new();
        for asked in spec
            .kind
            .compared()
            .into_iter()
            .filter_map(|element| self.asked(element))
        {
            let category = self.breakdown(asked.element);
            let options = category
                .into_iter()
                .flat_map(|category| category.options_in(now));
            let key = TallyKey::of(&asked.element.id);
            let mut keys = vec![key.clone()];
            keys.extend(options.map(|option| key.clone().option(&option.id)));
            if let Some(answers) = self.answers(asked.element) {
                let of_answer = |answer| keys.iter().map(move |key| key.clone().answer(answer));
                keys = answers
                    .options_in(now)
                    .flat_map(|answer| of_answer(&answer.id).collect::<Vec<_>>())
                    .collect();
            }
            let before = if let PageKind::Items { .. } | PageKind::Series { .. } = spec.kind {
                self.last_year()
            } else {
                now.year_before()
            };
            let comparison = Comparison {
                definitions: self.definitions,
                history: self.history,
                now,
                before,
            };
            notes.extend(
                comparison
                    .notes(&asked.kind.id, asked.element, &keys)
                    .into_iter()
                    .map(Words::from),
            );
            notes.extend(likeness::revised(
                self.definitions,
                revisions,
                asked.element,
            ));
        }
        notes
    }

    /// Whether all who are asked for an element are counted: only then is it compared with an earlier period.
    pub(super) fn is_whole(&self, element: &DataElement) -> bool {
        self.asked(&element.id)
            .is_some_and(|asked| asked.is_whole())
    }

    /// The year before as a whole: what a state at the end of a half is compared with.
    pub(super) fn last_year(&self) -> Period {
        Period {
            half: Whole::Year,
            ..self.summary.period.year_before()
        }
    }

    /// A further page of the same entry: its own id, its own remarks, no notes of the first.
    pub(super) fn derived(&self, base: &Page, suffix: &str, title: &str) -> Page {
        let id = format!("{}_{suffix}", base.id);
        Page {
            remarks: self.commentary.of(&id),
            title: title.to_owned(),
            notes: Vec::new(),
            id,
            ..base.clone()
        }
    }

    /// A page with its words, its remarks and its notes; composers add what is computed.
    fn frame(&self, spec: &PageSpec) -> Page {
        let part = spec
            .part
            .as_ref()
            .map(|part| self.pages.parts.get(part).unwrap_or(part).clone());
        Page {
            id: spec.id.clone(),
            kind: spec.kind.template().to_owned(),
            part,
            topic: spec.topic.clone(),
            title: spec.title.clone(),
            notes: spec.notes.iter().map(Words::from).collect(),
            remarks: self.commentary.of(&spec.id),
            charts: IndexMap::new(),
            tables: IndexMap::new(),
            ..Page::default()
        }
    }
}

impl Asked<'_> {
    /// Whether all who are asked are counted.
    pub fn is_whole(&self) -> bool {
        self.counted.n == self.expected.n
    }

    /// Said before a number of units when some are not counted: 「報告のあった20区中15区」.
    pub fn reporting(&self) -> &'static str {
        if self.is_whole() {
            ""
        } else {
            "報告のあった"
        }
    }

    /// The source line: form, sheet, and how many units it is the sum of.
    pub fn source(&self) -> Words {
        let counter = &self.kind.counter;
        let all = Words::from(format!(
            "資料：{}「{}」（{}",
            self.form.label, self.sheet, self.kind.label
        ))
        .then(&self.expected);
        if self.is_whole() {
            all.then(format!("{counter}すべてから提出）"))
        } else {
            all.then(format!("{counter}のうち"))
                .then(&self.counted)
                .then(format!("{counter}から提出）"))
        }
    }
}

/// Whether a block asks for an element.
fn asks(block: &Block, wanted: &Id) -> bool {
    match &block.kind {
        BlockKind::Status { element } | BlockKind::Monthly { element, .. } => element == wanted,
        BlockKind::Fields(fields)
        | BlockKind::Records {
            columns: fields, ..
        } => fields.iter().any(|field| field.element == *wanted),
    }
}
