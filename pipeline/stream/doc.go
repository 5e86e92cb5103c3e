// Package stream takes submissions that arrive one by one, for weeks, on one machine or several, to the same summary
// that a folder run over the same files gives, byte for byte.
package stream
