// Package ocr reads pages that are pictures: scanned letters, and text whose letters the file doesn't tell.
//
// # How
//
// PDFium draws the page, tesseract reads the picture. Tesseract is a program that the user may have (on Debian
// tesseract-ocr with tesseract-ocr-dan and tesseract-ocr-eng); it runs as a process of its own, a page at a time, on one
// thread, without files, with a time-out. Where it is missing, [Read] says so and nothing else changes.
//
// # From words to a page
//
// Tesseract tells each word's box and each line's base line. They become glyphs as our own reader finds them on pages
// with text, so that one layout makes the blocks of both. Tesseract's order is kept, because it knows columns. Four
// things it doesn't tell are measured: the size of letters, by their height over the base line, made one for all lines of
// nearly the same size; bold letters, by the thickness of their strokes; drawn lines, which make the cells of tables and
// underline words; and the turn of a page that was laid on the scanner askew, by most of its lines.
//
// A page is read in one language, Danish first: with both at once tesseract reads børne as bgrne. Where the words turn
// out to be English, it is read again.
//
// # Healing
//
// What it misreads again and again is put right where the picture or the words around leave no doubt: bullets read as
// letters (they float over the base line), section signs read as 8 (they reach under it), the numbers of notes read as
// quotation marks (they stand high and are too large for one), I read as a stroke. A word is never changed because another
// one would be likelier: a quote must be what stands there.
//
// # Limits
//
// Tables without lines are read line by line. Small print in a margin is kept out of the text, but read badly.
// Handwriting is not read.
//
// # Measured
//
// In November 2026, on one core of an AMD EPYC: some 3 s a page, two thirds of it tesseract's. On the seven scanned letters of
// the labelled sets (clausewise eval --scans) every figure is that of the letters as they were made, but sections (F1 .99
// for 1.00). On twenty-one letters that were turned by up to .7°, blurred and made noisy, by rules alone: sections .98 for
// 1.00, recommendations .72 for .73, rewordings .86 for .91, respondents' names .86 for .90, clauses and stances the same.
package ocr
