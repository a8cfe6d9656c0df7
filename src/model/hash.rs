//! Maps for texts that are looked up by the thousand in each file.

use std::collections;

use foldhash::fast::RandomState;

/// A map that hashes in a fifth of the time of the standard one; its order is as little to be told.
pub type HashMap<K, V> = collections::HashMap<K, V, RandomState>;
