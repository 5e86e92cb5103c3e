// Package font turns the codes of a PDF's strings into text and widths.
//
// # Whom to believe
//
// A font may tell its letters in several places, and they may disagree. The order here is the one that reads most files
// right:
//
//  1. ToUnicode, a map made for this purpose, unless it maps everything to control characters;
//  2. for simple fonts (one byte a code) the encoding: the file's Differences, whose glyph names the Adobe Glyph List
//     explains, over the base encoding the file names, or the one in the font program, or a default;
//  3. for composite fonts (codes are glyph numbers) the font program's Unicode table, read backwards.
//
// A code that none of them explains has no text. The reader counts it and says so, rather than guess.
//
// # Widths
//
// Where the next glyph stands follows from widths: those of the file, else those of the standard fonts, which programs
// may leave out. Composite fonts number their widths by CID, which an embedded CMap maps codes to.
//
// A [Font] keeps every character it has shown, so that a page costs a table look-up a glyph.
package font
