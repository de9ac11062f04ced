//! Any bytes: told by content, then read or refused.
#![no_main]

use hegui::read::{legacy, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = legacy(bytes);
    let _ = read("case", bytes);
});
