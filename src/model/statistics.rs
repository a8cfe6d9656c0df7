//! The arithmetic of figures that more than one room needs.

/// The two numbers in the middle of sorted ones; of an odd number the middle one twice.
pub fn middle<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((lower, upper))
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn of_an_even_number_the_middle_is_between_two() {
        assert_eq!(middle::<u64>(&[]), None);
        assert_eq!(middle(&[1, 5, 9]), Some((5, 5)));
        assert_eq!(middle(&[1, 5, 7, 9]), Some((5, 7)));
    }
}
