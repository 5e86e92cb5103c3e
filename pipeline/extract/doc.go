// Package extract turns a file, whatever its kind, into documents.
//
// The kind is told from the bytes, never from the name: people rename files, and mail programs name them for them. A
// file whose name promises another kind is read all the same, and the document says so. What can't be read is refused
// by an [Error] whose text names the file, what is wrong with it and what to do.
//
// # Files that hold several letters
//
// [Read] gives one document a file; [ReadAll] gives all letters that a file holds. The members of an archive are letters;
// so are the attachments of a mail, and a mail's own words when they say more than "please find attached". A PDF or a
// Word file into which somebody bound several letters is cut where one plainly ends and the next begins. Each member is
// named by the file's name, a slash and its own, so that every finding leads back to what was sent.
//
// # Pages without text
//
// Pages of a PDF that hold no text, or none to believe, are read by PDFium and, failing that, by OCR, which needs tesseract
// on the machine; where it is missing the problem ocr.missing says which pages are unread and what to install. A page
// read by OCR is named in the problem page.ocr, because its quotes need a look.
//
// # What strangers send
//
// Every reader has caps (bytes unpacked, elements, depth, text), and so has everything that one file may hold together.
// A cap that was met is said by name, in a problem of the document or in the error; what came before it was read. No
// entity is expanded, no name in an archive is ever used as a path, nothing is fetched.
package extract
