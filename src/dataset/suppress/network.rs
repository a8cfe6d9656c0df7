//! A table as a network: a cell is an arc, a published sum a node whose flow is kept.
//!
//! Moving a number around a ring of hidden cells changes no published sum. So a hidden cell cannot
//! be computed exactly when such a ring runs through it, and how much can be moved around is how
//! wide the range is in which it may lie.

/// A cell.
#[derive(Debug, Clone)]
pub struct Arc {
    /// The sum that it is taken from.
    pub from: usize,
    /// The sum that it goes into.
    pub to: usize,
    /// How much it may grow, as far as anybody can tell.
    pub up: u64,
    /// How much it may shrink, as far as anybody can tell.
    pub down: u64,
    /// How much the reader loses when it is hidden.
    pub price: u64,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// Which way a cell is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The cells.
    pub arcs: Vec<Arc>,
    /// How many nodes there are.
    pub nodes: usize,
}

/// How much of each cell is moved, and by how much in all.
struct Moved {
    deltas: Vec<i64>,
    amount: u64,
}

/// A hidden cell costs next to nothing: of two ways the shorter.
const STEP: u64 = 1;

impl Network {
    /// How wide the range of a hidden cell is, as far as it is asked.
    pub fn width(&self, cell: usize, wanted: u64) -> u64 {
        let up = self.moved(cell, Way::Up, wanted).amount;
        up + self.moved(cell, Way::Down, wanted - up.min(wanted)).amount
    }

    /// Another table with the same published numbers, as differences by cell; `None` when there is
    /// none in which this cell differs.
    #[cfg(test)]
    pub fn another(&self, cell: usize) -> Option<Vec<i64>> {
        let tables = [Way::Up, Way::Down].map(|way| self.moved(cell, way, 1));
        tables
            .into_iter()
            .find(|moved| moved.amount > 0)
            .map(|moved| moved.deltas)
    }

    /// Hides more cells until a hidden one has a range of a width, or as wide as the table allows.
    ///
    /// Tells whether it can no longer be computed.
    pub fn protect(&mut self, cell: usize, wanted: u64) -> bool {
        loop {
            let up = self.moved(cell, Way::Up, wanted);
            let down = self.moved(cell, Way::Down, wanted);
            if up.amount + down.amount >= wanted {
                return true;
            }
            // What moves through hidden cells is used up: every further way opens a new one.
            let ways = [(Way::Up, &up), (Way::Down, &down)]
                .map(|(way, moved)| self.way(cell, way, moved, true));
            let Some((_, path)) = ways.into_iter().flatten().min_by_key(|(price, _)| *price) else {
                return up.amount + down.amount > 0;
            };
            for (arc, _) in path {
                self.arcs[arc].hidden = true;
            }
        }
    }

    /// Moves as much as is wanted around rings of hidden cells.
    fn moved(&self, cell: usize, way: Way, wanted: u64) -> Moved {
        let mut moved = Moved {
            deltas: vec![0; self.arcs.len()],
            amount: 0,
        };
        while moved.amount < wanted {
            let Some((_, path)) = self.way(cell, way, &moved, false) else {
                break;
            };
            let ring = path.into_iter().chain([(cell, way)]).collect::<Vec<_>>();
            let room = ring
                .iter()
                .map(|(arc, way)| self.room(*arc, *way, &moved))
                .min()
                .unwrap_or(0);
            let amount = room.min(wanted - moved.amount);
            for (arc, way) in ring {
                moved.deltas[arc] += if way == Way::Up {
                    amount as i64
                } else {
                    -(amount as i64)
                };
            }
            moved.amount += amount;
        }
        moved
    }

    /// How far a cell can still be moved.
    fn room(&self, arc: usize, way: Way, moved: &Moved) -> u64 {
        let (arc, delta) = (&self.arcs[arc], moved.deltas[arc]);
        match way {
            Way::Up => arc.up.saturating_add_signed(-delta),
            Way::Down => arc.down.saturating_add_signed(delta),
        }
    }

    /// The cheapest way around that makes up for moving a cell; over cells that are not hidden only
    /// if `open`.
    fn way(
        &self,
        cell: usize,
        way: Way,
        moved: &Moved,
        open: bool,
    ) -> Option<(u64, Vec<(usize, Way)>)> {
        if self.room(cell, way, moved) == 0 {
            return None;
        }
        let ends = (self.arcs[cell].from, self.arcs[cell].to);
        let (start, goal) = if way == Way::Up {
            (ends.1, ends.0)
        } else {
            ends
        };
        // Cheapest price and last step by node; the tables are small, so every arc is tried until
        // nothing changes.
        let mut best: Vec<Option<(u64, usize, Way)>> = vec![None; self.nodes];
        let price_of = |best: &[Option<(u64, usize, Way)>], node: usize| {
            if node == start {
                Some(0)
            } else {
                best[node].map(|(price, ..)| price)
            }
        };
        let mut changed = true;
        while changed {
            changed = false;
            for (i, arc) in self
                .arcs
                .iter()
                .enumerate()
                .filter(|(i, arc)| *i != cell && (arc.hidden || open))
            {
                for (way, from, to) in [(Way::Up, arc.from, arc.to), (Way::Down, arc.to, arc.from)]
                {
                    let Some(price) =
                        price_of(&best, from).filter(|_| self.room(i, way, moved) > 0)
                    else {
                        continue;
                    };
                    let price = price + if arc.hidden { STEP } else { arc.price };
                    if to != start && best[to].is_none_or(|(known, ..)| price < known) {
                        best[to] = Some((price, i, way));
                        changed = true;
                    }
                }
            }
        }
        let price = best[goal]?.0;
        let mut path = Vec::new();
        let mut node = goal;
        while node != start {
            let (_, arc, way) = best[node]?;
            path.push((arc, way));
            node = if way == Way::Up {
                self.arcs[arc].from
            } else {
                self.arcs[arc].to
            };
        }
        Some((price, path))
    }
}
