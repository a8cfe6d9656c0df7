//! One file per kind of page: what it says and shows, computed from the counts.

pub mod appendix;
pub mod cases;
pub mod counts;
pub mod events;
pub mod grid;
pub mod groups;
pub mod homepages;
pub mod items;
pub mod methods;
pub mod programme;
pub mod series;
pub mod state;

mod charts;
