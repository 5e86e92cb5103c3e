// Package sections finds the headings of a letter and the text under each.
//
// The reader of the file says which blocks are set as headings; not all of them are sections. A letter's title, its
// letterhead, "Dato: 3. maj" in bold and a signature are set like headings, and small headings that only stand alone in
// bold, in italics or in capitals are easily missed. So:
//
//   - Only what stands between the letter's head and its foot counts (letterhead.FrameOf). What stands in the head is a
//     section only when it stands right before the text and is set like the headings below it, or is numbered as
//     they are.
//   - The subject line, names, addressee and date that package letterhead found are no sections; nor are a label with
//     its value, a greeting, or a line that begins like a title ("Høringssvar …") where the letter has none yet.
//   - A short paragraph is a heading when it is set apart (bold, underlined, in capitals, or in a size of its own), does
//     not end like a sentence and has text behind it; and when it repeats the way in which the letter's headings are
//     numbered ("Ad § 4", "3. Trees").
//
// A section's body reaches to the next heading of the same or a higher level. Levels come from the numbering where
// headings are numbered ("2.1" is below "2"), else from their size.
package sections
