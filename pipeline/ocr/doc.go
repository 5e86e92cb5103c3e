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
// with text, so that one layout makes the blocks of both. Tesseract's order is kept, because it knows columns. Three
// things it doesn't tell are measured: the size of letters, which it guesses anew for every line, is made one for all
// lines of nearly the same size; bold letters are told by the thickness of their strokes; and the turn of a page that
// was laid on the scanner askew is that of most lines.
//
// # Healing
//
// What it misreads again and again is put right where the picture or the words around leave no doubt: bullets read as
// letters, a section sign read as a digit, specks read as words. A word is never changed because another one would be
// likelier: a quote must be what stands there.
package ocr
