//! How a state looks: the same in every output.

use crate::model::catalogue::{Category, CategoryOption, Tone};

/// The tones of states, from the one that is reached to the one that is furthest from it.
const STATES: [Tone; 5] = [
    Tone::Strong,
    Tone::Middle,
    Tone::Light,
    Tone::None,
    Tone::Accent,
];

/// The tone of a state. States without a tone of their own take those that are left, in their
/// order, so that no two look alike while there are tones enough.
pub fn tone(states: &Category, state: &CategoryOption) -> Tone {
    if let Some(tone) = state.tone {
        return tone;
    }
    let taken: Vec<Tone> = states
        .options
        .values()
        .filter_map(|option| option.tone)
        .collect();
    let mut left: Vec<Tone> = STATES
        .into_iter()
        .filter(|tone| !taken.contains(tone))
        .collect();
    if left.is_empty() {
        left.push(Tone::Accent);
    }
    let toneless = states
        .options
        .values()
        .filter(|option| option.tone.is_none());
    let place = toneless.take_while(|option| option.id != state.id).count();
    left.get(place % left.len())
        .copied()
        .unwrap_or(Tone::Accent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::spec::Definitions;

    #[test]
    fn a_fourth_state_without_a_tone_looks_like_no_other() {
        let definitions = Definitions::built_in().expect("the built-in definitions load");
        let element = &definitions.catalogue.elements["resources"];
        let mut states = definitions
            .catalogue
            .answers(element)
            .expect("states")
            .clone();
        let mut fourth = states.options.values().next().expect("a state").clone();
        fourth.id = "fourth".into();
        fourth.tone = None;
        let mut fifth = fourth.clone();
        fifth.id = "fifth".into();
        states.options.insert(fourth.id.clone(), fourth);
        states.options.insert(fifth.id.clone(), fifth);
        let tones: Vec<Tone> = states
            .options
            .values()
            .map(|state| tone(&states, state))
            .collect();
        for (i, one) in tones.iter().enumerate() {
            assert!(!tones[..i].contains(one), "{tones:?}");
        }
    }
}
