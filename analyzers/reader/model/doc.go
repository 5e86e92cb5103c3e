// Package model reads the reader's model file: named tensors behind a checked directory.
//
// The file is little-endian: the mark "CWREADER", a version and the directory's length (uint32 each), the SHA-256 of
// all that follows, the directory as JSON ([About] and the place of each tensor), then the tensors. trainer/export.py
// writes it. A file that was cut, changed or made for another version is refused with one clear line; after that check
// every tensor is bound to have the shape that its user asks for.
package model
