// Package blobs keeps the bytes that are too large, or too personal, for a topic: originals, documents, results.
//
// A [Store] is a flat space of names. It has two implementations: a folder on one machine ([Folder]) and an
// S3-compatible bucket where workers run on several ([S3]). Both pass one suite.
//
// # Names
//
// A name is made of lower-case letters, digits, dots, dashes and slashes. Who uses a store puts what belongs together
// under one beginning, so that it can be listed and removed together: package stream begins every name with the
// consultation, the submission and its version, and erasing a respondent is removing a beginning. Content is not shared
// between submissions: bytes that nobody else points to can be removed without asking who might just be about to.
package blobs
