//! Placeholders: `{city.name}` in a definition stands for a name that the roster or the project
//! gives.

use std::collections::BTreeMap;

use super::Id;
use super::org_unit::{Index, OrgRegistry};

/// What begins a placeholder of the names of a registry.
const FAMILIES: [&str; 4] = ["{city.", "{kind.", "{counter.", "{first."];

/// A text with values in the place of their names in braces.
pub fn fill(text: &str, values: &[(String, String)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

/// A value as it stands between the quotes of a TOML string, on one line.
pub fn quoted(value: &str) -> String {
    let mut quoted = String::new();
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted
}

/// The first placeholder of a text that no name has filled: where it begins, and itself.
pub fn unfilled(text: &str) -> Option<(usize, &str)> {
    let at = FAMILIES
        .iter()
        .filter_map(|family| text.find(family))
        .min()?;
    let rest = text.get(at..)?;
    let end = rest.find(['}', '"', '\n']).unwrap_or(rest.len());
    Some((at, rest.get(..=end).unwrap_or(rest)))
}

impl OrgRegistry {
    /// What the placeholders of definitions stand for.
    pub fn names(&self) -> Vec<(String, String)> {
        let city = &self.city;
        let mut names = vec![
            ("city.name".to_owned(), city.name.clone()),
            ("city.label".to_owned(), city.label.clone()),
            ("city.collector".to_owned(), city.collector.clone()),
            ("city.area".to_owned(), city.area_word.clone()),
            ("city.residents".to_owned(), city.residents.clone()),
        ];
        for (id, kind) in &self.kinds {
            let first = self.units.values().find(|unit| unit.kind == *id);
            let first = first.map_or_else(String::new, |unit| unit.id.to_string());
            names.push((format!("kind.{id}"), kind.label.clone()));
            names.push((format!("counter.{id}"), kind.counter.clone()));
            names.push((format!("first.{id}"), first));
        }
        names
    }

    /// The areas that each unit serves, by keys that stay.
    pub fn served(&self) -> impl Iterator<Item = (String, String)> {
        let units = self.units.iter();
        units.map(|(id, unit)| (format!("areas.{id}"), unit.areas.join(",")))
    }

    /// Calls everything as it was called at another time, when each unit served the areas of then;
    /// it answers to its own name, too.
    pub fn rename(&mut self, names: &BTreeMap<String, String>) {
        let areas = &self.areas;
        for (id, unit) in &mut self.units {
            unit.aliases.push(unit.name.clone());
            let then = names
                .get(&format!("areas.{id}"))
                .map(|then| then.split(','));
            let then: Vec<Id> = then.into_iter().flatten().map(Id::from).collect();
            if !then.is_empty() && then.iter().all(|area| areas.contains_key(area)) {
                unit.areas = then;
            }
        }
        for (key, name) in self.places() {
            if let Some(then) = names.get(&key) {
                name.clone_from(then);
            }
        }
        self.index = Index::default();
    }

    /// What the city, its kinds of unit, its areas and its units are called, by keys that stay.
    pub fn places(&mut self) -> Vec<(String, &mut String)> {
        let city = &mut self.city;
        let mut places = vec![
            ("city.name".to_owned(), &mut city.name),
            ("city.label".to_owned(), &mut city.label),
            ("city.collector".to_owned(), &mut city.collector),
            ("city.area".to_owned(), &mut city.area_word),
            ("city.residents".to_owned(), &mut city.residents),
        ];
        for (id, kind) in &mut self.kinds {
            places.push((format!("kind.{id}"), &mut kind.label));
            places.push((format!("counter.{id}"), &mut kind.counter));
        }
        for (id, area) in &mut self.areas {
            places.push((format!("area.{id}"), &mut area.name));
            places.push((format!("stem.{id}"), &mut area.stem));
        }
        for (id, unit) in &mut self.units {
            places.push((format!("unit.{id}"), &mut unit.name));
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_others_are_found() {
        let names = [("city.name".to_owned(), quoted("青\"葉\\市"))];
        let text = fill("a = \"{city.name}の{d}\"", &names);
        assert_eq!(text, "a = \"青\\\"葉\\\\市の{d}\"");
        assert_eq!(unfilled(&text), None);
        assert_eq!(unfilled("市\n{kind.wrad}の取組"), Some((4, "{kind.wrad}")));
        assert_eq!(unfilled("{city."), Some((0, "{city.")));
    }
}
