// Package pdf reads PDF files into documents.
package pdf
