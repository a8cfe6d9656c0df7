

mod findings;
