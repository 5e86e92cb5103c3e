// Package cfb reads Microsoft's compound files, the small file systems in which Outlook keeps a message and old Office
// programs keep a document ([MS-CFB]).
//
// A compound file is cut into sectors. A table (the FAT) says for each sector which one follows it, so a stream is a
// chain of sectors; short streams share the sectors of one long stream in pieces of 64 bytes (the mini stream). The
// directory is a stream too: entries of 128 bytes that name storages (folders) and streams (files), each storage's
// children as a binary tree.
//
// # Why our own
//
// The file comes from a stranger. Sizes, chains and trees are what the file says they are, so a few kilobytes can claim a
// stream of gigabytes, a chain that bites its own tail, or storages nested so deep that writing down their paths fills
// the memory. Here a stream is never longer than the file, a chain never longer than its stream, and each directory
// entry is visited once, down to a fixed depth. What is out of bounds is left out, not guessed.
package cfb
