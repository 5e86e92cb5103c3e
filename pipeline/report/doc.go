// Package report writes a [consult.Summary] in the forms that caseworkers and programs read.
//
// A [Format] is a value: a name, the file it is written to, and a function that writes it. [Formats] lists them; a new
// format is a file in this package and a line in that list. Every format is written front to back, so that a
// consultation of ten thousand responses needs no more memory than its summary.
package report
