//! hegui audits annual reports on government information disclosure.

pub mod source;
