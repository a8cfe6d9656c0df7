//! The time of the standard library, which ./build has stopped.

pub use std::time::*;
