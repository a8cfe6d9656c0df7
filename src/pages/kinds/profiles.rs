//! Each unit by itself: what it answered, beside what it answered before and beside all others.

use indexmap::IndexMap;
use serde::Deserialize;

use super::PageKind;
use super::charts::{self, SILENT};
use super::events::EventList;
use super::figures::Called;
use super::homepages;
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::figures::open_rows::OpenRows;
use crate::figures::publication::Disclosure;
use crate::model::catalogue::{Category, CategoryOption, OverTime};
use crate::model::org_unit::{OrgUnit, UnitKind};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Profile, ProfileLine, Row, RowRole, Span, Table, TableColumn};
use crate::pages::wording::{key_number, nothing_yet, of_all_in_words, plain};

/// The most units that have room in print, and the state of each item on the web page.
const MOST_UNITS: usize = 48;
/// How many events of a unit are named; all of them stand in their own list.
const MOST_EVENTS: usize = 6;
/// Said of a report that has no room for its units.
const ON_THE_WEB: &str =
    "数が多いため、印刷用の報告書（PDF）には載せず、ホームページ用の報告書に載せている。";
/// Said where the numbers of single units are not all told.
const NOT_ALL: &str = "一つずつの数は、小さな数のない項目に限って載せている。";

/// A part for each unit of a kind.
#[derive(Debug, Clone, Deserialize)]
pub struct ProfilesPage {
    /// Choice elements; the kind of unit that is asked the first one has the parts.
    states: Vec<Called>,
    /// Elements whose number of a unit is told where it may be; of those that serve the same area,
    /// too.
    counts: Vec<Called>,
    /// What the units held.
    events: Option<Events>,
    /// Their pages on the web.
    homepage: Option<Homepage>,
}

/// What the units held.
#[derive(Debug, Clone, Deserialize)]
struct Events {
    /// What it is called.
    label: String,
    /// The list.
    #[serde(flatten)]
    list: EventList,
}

/// A page on the web.
#[derive(Debug, Clone, Deserialize)]
struct Homepage {
    /// What it is called.
    label: String,
    /// The text element of its title.
    title: String,
    /// The text element of its address.
    address: String,
}

impl PageKind for ProfilesPage {
    fn template(&self) -> &'static str {
        "profiles"
    }

    fn elements(&self) -> Vec<&str> {
        let called = self.states.iter().chain(&self.counts);
        let mut elements: Vec<&str> = called.map(|one| one.element.as_str()).collect();
        elements.extend(self.events.iter().flat_map(|events| events.list.elements()));
        let pages = self.homepage.iter();
        elements.extend(pages.flat_map(|page| [page.title.as_str(), &page.address]));
        elements
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl ProfilesPage {
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let (material, disclosure) = (composer.material, composer.disclosure);
        let first = self.states.first()?;
        let asked = material.asked(&first.element)?;
        let units: Vec<&OrgUnit> = material.units(asked.kind, asked.half).collect();
        let profiles = Profiles {
            material,
            disclosure,
            states: self.states(material, disclosure),
            is_detailed: units.len() <= MOST_UNITS,
            page: self,
        };
        page.web_only = !profiles.is_detailed;
        page.profiles = units.iter().map(|unit| profiles.of(unit)).collect();
        page.finding = finding(asked);
        let asked_of = |one: &Called| material.asked(&one.element);
        let hidden = |asked: &Asked| !disclosure.tells(asked.element);
        if self.counts.iter().filter_map(asked_of).any(hidden) {
            page.notes.push(NOT_ALL.into());
        }
        if page.web_only {
            page.notes.push(ON_THE_WEB.into());
        }
        page.source = Some(profiles.source());
        Some(page)
    }

    /// The states that may be told.
    fn states<'a>(&'a self, material: &'a Material<'a>, disclosure: &Disclosure) -> Vec<State<'a>> {
        let mut states = Vec::new();
        for called in &self.states {
            let Some(asked) = material.asked(&called.element) else {
                continue;
            };
            if let Some(category) = material.answers(asked.element)
                && disclosure.tells(asked.element)
            {
                states.push(State {
                    label: called.label(asked.element),
                    before: material.comparison(asked.element).before,
                    items: material.breakdown(asked.element),
                    category,
                    asked,
                });
            }
        }
        states
    }
}

fn finding(asked: &Asked) -> Vec<Span> {
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    vec![
        plain(asked.reporting()),
        key_number(&asked.counted, &asked.kind.counter),
        plain("の状況を、一つずつまとめた。"),
    ]
}

/// A choice element with its words.
struct State<'a> {
    label: &'a str,
    asked: &'a Asked<'a>,
    /// The allowed answers.
    category: &'a Category,
    /// The items that it is asked of; none where it is asked once.
    items: Option<&'a Category>,
    /// The period that it stands beside.
    before: Period,
}

/// What all profiles are made from.
struct Profiles<'a> {
    material: &'a Material<'a>,
    disclosure: &'a Disclosure,
    states: Vec<State<'a>>,
    /// Whether the state of each item is told.
    is_detailed: bool,
    page: &'a ProfilesPage,
}

impl Profiles<'_> {
    fn of(&self, unit: &OrgUnit) -> Profile {
        let registry = &self.material.definitions.registry;
        let mut profile = Profile {
            id: unit.id.to_string(),
            title: registry.short_name(unit),
            lines: Vec::new(),
            table: None,
        };
        if self.has_reported(unit) {
            let states = self.states.iter();
            let states = states.map(|state| ProfileLine::new(state.label, self.state(state, unit)));
            profile.lines.extend(states);
            profile.table = self.is_detailed.then(|| self.table(unit));
        } else {
            let kind = registry.kinds.get(&unit.kind);
            let label = kind.map_or("", |kind| kind.label.as_str());
            profile.lines.push(ProfileLine::new(label, SILENT.into()));
        }
        profile.lines.extend(self.counts(unit));
        profile.lines.extend(self.events(unit));
        profile.lines.extend(self.homepage(unit));
        profile
    }

    fn has_reported(&self, unit: &OrgUnit) -> bool {
        self.material.summary.submission_of(&unit.id).is_some()
    }

    /// 開催している（前年同期は開催予定）。24区中15区が同じ。 Or of items how many are in the first state.
    fn state(&self, state: &State, unit: &OrgUnit) -> Words {
        if let Some(items) = state.items {
            return self.items(state, items, unit);
        }
        let key = TallyKey::of(&state.asked.element.id);
        let Some(own) = charts::state_of(self.material, state.category, &key, &unit.id) else {
            return SILENT.into();
        };
        let mut words = Words::from(own.label.as_str());
        if let Some(past) = self.past_state(state, &key, unit) {
            let before = self.before(state);
            words = words.then(Words::text(match past.id == own.id {
                true => format!("（{before}も同じ）"),
                false => format!("（{before}は{}）", past.label),
            }));
        }
        let alike = self.alike(state, key, own).then("が同じ。");
        words.then("。").then(alike)
    }

    /// 前年同期, 前年度.
    fn before(&self, state: &State) -> &'static str {
        self.material.comparison(state.asked.element).word()
    }

    /// 24区中15区, 24区すべて: how many are in a state of all that have reported.
    fn alike(&self, state: &State, key: TallyKey, own: &CategoryOption) -> Words {
        let counter = state.asked.kind.counter.as_str();
        let same = self.material.now(key.answer(&own.id));
        of_all_in_words(&same, &state.asked.counted, counter)
    }

    /// 6項目中5項目が「実施済」（前年度は4項目）。「実施予定」はマップ作成。
    fn items(&self, state: &State, items: &Category, unit: &OrgUnit) -> Words {
        let period = self.material.period();
        let Some(first) = state.category.options_in(period).next() else {
            return Words::default();
        };
        let (mut reached, mut before) = (Vec::new(), Vec::new());
        let mut others: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for item in items.options_in(period) {
            let key = TallyKey::of(&state.asked.element.id).option(&item.id);
            let own = key.clone().answer(&first.id).unit(&unit.id);
            before.push(self.material.beside(state.asked.element, &own));
            reached.push(self.material.now(own));
            let now = charts::state_of(self.material, state.category, &key, &unit.id);
            let label = now.map_or(SILENT, |now| now.label.as_str());
            if now.is_none_or(|now| now.id != first.id) {
                others.entry(label).or_default().push(&item.label);
            }
        }
        let (all, reached) = (self.material.options(items), Number::sum(reached));
        let mut words = of_all_in_words(&reached, &all, terms::ELEMENT)
            .then(Words::text(format!("が「{}」", first.label)));
        if let Some(before) = before.into_iter().collect::<Option<Vec<Number>>>() {
            let past = Words::text(format!("（{}は", self.before(state)));
            let past = past.then(Number::sum(before)).then(terms::ELEMENT);
            words = words.then(past).then("）");
        }
        words = words.then("。");
        for (label, names) in others {
            words = words.then(Words::text(format!("「{label}」は{}。", names.join("、"))));
        }
        words
    }

    /// The state that a unit was in; nothing where that is not known.
    fn past_state<'a>(
        &self,
        state: &State<'a>,
        key: &TallyKey,
        unit: &OrgUnit,
    ) -> Option<&'a CategoryOption> {
        let mut options = state.category.options_in(self.material.period());
        options.find(|option| {
            let key = key.clone().answer(&option.id).unit(&unit.id);
            let past = self.material.beside(state.asked.element, &key);
            past.is_some_and(|past| past.n > 0)
        })
    }

    /// What may be told of the numbers of a unit, and of those that serve its area, a line a kind.
    fn counts(&self, unit: &OrgUnit) -> Vec<ProfileLine> {
        let registry = &self.material.definitions.registry;
        let mut lines = Vec::new();
        for kind in registry.kinds.values() {
            for other in registry.expected(&kind.id, self.material.period()) {
                // That it has not reported stands in the place of its states.
                let is_own = other.id == unit.id && self.has_reported(unit);
                let is_near = || other.areas.iter().any(|area| unit.areas.contains(area));
                if is_own || (other.kind != unit.kind && is_near()) {
                    lines.extend(self.counts_of(kind, other));
                }
            }
        }
        lines
    }

    fn counts_of(&self, kind: &UnitKind, unit: &OrgUnit) -> Option<ProfileLine> {
        let material = self.material;
        let mut told = Vec::new();
        for called in &self.page.counts {
            let asked = material.asked(&called.element);
            let asked = asked.filter(|asked| asked.kind.id == kind.id);
            let Some(element) = asked.map(|asked| asked.element) else {
                continue;
            };
            if self.disclosure.tells(element)
                && let Some((_, of)) = element.statistic()
            {
                let now = material.now(TallyKey::of(&element.id).unit(&unit.id));
                let label = Words::from(called.label(element)).then(" ");
                told.push(label.then(now).then(of));
            }
        }
        if told.is_empty() {
            return None;
        }
        let words = if self.has_reported(unit) {
            Words::joined(told, "、").then("。")
        } else {
            SILENT.into()
        };
        Some(ProfileLine::new(&kind.label, words))
    }

    fn events(&self, unit: &OrgUnit) -> Option<ProfileLine> {
        let events = self.page.events.as_ref()?;
        let open = events.list.open(self.material, self.disclosure)?;
        let mut told = Vec::new();
        // Whose they are is not told where nobody may know who wrote a row.
        let submissions = self.material.submissions(&unit.id, OverTime::Sum);
        for submission in submissions.filter(|_| open.named) {
            for event in events.list.events(self.material, submission, &open) {
                let facts = [
                    event.kinds,
                    self.with_unit(&events.list, event.participants),
                ];
                let facts = facts.into_iter().filter(|words| !words.is_empty());
                let facts = Words::joined(facts, "、");
                let theme = Words::from("「").then(event.theme).then("」");
                told.push(if facts.is_empty() {
                    theme
                } else {
                    theme.then("（").then(facts).then("）")
                });
            }
        }
        let end = if told.len() > MOST_EVENTS {
            "など。"
        } else {
            "。"
        };
        told.truncate(MOST_EVENTS);
        let words = Words::joined(told, "、");
        (!words.is_empty()).then(|| ProfileLine::new(&events.label, words.then(end)))
    }

    fn with_unit(&self, list: &EventList, participants: Words) -> Words {
        let element = self.material.element(&list.participants);
        let unit = element.map_or("", |element| &element.unit);
        match participants.numbers() {
            [] => participants,
            _ => participants.then(unit),
        }
    }

    fn homepage(&self, unit: &OrgUnit) -> Option<ProfileLine> {
        let page = self.page.homepage.as_ref()?;
        let open = OpenRows::beside(self.material, &page.title, self.disclosure)?;
        let submissions = self.material.submissions(&unit.id, OverTime::Last);
        let submission = submissions.last()?;
        let told = |element: &str| {
            let is_told = open.named && open.tells(element) && open.lets(submission, None);
            homepages::words(submission, element).filter(|_| is_told)
        };
        Some(ProfileLine {
            address: told(&page.address),
            ..ProfileLine::new(&page.label, Words::text(told(&page.title)?))
        })
    }

    /// The state of every item, beside the one before, and how many are in it.
    fn table(&self, unit: &OrgUnit) -> Table {
        let mut rows = Vec::new();
        // What has no items comes first: behind them it would seem to be one.
        let (once, of_items): (Vec<&State>, Vec<&State>) =
            self.states.iter().partition(|state| state.items.is_none());
        for state in once.into_iter().chain(of_items) {
            let key = TallyKey::of(&state.asked.element.id);
            let Some(items) = state.items else {
                rows.push(self.row(state, state.label, key, unit));
                continue;
            };
            rows.push(Row {
                role: RowRole::Group,
                cells: vec![state.label.into()],
            });
            for item in items.options_in(self.material.period()) {
                rows.push(self.row(state, &item.label, key.clone().option(&item.id), unit));
            }
        }
        let registry = &self.material.definitions.registry;
        Table {
            title: format!("{}の項目ごとの状況", registry.short_name(unit)),
            columns: vec![
                TableColumn::new(terms::ELEMENT, false, 6),
                TableColumn::new("状況", false, 4),
                TableColumn::new("前の状況", false, 4),
                TableColumn::new("同じ状況の数", true, 4),
            ],
            rows,
            notes: vec![self.befores()],
        }
    }

    fn row(&self, state: &State, label: &str, key: TallyKey, unit: &OrgUnit) -> Row {
        let past = self.past_state(state, &key, unit);
        let past = past.map_or(terms::NONE, |past| past.label.as_str());
        let now = charts::state_of(self.material, state.category, &key, &unit.id);
        let alike = now.map(|now| self.alike(state, key, now));
        Row::plain(vec![
            label.into(),
            now.map_or(SILENT, |now| now.label.as_str()).into(),
            past.into(),
            alike.unwrap_or_else(|| terms::NONE.into()),
        ])
    }

    /// Which period the states before are of.
    fn befores(&self) -> String {
        let mut told: Vec<(Period, Vec<&str>)> = Vec::new();
        for state in &self.states {
            match told.iter_mut().find(|(before, _)| *before == state.before) {
                Some((_, labels)) => labels.push(state.label),
                None => told.push((state.before, vec![state.label])),
            }
        }
        let told = told.iter();
        let told =
            told.map(|(before, labels)| format!("{}は{}", labels.join("・"), before.label()));
        format!("前の状況: {}。", told.collect::<Vec<_>>().join("、"))
    }

    /// The forms that tell of a unit and how many of each arrived.
    fn source(&self) -> Words {
        let called = self.page.states.iter().chain(&self.page.counts);
        Asked::forms(called.filter_map(|one| self.material.asked(&one.element)))
    }
}
