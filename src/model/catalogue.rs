//! What is counted and how it is broken down: data elements, categories and their options.
//!
//! The words follow DHIS2: a data element is broken down by the options of a category.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Id;
use super::period::Period;

/// Every data element and category that the definitions know.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Catalogue {
    /// Categories by id, in the order of the definitions.
    pub categories: IndexMap<Id, Category>,
    /// Data elements by id, in the order of the definitions.
    pub elements: IndexMap<Id, DataElement>,
    /// A change against fewer than so many is told by its number: a percentage would swing.
    pub small_base: u64,
    /// A count of one unit is small from 1 up to but not this: totals of units are published of an
    /// element of which none is. Where it is not given, no unit's are.
    pub small_count: Option<u64>,
}

/// A break-down: a list of options.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Category {
    /// Stable name.
    pub id: Id,
    /// The words of the heading.
    pub label: String,
    /// Where the list of options comes from.
    pub basis: Basis,
    /// Groups of options, in order; may be empty.
    pub groups: IndexMap<Id, String>,
    /// The options in the order of the form.
    pub options: IndexMap<Id, CategoryOption>,
}

/// One option of a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryOption {
    /// Stable name, unique within the category.
    pub id: Id,
    /// The words of the form.
    pub label: String,
    /// Other spellings that mean the same.
    pub aliases: Vec<String>,
    /// The group it belongs to.
    pub group: Option<Id>,
    /// A subset (再掲) of the total: shown, never added.
    pub subset: bool,
    /// What is left over (その他): last, however many there are.
    pub rest: bool,
    /// How it looks in a chart of states.
    pub tone: Option<Tone>,
    /// How a sentence says that a unit is in this state, e.g. 推進会議を開催.
    pub phrase: Option<String>,
    /// When it is on the form.
    pub validity: Validity,
    /// The options of earlier periods whose place it takes: one after a new id, several after a
    /// merger; an option that several name was split.
    pub succeeds: Vec<Id>,
}

impl CategoryOption {
    /// The words that mean it.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        [&self.label]
            .into_iter()
            .chain(&self.aliases)
            .map(String::as_str)
    }
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DataElement {
    /// Stable name.
    pub id: Id,
    /// The words of the form and of the report.
    pub label: String,
    /// The words of earlier forms.
    pub aliases: Vec<String>,
    /// What kind of answer is wanted.
    pub kind: Kind,
    /// The unit of a count, e.g. 件.
    pub unit: String,
    /// What the number of its answers is, where that is a statistic: how many events a list holds.
    pub counted: Option<Counted>,
    /// The category that breaks it down; its options are the rows of a block.
    pub category: Option<Id>,
    /// The category whose options are the allowed answers.
    pub answers: Option<Id>,
    /// One case may count under several options (複数回答): parts may exceed the cases.
    pub multiple: bool,
    /// How two halves make a year.
    pub over_time: OverTime,
    /// What its numbers stand beside.
    pub beside: Beside,
    /// Where the question comes from.
    pub basis: Basis,
    /// Whether single answers may appear in a publication.
    pub publish: bool,
    /// What the text may not tell of people, where it is looked through for that.
    pub privacy: Option<Privacy>,
    /// The text may not name the unit's own area either.
    pub hide_area: bool,
    /// How large a picture may be; of pictures only.
    pub limits: Option<PictureLimits>,
    /// When it is on the form.
    pub validity: Validity,
    /// What it means, for the data dictionary.
    pub definition: String,
}

/// What a text may not tell of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// The text of a case: neither who nor where somebody is.
    Case,
    /// A text about the work, in which years, places and telephone numbers have their place: only
    /// what is of one person alone.
    Person,
}

/// What the number of the answers to a question is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The words for it, e.g. 研修会の開催回数.
    pub label: String,
    /// Its unit, e.g. 回.
    pub unit: String,
}

/// The kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number of zero or more.
    Count,
    /// One of the options of `answers`.
    Choice,
    /// Any of the options of `answers`, each marked with ○.
    Marks,
    /// Words.
    Text,
    /// A day.
    Date,
    /// A picture that is pasted over the rows of its block.
    Picture,
}

/// How large a picture may be that the report prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureLimits {
    /// The most bytes of its file.
    pub bytes: u64,
    /// The most pixels: width times height.
    pub pixels: u64,
}

/// How the halves of a year combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    /// Counts add up.
    #[default]
    Sum,
    /// A state is that of the last half.
    Last,
}

/// Which earlier period the numbers of an element stand beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// The same stretch of the year before.
    #[default]
    SamePeriod,
    /// The year before as a whole: of a state, how it was at the end of it.
    YearBefore,
}

impl Beside {
    /// The period that stands beside one.
    pub fn of(self, period: Period) -> Period {
        match self {
            Self::SamePeriod => period.year_before(),
            Self::YearBefore => Period::year(period.year_before().year.0),
        }
    }
}

/// Where a list or a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Read from the published report.
    Published,
    /// Proposed by this project, not yet verified with the city.
    #[default]
    Proposed,
}

/// From which to which period something is on the form; open ends are `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validity {
    /// The first period.
    pub from: Option<Period>,
    /// The last period.
    pub until: Option<Period>,
}

/// What a colour and a pattern mean; the same state looks the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// A state that is reached; this period.
    Strong,
    /// A state that is under way (hatched).
    Middle,
    /// A state that is next to none (light).
    Light,
    /// A state that is not there (white with a border).
    None,
    /// Set apart from a scale (ochre).
    Accent,
    /// A stage of a way, where none is better than another: ochre, from light to dark.
    Stage1,
    /// The second stage.
    Stage2,
    /// The third stage.
    Stage3,
    /// The fourth stage.
    Stage4,
    /// The period before, always lighter.
    Past,
    /// Not reported (dotted grey).
    Missing,
}

impl Basis {
    /// The words of the data dictionary.
    pub fn label(self) -> &'static str {
        match self {
            Self::Published => "公表資料",
            Self::Proposed => "提案（未確認）",
        }
    }
}

impl Kind {
    /// The words of the data dictionary.
    pub fn label(self) -> &'static str {
        match self {
            Self::Count => "件数",
            Self::Choice => "選択",
            Self::Marks => "○印（複数可）",
            Self::Text => "文章",
            Self::Date => "日付",
            Self::Picture => "画像",
        }
    }
}

impl Validity {
    /// Whether some day lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        let before = |one: &Self, next: &Self| match (one.until, next.from) {
            (Some(until), Some(from)) => until.ends_before(from),
            _ => false,
        };
        !before(self, other) && !before(other, self)
    }

    /// Whether a period ended before it began.
    pub fn begins_after(&self, period: Period) -> bool {
        self.from.is_some_and(|from| period.ends_before(from))
    }

    /// Whether something is on the form of this period. A half lies within its year's validity.
    pub fn covers(&self, period: Period) -> bool {
        let is_over = self.until.is_some_and(|until| until.ends_before(period));
        !is_over && !self.begins_after(period)
    }
}

impl DataElement {
    /// What its number is called and its unit of measure; nothing when no statistic is made of it.
    pub fn statistic(&self) -> Option<(&str, &str)> {
        let own = (!self.unit.is_empty()).then_some((self.label.as_str(), self.unit.as_str()));
        self.counted
            .as_ref()
            .map(|counted| (counted.label.as_str(), counted.unit.as_str()))
            .or(own)
    }
}

impl Category {
    /// The options on the form in a period, in order.
    pub fn options_in(&self, period: Period) -> impl Iterator<Item = &CategoryOption> {
        self.options
            .values()
            .filter(move |option| option.validity.covers(period))
    }

    /// Those of them that make the total: subsets apart.
    pub fn parts_in(&self, period: Period) -> impl Iterator<Item = &CategoryOption> {
        self.options_in(period).filter(|option| !option.subset)
    }

    /// The parts that make a group.
    pub fn group_in(&self, group: &str, period: Period) -> Vec<&CategoryOption> {
        let parts = self.parts_in(period);
        parts
            .filter(|part| part.group.as_deref() == Some(group))
            .collect()
    }
}

impl Catalogue {
    /// Whether a change of an element against an earlier number is told as a difference: of units
    /// and of few cases a percentage would swing.
    pub fn changes_by_number(&self, element: &DataElement, past: u64) -> bool {
        element.kind != Kind::Count || past < self.small_base
    }

    /// Every word of it that is printed, by a key that stays.
    pub fn places(&mut self) -> Vec<(String, &mut String)> {
        let mut places = Vec::new();
        for (category, of) in &mut self.categories {
            places.push((format!("category.{category}"), &mut of.label));
            for (group, label) in &mut of.groups {
                places.push((format!("group.{category}.{group}"), label));
            }
            for (id, option) in &mut of.options {
                places.push((format!("option.{category}.{id}"), &mut option.label));
                let phrase = option.phrase.as_mut();
                places.extend(phrase.map(|phrase| (format!("phrase.{category}.{id}"), phrase)));
            }
        }
        for (id, element) in &mut self.elements {
            places.push((format!("element.{id}"), &mut element.label));
            places.push((format!("measure.{id}"), &mut element.unit));
            places.push((format!("definition.{id}"), &mut element.definition));
            if let Some(counted) = &mut element.counted {
                places.push((format!("counted.{id}"), &mut counted.label));
                places.push((format!("counted_in.{id}"), &mut counted.unit));
            }
        }
        places
    }

    /// The category that breaks an element down.
    pub fn breakdown(&self, element: &DataElement) -> Option<&Category> {
        self.categories.get(element.category.as_ref()?)
    }

    /// The category of an element's allowed answers.
    pub fn answers(&self, element: &DataElement) -> Option<&Category> {
        self.categories.get(element.answers.as_ref()?)
    }

    /// The label of an option, or its id when the catalogue no longer knows it.
    pub fn option_label<'a>(&'a self, category: &Id, option: &'a Id) -> &'a str {
        self.categories
            .get(category)
            .and_then(|category| category.options.get(option))
            .map_or(option, |option| option.label.as_str())
    }
}
