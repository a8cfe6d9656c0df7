//! Terms that readers meet in more than one output: one word for one thing, in PDF, workbook, CSV
//! and on the screen. Sentences stay where they are said.

use super::org_unit::OrgRegistry;

/// Where a number cannot be given.
pub const NONE: &str = "－";
/// That there is nothing of a kind.
pub const NOTHING: &str = "該当なし";
/// The total of a break-down.
pub const TOTAL: &str = "合計";
/// A part that is counted in another part, too.
pub const SUBSET: &str = "再掲";
/// A unit that sent nothing.
pub const NOT_SENT: &str = "未提出";
/// A number that nobody reported, an answer that a unit did not give: nothing came, or it does not
/// count.
pub const NOT_REPORTED: &str = "未報告";
/// A 確認 to which nobody wrote a reason.
pub const NO_REASON: &str = "理由の記入なし";
/// What stands on what may not leave the house.
pub const INTERNAL: &str = "庁内用・公表不可";
/// What is asked.
pub const ELEMENT: &str = "項目";
/// Its parts.
pub const OPTION: &str = "区分";
/// The answer that is counted.
pub const ANSWER: &str = "状況";

/// All units together, by the name of what they are the units of: 市全体.
pub fn whole_of(registry: &OrgRegistry) -> String {
    format!("{}全体", registry.city.label)
}
