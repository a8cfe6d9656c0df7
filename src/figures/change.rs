//! How a number changed against an earlier one. Whole-number arithmetic: the same on every machine.

use std::cmp::Ordering;

use crate::model::text::grouped;

/// The size of a change that rounds to none.
pub const NO_CHANGE: &str = "0.0%";

/// The change in percent with one decimal and its sign, e.g. `＋12.4%`; `None` when the earlier
/// number is zero.
pub fn percent(new: u64, old: u64) -> Option<String> {
    let size = size(new, old)?;
    let sign = match new.cmp(&old) {
        _ if size == NO_CHANGE => "±",
        Ordering::Less => "－",
        _ => "＋",
    };
    Some(format!("{sign}{size}"))
}

/// The change in tenths of a percent, rounded half away from zero; `None` when the earlier number
/// is zero.
pub fn tenths_of_percent(new: u64, old: u64) -> Option<i128> {
    if old == 0 {
        return None;
    }
    let tenths = (new.abs_diff(old) as u128 * 2_000 + old as u128) / (old as u128 * 2);
    let tenths = i128::try_from(tenths).ok()?;
    Some(if new < old { -tenths } else { tenths })
}

/// How large a change is in percent with one decimal, without its direction, e.g. `12.4%`.
pub fn size(new: u64, old: u64) -> Option<String> {
    let tenths = tenths_of_percent(new, old)?.unsigned_abs();
    Some(format!(
        "{}.{}%",
        grouped(u64::try_from(tenths / 10).ok()?),
        tenths % 10
    ))
}

/// The direction of a change in a sentence, behind its size: `12.4%増`.
pub fn direction(new: u64, old: u64) -> &'static str {
    if new < old { "減" } else { "増" }
}

/// The difference with its sign, e.g. `＋3`, `－2`, `±0`.
pub fn difference(new: u64, old: u64) -> String {
    match new.cmp(&old) {
        Ordering::Greater => format!("＋{}", grouped(new - old)),
        Ordering::Less => format!("－{}", grouped(old - new)),
        Ordering::Equal => "±0".to_owned(),
    }
}

/// The share of a whole in whole percent, rounded half up; zero of a zero whole.
pub fn share(part: u64, whole: u64) -> u64 {
    if whole == 0 {
        0
    } else {
        ((part as u128 * 200 + whole as u128) / (whole as u128 * 2)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_rounded_and_signed() {
        assert_eq!(percent(926, 908).as_deref(), Some("＋2.0%"));
        assert_eq!(percent(75, 100).as_deref(), Some("－25.0%"));
        assert_eq!(percent(100, 100).as_deref(), Some("±0.0%"));
        assert_eq!(percent(10_000, 10_001).as_deref(), Some("±0.0%"));
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(2_500, 4).as_deref(), Some("＋62,400.0%"));
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(share(1, 8), 13);
        assert_eq!(share(0, 0), 0);
        assert_eq!(share(24, 24), 100);
    }
}
