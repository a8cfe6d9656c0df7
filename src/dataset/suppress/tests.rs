//! Attacks on what is published. The strongest is a counter-example: a second table that agrees
//! with every published number, so that nobody can tell which of the two is true.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::fixture::{made_of, publication, round};
use crate::figures::material::Material;

fn release(missing: &[usize]) -> (Definitions, Dataset) {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let make = |material: &Material| Dataset::new(material, &publication());
    let tables = made_of(&definitions, &round(&definitions, missing), make);
    (definitions, tables)
}

/// The true counts of the units over the period.
fn counts(dataset: &Dataset) -> BTreeMap<CountKey, u64> {
    let rows = dataset.observations.iter().filter(|row| {
        row.is_whole() && !matches!(row.role, Aggregate::State | Aggregate::UnitState)
    });
    rows.filter_map(|row| Some((table::place(row), row.value?)))
        .collect()
}

/// For every hidden count, another table that agrees with all that is published, checked sum by
/// sum.
fn prove(definitions: &Definitions, truth: &Dataset, published: &Dataset) {
    let values = counts(truth);
    let hidden: BTreeSet<CountKey> = published
        .observations
        .iter()
        .filter(|row| row.symbol == symbol::SUPPRESSED)
        .map(table::place)
        .collect();
    for mut table in table::all(definitions, truth, &BTreeSet::new()) {
        for (place, arc) in table.places.iter().zip(&mut table.network.arcs) {
            arc.hidden = hidden.contains(place);
        }
        for arc in 0..table.places.len() {
            if !hidden.contains(&table.places[arc]) {
                continue;
            }
            let deltas = table
                .network
                .another(arc)
                .unwrap_or_else(|| panic!("{} is exposed", table.name(arc)));
            assert_ne!(deltas[arc], 0);
            let mut units = BTreeMap::<(&str, bool), i64>::new();
            let mut options = BTreeMap::<&str, i64>::new();
            for (place, delta) in table.places.iter().zip(&deltas) {
                assert!(
                    *delta == 0 || hidden.contains(place),
                    "a published count stays"
                );
                assert!(
                    values[place] as i64 + delta >= 0,
                    "a count is never below zero"
                );
                *units.entry((&place.0, place.2.is_empty())).or_default() += delta;
                *options.entry(&place.2).or_default() += delta;
            }
            // The city's sums by option and of all stay; the parts of a unit make its total.
            assert!(options.values().all(|sum| *sum == 0));
            let element = &definitions.catalogue.elements[&table.places[arc].1];
            let is_parted =
                element.category.is_some() && table.places.iter().any(|place| place.2.is_empty());
            for place in table.places.iter().filter(|_| is_parted) {
                assert_eq!(
                    units.get(&(&place.0, true)),
                    units.get(&(&place.0, false)),
                    "{}",
                    place.0
                );
            }
            // The city's sums of groups stay as well.
            for row in published
                .observations
                .iter()
                .filter(|row| row.role == Aggregate::Group && row.is_whole())
            {
                let category = definitions
                    .catalogue
                    .breakdown(element)
                    .filter(|_| row.element_id == element.id);
                let of_category = category
                    .into_iter()
                    .flat_map(|category| category.options.values());
                let of_group =
                    of_category.filter(|option| option.group.as_deref() == Some(&*row.option_id));
                let moved = of_group
                    .filter_map(|option| options.get(&*option.id))
                    .sum::<i64>();
                assert_eq!(moved, 0, "{}", row.option_id);
            }
            for (place, delta) in table
                .places
                .iter()
                .zip(&deltas)
                .filter(|(_, delta)| **delta != 0)
            {
                respected(definitions, &values, place, *delta);
            }
        }
    }
}

/// What the forms demand of each other still holds for the other table.
fn respected(
    definitions: &Definitions,
    values: &BTreeMap<CountKey, u64>,
    place: &CountKey,
    delta: i64,
) {
    let now = values[place] as i64 + delta;
    let total = |element: &str| {
        values
            .get(&(place.0.clone(), Id::from(element), Id::default()))
            .map(|n| *n as i64)
    };
    let category = definitions
        .catalogue
        .breakdown(&definitions.catalogue.elements[&place.1]);
    if category
        .and_then(|category| category.options.get(&place.2))
        .is_some_and(|option| option.subset)
    {
        assert!(Some(now) <= total(&place.1), "再掲 stays under its whole");
    }
    if let (true, "askers", Some(contents), Some(askers)) = (
        place.2.is_empty(),
        &*place.1,
        total("contents"),
        total("askers"),
    ) && contents >= askers
    {
        assert!(contents >= now);
    }
}

fn suppressed(definitions: &Definitions, truth: &Dataset, threshold: u64) -> (Dataset, Suppressed) {
    let mut published = truth.clone();
    let pattern = Pattern::new(definitions, truth, threshold).expect("it can be protected");
    let done = pattern
        .apply(definitions, &mut published, threshold)
        .expect("it is protected");
    (published, done)
}

#[test]
fn no_hidden_count_can_be_computed_whatever_the_threshold() {
    for missing in [&[][..], &[4, 9], &(8..24).collect::<Vec<_>>()] {
        let (definitions, truth) = release(missing);
        for threshold in [3, 10] {
            let (published, done) = suppressed(&definitions, &truth, threshold);
            prove(&definitions, &truth, &published);
            let shown = published
                .observations
                .iter()
                .filter(|row| !row.is_city() && table::is_count(&definitions, row));
            assert!(
                shown
                    .clone()
                    .all(|row| row.value.is_none_or(|n| n == 0 || n >= threshold))
            );
            let hidden = shown.filter(|row| row.symbol == symbol::SUPPRESSED).count();
            assert_eq!(hidden, done.small + done.complements);
            assert!(
                published
                    .about
                    .iter()
                    .any(|row| row.text.contains(&format!("{hidden}個")))
            );
            // What the open data tells anyway is not hidden.
            for row in published
                .observations
                .iter()
                .filter(|row| row.is_unit_total())
            {
                let is_open = open_totals(&truth, threshold).contains(&row.element_id);
                assert!(
                    !is_open || row.symbol != symbol::SUPPRESSED,
                    "{}",
                    row.made_of
                );
            }
            let again = suppressed(&definitions, &truth, threshold).0;
            assert_eq!(published, again, "the same release every time");
        }
    }
}

/// The proof is about every number of a unit that is published: what it does not look at is a state
/// or a ○.
#[test]
fn no_number_of_a_unit_is_outside_the_proof() {
    let (definitions, truth) = release(&[4]);
    let (published, _) = suppressed(&definitions, &truth, 5);
    let proved: BTreeSet<CountKey> = table::all(&definitions, &truth, &BTreeSet::new())
        .into_iter()
        .flat_map(|table| table.places)
        .collect();
    for row in published
        .observations
        .iter()
        .filter(|row| !row.is_city() && row.symbol != symbol::MISSING)
    {
        let is_open = matches!(row.role, Aggregate::UnitState | Aggregate::Overlap);
        assert!(
            is_open != proved.contains(&table::place(row)),
            "{}",
            row.made_of
        );
        // What a row tells of its origin is the number's name, never a part of it.
        assert!(!row.made_of.contains('('), "{}", row.made_of);
        // Who held nothing says so in a state: a zero without parts would hide nothing.
        let real = truth
            .observations
            .iter()
            .find(|real| real.made_of == row.made_of)
            .and_then(|real| real.value);
        assert!(
            row.symbol != symbol::SUPPRESSED || real > Some(0) || row.role != Aggregate::Single,
            "{}",
            row.made_of
        );
    }
    // The past is of the city and is told as it was.
    assert!(!published.past.is_empty() && published.past == truth.past);
    let is_open = |row: &Observation| row.is_city() || row.role == Aggregate::UnitState;
    assert!(published.past.iter().all(is_open));
}

#[test]
fn the_figures_of_the_city_stay_and_the_months_of_units_go() {
    let (definitions, truth) = release(&[]);
    let (published, _) = suppressed(&definitions, &truth, 5);
    let city = |dataset: &Dataset| -> Vec<Observation> {
        dataset
            .observations
            .iter()
            .filter(|row| row.is_city())
            .cloned()
            .collect()
    };
    assert_eq!(city(&truth), city(&published));
    assert!(
        published
            .observations
            .iter()
            .all(|row| row.is_city() || row.is_whole())
    );
}

#[test]
fn a_single_unit_cannot_be_hidden_and_is_refused() {
    let (definitions, mut truth) = release(&(1..24).collect::<Vec<_>>());
    let row = truth
        .observations
        .iter_mut()
        .find(|row| table::is_count(&definitions, row) && !row.is_city());
    row.expect("a count").value = Some(1);
    let refused =
        Pattern::new(&definitions, &truth, 3).expect_err("the city's total is the unit's");
    assert!(refused.to_string().contains("Z512"));
}

#[test]
fn a_year_hides_what_its_halves_hide() {
    let (definitions, truth) = release(&[]);
    let (first, second) = (
        Pattern::new(&definitions, &truth, 3).expect("a"),
        Pattern::new(&definitions, &truth, 6).expect("b"),
    );
    let both = first.clone().or(second.clone());
    for (place, why) in first.hidden.iter().chain(&second.hidden) {
        assert!(both.hidden[place] <= *why);
    }
    assert_eq!(
        both.hidden.len(),
        first
            .hidden
            .keys()
            .chain(second.hidden.keys())
            .collect::<BTreeSet<_>>()
            .len()
    );
}

/// The usual attack: the ranges of the hidden cells of a small table are narrowed by its sums,
/// again and again.
fn exposed_by_sums(values: &[Vec<u64>], hidden: &BTreeSet<(usize, usize)>) -> usize {
    let (rows, cols) = (values.len(), values[0].len());
    let most = values.iter().flatten().sum::<u64>();
    let mut range = BTreeMap::new();
    for (r, row) in values.iter().enumerate() {
        for (c, n) in row.iter().enumerate() {
            range.insert(
                (r, c),
                if hidden.contains(&(r, c)) {
                    (0, most)
                } else {
                    (*n, *n)
                },
            );
        }
    }
    let lines: Vec<Vec<(usize, usize)>> = (0..rows)
        .map(|r| (0..cols).map(|c| (r, c)).collect())
        .chain((0..cols).map(|c| (0..rows).map(|r| (r, c)).collect()))
        .collect();
    for _ in 0..50 {
        for line in &lines {
            let sum: u64 = line.iter().map(|(r, c)| values[*r][*c]).sum();
            for cell in line {
                let others = |f: fn(&(u64, u64)) -> u64| {
                    line.iter()
                        .filter(|o| *o != cell)
                        .map(|o| f(&range[o]))
                        .sum::<u64>()
                };
                let (low, high) = (
                    sum.saturating_sub(others(|r| r.1)),
                    sum.saturating_sub(others(|r| r.0)),
                );
                let known = range[cell];
                range.insert(*cell, (known.0.max(low), known.1.min(high)));
            }
        }
    }
    hidden
        .iter()
        .filter(|cell| range[*cell].0 == range[*cell].1)
        .count()
}

proptest! {
    /// Random tables with all sums published, as a network of their own: small, with many zeros and
    /// ties.
    #[test]
    fn random_tables_withstand(values in (2usize..6, 2usize..6).prop_flat_map(|(rows, cols)| {
        proptest::collection::vec(proptest::collection::vec(prop_oneof![Just(0u64), 0u64..4, 0u64..40], cols), rows)
    }), threshold in 2u64..6) {
        let (rows, cols) = (values.len(), values[0].len());
        let mut network = network::Network { arcs: Vec::new(), nodes: rows + cols };
        let mut cells = Vec::new();
        for (r, row) in values.iter().enumerate() {
            for (c, n) in row.iter().enumerate() {
                let hidden = (1..threshold).contains(n);
                network.arcs.push(network::Arc { from: r, to: rows + c, up: 1 << 40, down: *n, price: 10 + n, hidden });
                cells.push((r, c));
            }
        }
        let small: Vec<usize> = (0..cells.len()).filter(|i| network.arcs[*i].hidden).collect();
        for cell in &small {
            if !network.protect(*cell, threshold - 1) {
                // Refused only where hiding everything does not help either.
                network.arcs.iter_mut().for_each(|arc| arc.hidden = true);
                prop_assert_eq!(network.width(*cell, 1), 0);
                return Ok(());
            }
        }
        let hidden: BTreeSet<(usize, usize)> =
            cells.iter().zip(&network.arcs).filter(|(_, arc)| arc.hidden).map(|(cell, _)| *cell).collect();
        prop_assert_eq!(exposed_by_sums(&values, &hidden), 0);
        prop_assert!((0..cells.len()).all(|i| !network.arcs[i].hidden || network.width(i, 1) > 0));
    }
}

#[test]
fn the_attack_of_the_tests_finds_what_is_not_protected() {
    let values = vec![vec![1, 20, 30], vec![15, 40, 2], vec![11, 12, 13]];
    assert_eq!(
        exposed_by_sums(&values, &BTreeSet::from([(0, 0), (1, 2)])),
        2
    );
    assert_eq!(
        exposed_by_sums(&values, &BTreeSet::from([(0, 0), (0, 2), (1, 0), (1, 2)])),
        0
    );
}
