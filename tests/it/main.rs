
mod quirks;
