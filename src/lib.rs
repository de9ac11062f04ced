//! hegui audits annual reports on government information disclosure.

pub mod source;

pub mod fold;

pub mod relation;

pub mod form;

pub mod document;

pub mod quantity;

pub mod parse;

pub mod read;

pub mod fact;

pub mod rule;

pub mod pack;

pub mod extract;

pub mod verdict;

pub mod audit;

pub mod render;
