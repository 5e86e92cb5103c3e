// Package pdfium reads pages of PDF files with PDFium, the reader of the Chrome browser: their glyphs where our own
// reader finds none or none to believe, and their pictures for OCR.
//
// # Why not for all files
//
// Our own reader is several times as fast, knows form fields, struck text and the text that a file gives for a picture,
// and needs no start. PDFium opens files that are rotten beyond what ours mends, and draws any page. It is asked for
// single pages, by signals.
//
// # How it runs
//
// PDFium is C++, built as a WebAssembly module that wazero runs inside the process (github.com/klippa-app/go-pdfium): no
// C compiler, no library to install. The module sees one document, no file of the machine, and at most [maxMemory] of
// memory, in which it may do as it likes. It starts when the first page needs it and stays: some three seconds where the
// module is compiled, a tenth of that where a compiled copy is found in the user's cache folder (see [CacheDir]). A
// document has an instance to itself, thrown away with it, so no file can harm the next; two at a time.
//
// # Coordinates
//
// As in package content: points from the top left of the page as it is looked at.
package pdfium
