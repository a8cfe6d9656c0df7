//! What the desk asks of a round besides the publication: who has sent what, where a number comes
//! from, how two periods or two versions of a form differ, whether published figures agree with
//! counted ones, what changed definitions do to closed periods.
//!
//! Each answer is a type that programs read as JSON and that [`crate::output`] and the command line
//! word. Files, terminals and layouts may not enter.

pub mod explanation;
pub mod names;
pub mod open_queries;
pub mod periods;
pub mod reconciliation;
pub mod redefinition;
pub mod since_built;
pub mod status;
pub mod versions;
