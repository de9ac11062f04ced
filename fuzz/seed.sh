#!/usr/bin/env bash
# Fills fuzz/corpus from the files of the tests.
set -euo pipefail
cd "$(dirname "$0")"
files=../tests/files
mkdir -p corpus/{bytes,docx,odt,rtf,html,pdf,parse}
cp "$files"/*.{docx,odt,rtf,pdf,html,htm} corpus/bytes/
cp "$files"/*.{html,htm} corpus/html/
cp "$files"/*.rtf corpus/rtf/
cp "$files"/*.pdf corpus/pdf/
cp ../tests/reports/*.txt corpus/parse/
for it in "$files"/*.docx; do unzip -p "$it" word/document.xml > "corpus/docx/$(basename "$it").xml"; done
for it in "$files"/*.odt; do unzip -p "$it" content.xml > "corpus/odt/$(basename "$it").xml"; done
