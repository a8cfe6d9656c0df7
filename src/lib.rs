//! zaitaku-report: from the wards' and offices' Excel forms to a checked report.

pub mod model;
