//! Placeholders: `{city.name}` in a definition stands for a name that the roster or the project gives.

use super::org_unit::OrgRegistry;

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
