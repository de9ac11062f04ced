//! A PDF file: its objects as they come, and what a page draws.
#![no_main]

use hegui::read::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend(bytes);
    let _ = read("case", &file);
    // As the page of a sound file, so that it need not be guessed how one is built.
    let mut page = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj\n5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n4 0 obj << /Length {} >> stream\n",
        bytes.len()
    )
    .into_bytes();
    page.extend(bytes);
    page.extend(b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n");
    let _ = read("case", &page);
});
