//! What stands on the cover and in the head of every page: titles, dates and the state of the
//! submissions.

use super::print::Meta;
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::figures::publication::Publication;

/// Titles, dates and who has reported.
pub fn meta(material: &Material, publication: &Publication) -> Meta {
    let period = material.period();
    let mut reported = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        reported.push(Words::from(kind.label.as_str()).then(material.reported(kind, None)));
    }
    Meta {
        title: publication.titled(&period.label()),
        name: publication.title.clone(),
        programme: publication.programme.clone(),
        period: period.label(),
        span: period.span(),
        issuer: publication.issuer.clone(),
        coverage: Words::joined(reported, "\n"),
        marks: publication.marks.clone(),
        date: publication.date.clone(),
        undated: publication.undated,
    }
}
