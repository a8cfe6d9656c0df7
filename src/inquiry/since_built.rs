//! What changed between the numbers of a report that was built and those that are counted now.

use std::collections::{BTreeMap, BTreeSet};

use crate::aggregate::history::Revision;
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;

/// The numbers that differ, in the order of their keys; what is in no sum counts as zero.
pub fn differences(built: &BTreeMap<TallyKey, u64>, summary: &Summary) -> Vec<Revision> {
    let now = summary.iter().map(|(key, _)| key);
    let now = now.filter(|key| key.unit.is_none() || key.month.is_none());
    let keys: BTreeSet<&TallyKey> = built.keys().chain(now).collect();
    let mut differences = Vec::new();
    for key in keys {
        let (old, new) = (built.get(key).copied(), summary.known(key));
        if old.unwrap_or(0) != new.unwrap_or(0) {
            differences.push(Revision {
                key: key.clone(),
                old,
                new,
            });
        }
    }
    differences
}
