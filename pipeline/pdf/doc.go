// Package pdf reads a PDF file into a [consult.Document]: its words in reading order, in paragraphs, headings, list
// items, table cells and footnotes, each line with its page and box.
//
// # Why it isn't simple
//
// A PDF is a program that places glyphs on a page. It has no words (blanks are often gaps), no lines, no paragraphs, and
// its codes turn into letters only through tables that may be missing or wrong. What a reader sees has to be put
// together again, and the easy ways lose a word in three. The files come from citizens: made by any program, locked,
// damaged, scanned, or made to harm.
//
// # Four steps
//
//   - [github.com/clausewise/clausewise/pipeline/pdf/object] opens the file over ledongthuc/pdf's object layer. It
//     reads the table of objects itself, bounded, rebuilds it where it is damaged, decrypts with the empty password,
//     unpacks streams and walks the page tree.
//   - [github.com/clausewise/clausewise/pipeline/pdf/font] turns codes into text and widths: ToUnicode first, then the
//     encoding and its differences by glyph names, then the font program's own table.
//   - [github.com/clausewise/clausewise/pipeline/pdf/content] runs the content streams and tells where each glyph and
//     each ruled line stands.
//   - [github.com/clausewise/clausewise/pipeline/pdf/layout] makes rows, columns, blocks and their kinds, and writes the
//     document.
//
// All four read PDF syntax with [github.com/clausewise/clausewise/pipeline/pdf/lex].
//
// # What the document holds
//
// Blocks are in reading order; footnotes follow the body, and what repeats at the top or foot of pages stands once at
// the end. Page numbers are dropped. Words hyphenated at a line's end are whole again. A note's number in the text is a
// superscript digit with a NoteRef mark; struck, underlined, bold and italic runs are marks as well. Ligatures are
// unfolded and all text is in NFC.
//
// # What can go wrong
//
// [Read] returns an error whose text is for the user when there is nothing to use, and names in Problems what was cut,
// mended or looks wrong. A letter that a font lacks is taken from the words it stands in, and that is said.
//
// Pages carry signals: an image and hardly a letter, letters that no table decodes, words that are none, content that
// breaks off. Such pages are given to the readers in [Options], one after another, as long as they are poor: callers of
// package extract get PDFium, then OCR. What another reader finds takes the page's place only where it is more, and looks
// right; all pages are then laid out together, because blocks run over pages. Each page tells who read it and which
// signals fired. (pdfcpu would be one link too many: of the five made files that nobody reads it opens three, and what it
// writes is read no better.)
//
// Caps, each reported by name: 64 MB a stream, 192 MB of object streams, 20 million operators, 300,000 glyphs and
// 5,000 lines a page, 4 million glyphs, 20,000 forms nested 12 deep, 5,000 pages, 100,000 entries of a character map,
// object numbers up to 2 million; and time, by the context.
//
// # Measured
//
// In November 2026, on letters and made files that are not part of the project (word recall; words merged and split per
// 1000; headings, paragraphs, footnotes and cells by recall and precision):
//
//	                  files  recall  merged  split  headings   paragraphs  items      footnotes  cells
//	seven gold sets      97   1.000      .0     .0  1.00/ .99                                    .98/1.00
//	LibreOffice          15    .998      .2     .3  1.00/1.00   .99/ .98   1.00/ .98  1.00/1.00
//	Chromium              6   1.000      .0     .0  1.00/1.00   .97/ .99   1.00/ .95  1.00/1.00  1.00/1.00
//	LaTeX                 7    .999      .1     .0  1.00/ .97   .96/ .97   1.00/ .98  1.00/1.00  1.00/1.00
//	ghostscript           6    .999                 1.00/1.00   .98/ .98              1.00/1.00
//	cairo                 3    .999                 1.00/1.00  1.00/1.00              1.00/1.00
//	qpdf                 12   1.000                 1.00/1.00  1.00/1.00              1.00/1.00
//	all                 133    .914      .2     .2
//	all, with OCR       133    .967      .0     .2
//	  scans               6    .992
//
// A block counts as read right when its kind is right and it has all its words and no others; TestBlocks makes the table.
// 120 of the 133 have a word recall of .95 or more by this package alone, 128 with PDFium and OCR. Of the other five two are
// cut before their fonts, two are rotten where words or fonts stood, and one shows no letters at all.
//
// # Speed
//
// Pages a second of processor time on one core of an AMD EPYC, beside poppler's pdftotext in the same run; the last
// column leaves out what pdftotext needs to start (BenchmarkAgainstPdftotext):
//
//	             pages/s  pdftotext  ratio  once started
//	LibreOffice      605        133    4.5           3.6
//	Chromium         427        238    1.8           1.3
//	LaTeX            728        417    1.7           1.0
//	letters          994        227    4.4           2.1
//
// A file's fonts are kept from page to page, the memory of its glyphs from file to file. Fonts and character maps are not
// kept from file to file: programs put into a file the letters that it uses, so of 209 maps in the letters 204 differ.
package pdf
