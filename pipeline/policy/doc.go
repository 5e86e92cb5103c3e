// Package policy splits a draft into its clauses.
//
// # The draft numbers itself
//
// Respondents name clauses as the draft prints them, so a clause's id is the draft's own label and nothing else: "1.2",
// "§ 4, stk. 2", "Article 3(1)", "Proposal 7". [Split] looks for labels at the head of headings and paragraphs. Which
// labels count is told by the draft's habits: a scheme of labels must count up, a word before a number ("Proposal 7") must
// come back with other numbers, a list that starts again under every heading is a list. Nested labels are joined as the
// genre joins them: a "Stk. 2." below "§ 4." is "§ 4, stk. 2", a "(1)" below "Article 3" is "Article 3(1)".
//
// # What is a clause, and what is not
//
// A clause is the smallest labelled unit with words of its own. What only frames clauses is left out: cover, contents,
// foreword, the sentence under a chapter's heading, explanatory parts and lists of annexes without labels, figures in
// tables, signatures. Headings above a clause are its Parent. A draft without labels is split by its headings, and the
// headings are the ids. A draft without either has no clauses, and [Read] says so.
//
// # Pages
//
// Respondents also write "page 8". The number that counts is the printed one: it is read from running lines such as
// "Draft strategy · page 8", else counted from the file's pages.
package policy
