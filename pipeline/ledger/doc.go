// Package ledger holds what is known of each submission, as facts: which versions came, which letters they hold, what
// each letter says. Totals are never kept; whoever wants one computes it from the facts, so that a duplicate, a
// correction or a crash can't make it wrong.
package ledger
