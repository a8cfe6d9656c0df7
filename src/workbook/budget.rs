//! How much the process may hold unpacked at once.
//!
//! One container is bounded by [`MAX_UNPACKED_BYTES`], but as many are read side by side as the
//! machine has cores: sixteen large ones would take sixteen times as much. Usual forms never wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::MAX_UNPACKED_BYTES;

/// Two of the largest, or a hundred usual forms.
const MOST: u64 = 2 * MAX_UNPACKED_BYTES;

static ALL: Budget = Budget::new(MOST);

/// Bytes that all threads share.
struct Budget {
    left: Mutex<u64>,
    returned: Condvar,
}

/// A share of the budget; dropped, it goes back.
pub(super) struct Share {
    of: &'static Budget,
    bytes: u64,
}

/// Waits until as many bytes are free, and takes them.
pub(super) fn share(bytes: u64) -> Share {
    ALL.share(bytes.min(MOST))
}

impl Budget {
    const fn new(bytes: u64) -> Self {
        Self {
            left: Mutex::new(bytes),
            returned: Condvar::new(),
        }
    }

    fn share(&'static self, bytes: u64) -> Share {
        let mut left = self.left();
        while *left < bytes {
            left = self
                .returned
                .wait(left)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *left -= bytes;
        Share { of: self, bytes }
    }

    /// A thread that panicked has returned its share all the same.
    fn left(&self) -> MutexGuard<'_, u64> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.of.left() += self.bytes;
        self.of.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn threads_never_hold_more_than_the_budget() {
        static SMALL: Budget = Budget::new(10);
        static HELD: AtomicU64 = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for bytes in [4, 7, 10, 1, 6, 3, 9, 2] {
                scope.spawn(move || {
                    for _ in 0..200 {
                        let share = SMALL.share(bytes);
                        assert!(HELD.fetch_add(bytes, Ordering::SeqCst) + bytes <= 10);
                        HELD.fetch_sub(bytes, Ordering::SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert_eq!(*SMALL.left(), 10);
    }

    #[test]
    fn more_than_all_is_all() {
        assert_eq!(share(u64::MAX).bytes, MOST);
    }
}
