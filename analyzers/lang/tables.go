package lang

// Form is the shape of a table's lines.
type Form struct {
	Fields []string // the names of the fields, in order
	Doc    string   // what the table is for
}

// Tables lists every table that a pack may hold, by file name without ".txt".
var Tables = map[string]Form{
	"abbreviations": {[]string{"word", "end"}, "words printed with a full stop; end: never (what follows belongs to it), name (a function word after it begins a sentence) or may (any capital does)"},
	"stopwords":     {[]string{"word"}, "function words: tell the language, and count for nothing in likeness"},
	"months":        {[]string{"word", "number"}, "month names, long and short, 1 to 12"},
	"greetings":     {[]string{"phrase", "kind"}, "words that open (open) or close (close) a letter"},
	"respondents":   {[]string{"word", "type", "where"}, "words that tell a respondent's type: in its name (name), a signatory's title (title), a form's answer (capacity), the text (text)"},
	"firstnames":    {[]string{"name"}, "common first names: tell a person from a body whose name says nothing of its kind"},
	"letterwords":   {[]string{"phrase", "role"}, "labels and lead-ins of a letter's outside; da/letterwords.txt tells the roles"},
	"units":         {[]string{"word", "level"}, "words that name a part of a draft: section, article, page"},
	"frames":        {[]string{"word"}, "words of headings that frame a letter and name no matter of the draft"},
	"leadins":       {[]string{"phrase", "role"}, "words beside a quotation that tell what it does: draft, proposal or other"},
	"changes":       {[]string{"pattern", "class", "id", "scope"}, "patterns (package cue) of a change of wording: <q> a quotation, <n> a number with its unit, <p> a passage pointed to"},
	"common":        {[]string{"word", "per10000"}, "words common in letters on any subject, with how many of 10,000 sentences have them: they say little about which clause is spoken of"},
	"openers":       {[]string{"phrase", "kind"}, "words at a sentence's front that go back to the sentence before (back) or leave it (turn)"},
	"measures":      {[]string{"word"}, "units that a number in a draft may carry"},
	"numbers":       {[]string{"word", "value"}, "number words"},
	"columns":       {[]string{"word", "role"}, "words in a table's head: clause, old, new, comment"},
	"laws":          {[]string{"word"}, "words that show that a reference is to another text than the draft"},
	"negators":      {[]string{"word", "kind"}, "negator: negates a cue near it; excuse: undoes the negator before it (\"only\"); joint: no negation crosses it"},
	"cuesets":       {[]string{"name", "words"}, "word sets that patterns call by @name; a set may have several lines"},
	"asks":          {[]string{"pattern", "class", "id", "scope"}, "patterns (package cue) that show an ask, or that something only looks like one"},
	"opinions":      {[]string{"pattern", "class", "id", "scope"}, "patterns that show a stance, a harm, a lack, a praise, a condition, a concession"},
	"plain":         {[]string{"pattern", "class", "id", "scope"}, "patterns that take a side or ask outright, and what they take it to: support, oppose, neutral, condition, polite, draft, act, ask, unreal"},
	"voices":        {[]string{"pattern", "class", "id", "scope"}, "patterns that show whose voice a passage is in, or that the respondent adopts it"},
	"verbs":         {[]string{"words", "kind"}, "infinitives of verbs that people ask with; noun: the imperative is also a noun, and needs an object to show; after: words that show it; finite: words that a sentence's subject is followed by"},
	"cues":          {[]string{"pattern", "class", "id", "scope"}, "patterns that show an ask, a stance, a voice or a change"},
}
