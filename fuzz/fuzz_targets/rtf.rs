//! Rich text.
#![no_main]

use hegui::read::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"{\\rtf1\\ansi\\ansicpg936 ".to_vec();
    file.extend(bytes);
    let _ = read("case", &file);
});
