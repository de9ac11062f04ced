//! hegui audits annual reports on government information disclosure.

pub mod names;
pub mod source;

pub mod fold;

pub mod relation;

pub mod form;

pub mod document;

pub mod parse;

pub mod fact;

pub mod rule;

pub mod pack;

pub mod extract;

pub mod verdict;

pub mod check;

pub mod audit;
