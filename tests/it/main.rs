//! The program as its users meet it: one file per theme. Tests that need the PDF ask for the
//! feature.

// What a test takes for granted it may say in its helpers, too.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod agreement;
mod analyses;
mod areas;
mod by_hand;
mod checks;
#[cfg(feature = "pdf")]
mod contract;
mod definitions;
mod disclosure;
mod elsewhere;
mod every_cell;
mod faults;
#[cfg(feature = "pdf")]
mod feedback;
#[cfg(feature = "pdf")]
mod figures;
mod filled;
mod findings;
mod forms;
mod formulas;
mod guide;
mod half_years;
mod html;
mod init;
#[cfg(feature = "pdf")]
mod links;
mod menu;
mod messages;
#[cfg(feature = "pdf")]
mod missing;
mod mutations;
#[cfg(feature = "pdf")]
mod one_change;
mod opendata;
mod order;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod pictures;
#[cfg(feature = "pdf")]
mod publication;
mod published;
mod quirks;
mod redefinition;
mod rooms;
mod round_trip;
mod rounds;
mod sample;
mod screen;
mod slips;
mod succession;
mod supply_chain;
mod support;
mod trace;
mod trust;
mod writing;
mod zeros;
