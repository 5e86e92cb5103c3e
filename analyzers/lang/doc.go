// Package lang holds what Clausewise knows of a language, as data: a folder a language, a file a table, a line an
// entry. A linguist can add a cue without touching Go.
//
// A line is fields separated by "|"; what follows " # " is the reason for the entry or its source; blank lines and
// lines that begin with "#" are skipped. Which files a pack may hold, and how many fields their lines have, stands in
// [Tables]: a file of another name is refused by name, a line of another shape with file, line and the line itself.
package lang
