//! What a form was made by: a short hash over all that it shows of the definitions. A form that was
//! made by others cannot be blamed for what it lacks.

use super::layout::Layout;
use super::spec::FormSpec;
use crate::model::catalogue::Catalogue;
use crate::model::period::Period;
use crate::model::text::sha256;

/// As many digits as tell definitions apart.
const DIGITS: usize = 16;

/// The fingerprint of a form for a period.
pub fn of(form: &FormSpec, catalogue: &Catalogue, period: Period) -> String {
    let mut shown = vec![form.id.to_string(), form.version.clone()];
    for sheet in &Layout::new(form, catalogue, period).sheets {
        shown.push(format!("sheet {}", sheet.name));
        for block in &sheet.blocks {
            shown.push(format!("block {}", block.block.heading));
            let columns = block.columns.iter().map(|column| &column.label);
            shown.extend(columns.cloned());
            for row in &block.rows {
                shown.push(format!("row {} {}", row.code, row.label));
            }
            for element in block.block.elements() {
                let element = catalogue.elements.get(element);
                let answers = element.and_then(|element| catalogue.answers(element));
                for answer in answers
                    .iter()
                    .flat_map(|answers| answers.options_in(period))
                {
                    shown.push(format!("answer {}", answer.label));
                }
            }
        }
    }
    let mut hash = sha256(shown.join("\n").as_bytes());
    hash.truncate(DIGITS);
    hash
}
