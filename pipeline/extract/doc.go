// Package extract turns a file, whatever its kind, into a document.
//
// The kind is told from the bytes, never from the name: people rename files, and mail programs name them for them. A
// file whose name promises another kind is read all the same, and the document says so. What can't be read is refused
// by an [Error] whose text names the file, what is wrong with it and what to do.
package extract
