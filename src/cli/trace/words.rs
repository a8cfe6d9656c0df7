//! An explanation in words: the number first, then how it is made, then its parts.

use std::fmt::Write as _;

use crate::figures::datum::symbol;
use crate::inquiry::explanation::{CellPart, EarlierNumber, Explanation, Member};
use crate::model::terms;

/// How many cells are told unless all are asked for.
const CELLS: usize = 20;
/// Of how many parts the parts are told, unless all are asked for.
const PARTS: usize = 2;

/// A number with everything behind it; `all` leaves nothing out.
pub fn told(explanation: &Explanation, all: bool) -> String {
    let mut telling = Telling {
        all,
        out: String::new(),
    };
    telling.tell(explanation, 0);
    telling.out
}

struct Telling {
    all: bool,
    out: String,
}

impl Telling {
    fn tell(&mut self, number: &Explanation, depth: usize) {
        self.line(depth, &headline(number));
        self.line(depth, &format!("数の番号: {}", number.id));
        self.line(depth, &format!("作り方: {}", number.formula));
        if !number.source.is_empty() {
            self.line(depth, &number.source);
        }
        if let Some(beside) = &number.beside {
            self.line(depth, &compared(beside, &number.measure));
        }
        for note in &number.notes {
            self.line(depth, note);
        }
        if !number.silent.is_empty() {
            let names = number
                .silent
                .iter()
                .map(|unit| format!("{}（{}）", unit.name, unit.value));
            let names = names.collect::<Vec<_>>().join("、");
            self.line(depth, &format!("この数に入っていない報告者: {names}"));
        }
        for kept in &number.kept {
            let note = if kept.note.is_empty() {
                String::new()
            } else {
                format!("（{}）", kept.note)
            };
            let (label, value) = (kept.period.label(), kept.value);
            self.line(
                depth + 1,
                &format!("{label} {value} 出典: {}{note}", kept.source),
            );
        }
        self.members(&number.members, depth);
        self.cells(&number.cells, depth);
        if !number.used_by.is_empty() {
            self.line(depth, "この欄を使う数:");
            for user in &number.used_by {
                self.line(
                    depth + 1,
                    &format!("{}  {} = {}", user.id, user.name, user.value),
                );
            }
        }
        self.parts(&number.parts, depth);
    }

    fn members(&mut self, members: &[Member], depth: usize) {
        if members.is_empty() {
            return;
        }
        self.line(depth, &format!("内訳（{}）:", members.len()));
        let (none, some): (Vec<_>, Vec<_>) = members.iter().partition(|one| one.value == "0");
        for member in some {
            self.line(depth + 1, &format!("{}  {}", member.name, member.value));
        }
        if !none.is_empty() {
            let names: Vec<&str> = none.iter().map(|member| member.name.as_str()).collect();
            self.line(depth + 1, &format!("0: {}", names.join("、")));
        }
    }

    fn cells(&mut self, cells: &[CellPart], depth: usize) {
        if cells.is_empty() {
            return;
        }
        self.line(depth, &format!("もとの欄（{}）:", cells.len()));
        // Those that make the number come first.
        let (none, some): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.value == "0");
        let shown = if self.all { cells.len() } else { CELLS };
        for cell in some.into_iter().chain(none).take(shown) {
            let CellPart {
                unit,
                file,
                sheet,
                cell,
                heading,
                value,
            } = cell;
            let place = format!("{file}  シート「{sheet}」{cell}（{heading}）");
            self.line(depth + 1, &format!("{unit}  {place} = {value}"));
        }
        if cells.len() > shown {
            let rest = cells.len() - shown;
            self.line(depth + 1, &format!("ほか{rest}欄（--all ですべて）"));
        }
    }

    /// The parts of a few are told; of many their numbers.
    fn parts(&mut self, parts: &[Explanation], depth: usize) {
        if parts.is_empty() {
            return;
        }
        self.line(depth, &format!("もとの数（{}）:", parts.len()));
        if self.all || parts.len() <= PARTS {
            for part in parts {
                self.tell(part, depth + 1);
            }
            return;
        }
        for part in parts {
            self.line(depth + 1, &format!("{}  [{}]", headline(part), part.id));
        }
        self.line(depth + 1, "それぞれの内訳は、その番号か --all で示します");
    }

    fn line(&mut self, depth: usize, words: &str) {
        let _ = writeln!(self.out, "{}{words}", "  ".repeat(depth));
    }
}

/// What it is called and what it is.
fn headline(number: &Explanation) -> String {
    let meaning = if number.value == symbol::MISSING {
        format!("（{}）", terms::NOT_REPORTED)
    } else {
        number.measure.clone()
    };
    format!("{} = {}{meaning}", number.name, number.value)
}

/// The earlier number and the change.
fn compared(beside: &EarlierNumber, measure: &str) -> String {
    let mut words = format!("{}: {}{measure}", beside.label, beside.value);
    if !beside.difference.is_empty() {
        words += &format!("、増減 {}", beside.difference);
    }
    if !beside.percent.is_empty() {
        words += &format!("（{}）", beside.percent);
    }
    words + &format!("  [{}]", beside.id)
}
