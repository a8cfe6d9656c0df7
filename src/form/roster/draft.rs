//! Completes a list of units into a roster: what a city has at hand are names, often no more.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use anyhow::{Result, bail};
use indexmap::IndexMap;

use super::RosterColumn;
use super::table::{RosterRow, RosterTable};
use crate::model::Id;
use crate::model::org_unit::UnitKind;
use crate::model::text::fold;

/// A row of a roster.
pub type Entry = HashMap<RosterColumn, String>;

/// What a list is completed by.
pub struct Hints<'a> {
    /// The name of the city, which may stand before the name of an area.
    pub city: &'a str,
    /// What an area is called, e.g. 区: the name of an area ends with it.
    pub area_word: &'a str,
    /// The kinds of unit.
    pub kinds: &'a IndexMap<Id, UnitKind>,
}

/// The rows of the roster that a list of units makes, in the same order.
///
/// # Errors
/// All rows whose kind or area cannot be told, a name that stands twice, a kind without any unit.
pub fn complete(list: &RosterTable, hints: &Hints) -> Result<Vec<Entry>> {
    let mut drafter = Drafter::new(list, hints);
    let mut entries: Vec<Entry> = Vec::new();
    let mut untold = Vec::new();
    for row in list.rows() {
        let Some(entry) = drafter.entry(row, &mut untold)? else {
            continue;
        };
        let same = |other: &Entry| other.get(&RosterColumn::Name) == entry.get(&RosterColumn::Name);
        if entries.iter().any(same) {
            let name = row.get(RosterColumn::Name);
            return Err(list.fault(&name, &format!("「{}」が二度書かれています", name.text)));
        }
        entries.push(entry);
    }
    if !untold.is_empty() {
        bail!(
            "一覧「{}」から名簿を作れません。\n{}",
            list.name,
            told(&untold)
        );
    }
    for kind in hints.kinds.values() {
        let is_of = |entry: &Entry| entry.get(&RosterColumn::Kind) == Some(&kind.label);
        if !entries.iter().any(is_of) {
            bail!(
                "一覧「{}」に{}が一つもありません。区分の列に「{}」と書いた行を足すか、呼び名が違うときは --kind {}=呼び名 と書いてください",
                list.name,
                kind.label,
                kind.label,
                kind.id
            );
        }
    }
    Ok(entries)
}

/// What of a row cannot be told.
struct Untold {
    row: String,
    what: &'static str,
    remedy: String,
}

/// All that cannot be told, with one remedy for all rows that miss the same.
fn told(untold: &[Untold]) -> String {
    let mut text = String::new();
    for what in ["区分", "区域"] {
        let mut last = None;
        for one in untold.iter().filter(|one| one.what == what) {
            let _ = writeln!(text, "  {}の{what}が分かりません", one.row);
            last = Some(one);
        }
        if let Some(one) = last {
            let _ = writeln!(text, "{}", one.remedy);
        }
    }
    text.trim_end().to_owned()
}

struct Drafter<'a> {
    list: &'a RosterTable,
    hints: &'a Hints<'a>,
    /// Stable names that are taken, by the list or here.
    taken: BTreeSet<String>,
    /// Stable names of areas, by their names.
    areas: HashMap<String, String>,
}

impl<'a> Drafter<'a> {
    fn new(list: &'a RosterTable, hints: &'a Hints<'a>) -> Self {
        let mut drafter = Self {
            list,
            hints,
            taken: BTreeSet::new(),
            areas: HashMap::new(),
        };
        for row in list.rows() {
            drafter.taken.insert(row.get(RosterColumn::Id).text);
            for (id, area) in row
                .list(RosterColumn::AreaId)
                .iter()
                .zip(row.list(RosterColumn::Area))
            {
                drafter.taken.insert(id.text.clone());
                drafter.areas.insert(area.text, id.text.clone());
            }
        }
        drafter
    }

    fn entry(&mut self, row: &RosterRow, untold: &mut Vec<Untold>) -> Result<Option<Entry>> {
        let mut entry = Entry::new();
        for column in RosterColumn::ALL {
            entry.insert(column, row.get(column).text);
        }
        let name = row.get(RosterColumn::Name);
        if name.text.is_empty() {
            return Err(self.list.fault(&name, "名称が空欄です"));
        }
        let (kind, areas) = match (self.kind(row), self.areas(row)) {
            (Ok(kind), Ok(areas)) => (kind, areas),
            (kind, areas) => {
                untold.extend(kind.err());
                untold.extend(areas.err());
                return Ok(None);
            }
        };
        if row.get(RosterColumn::Id).text.is_empty() {
            entry.insert(RosterColumn::Id, self.next(&kind.id));
        }
        let mut ids = Vec::new();
        for area in &areas {
            ids.push(self.area_id(area));
        }
        entry.insert(RosterColumn::Kind, kind.label.clone());
        entry.insert(RosterColumn::Area, areas.join("、"));
        entry.insert(RosterColumn::AreaId, ids.join("、"));
        Ok(Some(entry))
    }

    /// The stable name of an area: as written somewhere, or the next one.
    fn area_id(&mut self, area: &str) -> String {
        if let Some(known) = self.areas.get(area) {
            return known.clone();
        }
        let id = self.next("area");
        self.areas.insert(area.to_owned(), id.clone());
        id
    }

    /// The next stable name that is free.
    fn next(&mut self, stem: &str) -> String {
        let mut n = 1;
        loop {
            let id = format!("{stem}-{n:02}");
            if self.taken.insert(id.clone()) {
                return id;
            }
            n += 1;
        }
    }

    /// The kind as written, else the one kind whose label stands in the name.
    fn kind(&self, row: &RosterRow) -> Result<&'a UnitKind, Untold> {
        let written = row.get(RosterColumn::Kind);
        let name = row.get(RosterColumn::Name);
        let folded = fold(&name.text);
        let mut fitting: Vec<&UnitKind> = Vec::new();
        for kind in self.hints.kinds.values() {
            let fits = if written.text.is_empty() {
                folded.contains(&fold(&kind.label))
            } else {
                fold(&written.text) == fold(&kind.label) || *written.text == *kind.id
            };
            if fits {
                fitting.push(kind);
            }
        }
        match fitting.as_slice() {
            [one] => Ok(one),
            _ => Err(self.untold(row, "区分", self.labels())),
        }
    }

    fn labels(&self) -> String {
        let kinds = self.hints.kinds.values();
        let labels: Vec<&str> = kinds.map(|kind| kind.label.as_str()).collect();
        format!(
            "区分の列に {} のどれかを書くか、呼び名が違うときは --kind で決めてください（例: --kind {}=呼び名）",
            labels.join("、"),
            self.hints.kinds.keys().last().map_or("", |id| id)
        )
    }

    /// The areas as written, else the beginning of the name up to the word for an area.
    fn areas(&self, row: &RosterRow) -> Result<Vec<String>, Untold> {
        let mut written = Vec::new();
        for area in row.list(RosterColumn::Area) {
            written.push(area.text);
        }
        if !written.is_empty() {
            return Ok(written);
        }
        let name = row.get(RosterColumn::Name).text;
        let name = name.strip_prefix(self.hints.city).unwrap_or(&name);
        let word = self.hints.area_word;
        match name.split_once(word) {
            Some((stem, _)) if !stem.trim().is_empty() => Ok(vec![format!("{}{word}", stem.trim())]),
            _ => Err(self.untold(
                row,
                "区域",
                format!(
                    "区域の列に、受け持つ地域の名前を書いてください（地域の呼び方が「{word}」でないときは --area でも決められます）"
                ),
            )),
        }
    }

    fn untold(&self, row: &RosterRow, what: &'static str, remedy: String) -> Untold {
        let name = row.get(RosterColumn::Name);
        let place = self.list.place(name.at);
        Untold {
            row: format!("{place}: 「{}」", name.text),
            what,
            remedy,
        }
    }
}
