//! What the tests of the whole program (`tests/it`) see of the rooms beyond the facade: they spoil
//! single cells and answers, and read back what was made. No promise is made of any of it.

#![allow(missing_docs)]

pub mod aggregate {
    pub mod history {
        pub use crate::aggregate::history::{History, read_csv};
    }
    pub mod summary {
        pub use crate::aggregate::summary::Summary;
    }
    pub mod tally {
        pub use crate::aggregate::tally::{Tally, TallyKey};
    }
}
pub mod form {
    pub mod answers_to_queries {
        pub use crate::form::answers_to_queries::{HEADINGS, SHEET, read};
    }
    pub mod blank {
        pub use crate::form::blank::{Filling, annotated, draw};
    }
    pub mod extract {
        pub use crate::form::extract::{FormReader, FormReaders, LabelledBook};
    }
    pub mod identify {
        pub use crate::form::identify::identify;
    }
    pub mod layout {
        pub use crate::form::layout::{BlockLayout, Layout, RowLayout, RowSubject, words};
    }
    pub mod load {
        pub use crate::form::load::Sources;
    }
    pub mod spec {
        pub use crate::form::spec::Definitions;
    }
    pub mod value {
        pub use crate::form::value::inspect;
    }
}
pub mod intake {
    pub use crate::intake::{Incoming, Receiver, receive, receive_round};
}
pub mod model {
    pub use crate::model::{
        Id, RESERVED, answer, catalogue, cell, finding, org_unit, past, period, picture, round,
        submission, waiver,
    };
}
pub mod output {
    pub use crate::output::{Output, opendata, templates, workbook};
    pub mod findings {
        pub use crate::output::findings::{Findings, TerminalLook};
    }
    pub mod html {
        pub use crate::output::html::{Neighbours, report};
    }
    #[cfg(feature = "pdf")]
    pub mod pdf {
        pub use crate::output::pdf::{Placed, places, render};
    }
}
pub mod dataset {
    pub use crate::dataset::Dataset;
    pub mod observations {
        pub use crate::dataset::observations::{Aggregate, Observation};
    }
}
pub mod figures {
    pub mod comparison {
        pub use crate::figures::comparison::Comparison;
    }
    pub mod material {
        pub use crate::figures::material::Material;
    }
    pub mod number {
        pub use crate::figures::number::Origin;
    }
    pub mod publication {
        pub use crate::figures::publication::{Audience, Disclosure, Publication};
    }
}
pub mod inquiry {
    pub mod explanation {
        pub use crate::inquiry::explanation::Explanation;
    }
}
pub mod pages {
    pub use crate::pages::{feedback, printed};
    pub mod commentary {
        pub use crate::pages::commentary::Commentary;
    }
    pub mod compose {
        pub use crate::pages::compose::{Edition, compose};
    }
    pub mod print {
        pub use crate::pages::print::{Chart, Page, Print};
    }
    pub mod spec {
        pub use crate::pages::spec::PageSpecs;
    }
}
pub mod rules {
    pub use crate::rules::{
        Background, RULES, RoundContext, check, check_round, count_of_checks, find,
    };
}
pub mod sample {
    pub use crate::sample::{SamplePlan, fillings, project};
}
pub mod sheets {
    pub use crate::sheets::Sheets;
}
pub mod settings {
    pub use crate::settings::Settings;
}
pub mod workbook {
    pub use crate::workbook::{Cell, Content, Drawn, Sheet, Visibility, Workbook, open};
}
