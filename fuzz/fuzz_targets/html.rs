//! A web page.
#![no_main]

use hegui::read::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut page = b"<!doctype html>".to_vec();
    page.extend(bytes);
    let _ = read("case", &page);
});
