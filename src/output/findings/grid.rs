//! A few cells of a sheet as a small table: those in question and what stands beside them.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::model::cell::{CellRange, CellRef};
use crate::output::html::text::clean;

/// What an empty cell in question says.
const BLANK: &str = "空欄";
/// With more columns a table may be wider than a telephone.
const NARROW: usize = 5;

/// The cells of a window on a sheet, as their reader sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellWindow {
    /// The window.
    pub range: CellRange,
    /// What each row is called, by its number; rows without words have none.
    pub labels: BTreeMap<u32, String>,
    /// What stands in the cells; empty ones are left out.
    pub cells: BTreeMap<CellRef, String>,
    /// The cells in question.
    pub asked: BTreeSet<CellRef>,
}

impl CellWindow {
    /// The table; it is called by the words that name the place.
    pub(super) fn markup(&self, place: &str) -> Markup {
        let caption = format!("{place} のまわり");
        html! {
            // Who has no mouse moves a table that is too wide by the keys.
            @let moves = self.range.cols().count() > NARROW;
            div class="scroll" tabindex=[moves.then_some("0")] role=[moves.then_some("group")]
                aria-label=[moves.then_some(clean(&caption))] {
                table class="grid" {
                    caption { span class="spoken" { (clean(&caption)) } }
                    thead { tr {
                        td {}
                        @for col in self.range.cols() {
                            th scope="col" { (CellRef::new(0, col).column_letters()) }
                        }
                    } }
                    tbody { @for row in self.range.rows() { (self.row(row)) } }
                }
            } "\n"
        }
    }

    fn row(&self, row: u32) -> Markup {
        html! {
            tr {
                th scope="row" {
                    (u64::from(row) + 1)
                    @if let Some(label) = self.labels.get(&row) { " " span { (clean(label)) } }
                }
                @for col in self.range.cols() { (self.cell(CellRef::new(row, col))) }
            }
        }
    }

    fn cell(&self, at: CellRef) -> Markup {
        let text = self.cells.get(&at).map_or("", String::as_str);
        html! {
            @if self.asked.contains(&at) {
                td { mark {
                    @if text.is_empty() { (BLANK) } @else { (clean(text)) }
                    span class="spoken" { "（指摘のセル）" }
                } }
            } @else {
                td { (clean(text)) }
            }
        }
    }
}
