package consult

// SummarySchema names the form of [Summary].
const SummarySchema = "clausewise/summary/v1"

// Summary is the consultation, clause by clause: what summary.json holds and what every report is written from. It
// keeps the words that a report shows and leaves the boxes to responses.jsonl.
//
// Everything in it has one order, whatever the order in which responses came: clauses as in the draft, the rest by
// response id and by place in the response.
type Summary struct {
	Schema    string          `json:"schema"`
	Title     string          `json:"title"`             // the consultation's; the draft's title when none was given
	Language  string          `json:"language"`          // of most responses
	Program   string          `json:"program,omitempty"` // name and version of what made it
	Reader    string          `json:"reader,omitempty"`  // name and version of the learned reader; "" : rules alone
	Policy    PolicyRecord    `json:"policy"`
	Counts    Counts          `json:"counts"`
	Clauses   []ClauseSummary `json:"clauses"`
	Unplaced  Asks            `json:"unplaced"`  // what is asked under no clause
	Campaigns []Campaign      `json:"campaigns"` // letters that are copies of one text, the largest group first
	Responses []ResponseEntry `json:"responses"` // all of them, by id
	Problems  []ProblemEntry  `json:"problems"`
}

// PolicyRecord is the draft without its clauses.
type PolicyRecord struct {
	Title      string `json:"title"`
	Language   string `json:"language"`
	Source     Source `json:"source"`
	Discovered bool   `json:"discovered"` // no draft was given: the clauses are what the responses quote and name
}

// Counts are the consultation's totals. Responses is the sum of each of the lists below it, and of the three ways in
// which a response can have remarks.
type Counts struct {
	Responses      int             `json:"responses"`       // letters, not parties: a joint letter is one
	Respondents    int             `json:"respondents"`     // different names; a letter without a name counts as one
	Unnamed        int             `json:"unnamed"`         // letters in which no respondent's name was found
	Signatories    int             `json:"signatories"`     // persons and parties that signed, over all letters
	Pages          int             `json:"pages"`           // printed pages of the letters
	WithRemarks    int             `json:"with_remarks"`    // something was found
	WithoutRemarks int             `json:"without_remarks"` // read in full, nothing found: "ingen bemærkninger"
	Unsure         int             `json:"unsure"`          // nothing found, but there were problems in reading it
	Unread         int             `json:"unread"`          // files that gave no response at all; not in Responses
	Campaigns      int             `json:"campaigns"`       // groups of letters that are copies of one text
	InCampaigns    int             `json:"in_campaigns"`    // letters in those groups
	Texts          int             `json:"texts"`           // different texts: a campaign counts once
	Overall        StanceCounts    `json:"overall"`         // stance to the draft as a whole; None where none was found
	OverallTexts   StanceCounts    `json:"overall_texts"`   // the same by different texts; see ClauseSummary
	Types          []TypeCount     `json:"types"`           // only types that occur, in the order of RespondentTypes
	Languages      []LanguageCount `json:"languages"`       // most first

	Stances         int `json:"stances"` // findings, over all clauses
	Recommendations int `json:"recommendations"`
	Rewordings      int `json:"rewordings"`
}

// TypeCount says how many responses came from one type of respondent. Type is "" where it was not found.
type TypeCount struct {
	Type      RespondentType `json:"type"`
	Responses int            `json:"responses"`
}

// LanguageCount says how many responses are in one language. Language is "" where it was not told.
type LanguageCount struct {
	Language  string `json:"language"`
	Responses int    `json:"responses"`
}

// StanceCounts says how many responses take each stance.
type StanceCounts struct {
	Support     int `json:"support"`
	Conditional int `json:"conditional"`
	Oppose      int `json:"oppose"`
	Mixed       int `json:"mixed"`
	Neutral     int `json:"neutral"`
	None        int `json:"none"` // speak of it, or are counted here, without a stance found
}

// Of returns the count of l; of None when l is no stance.
func (c StanceCounts) Of(l Label) int { return *c.at(l) }

// Add counts one more response with stance l.
func (c *StanceCounts) Add(l Label) { *c.at(l)++ }

// Total returns the number of responses counted.
func (c StanceCounts) Total() int {
	return c.Support + c.Conditional + c.Oppose + c.Mixed + c.Neutral + c.None
}

func (c *StanceCounts) at(l Label) *int {
	switch l {
	case Support:
		return &c.Support
	case Conditional:
		return &c.Conditional
	case Oppose:
		return &c.Oppose
	case Mixed:
		return &c.Mixed
	case Neutral:
		return &c.Neutral
	}
	return &c.None
}

// ClauseSummary is one clause and what the responses say of it. Responses is the total of Counts: every response that
// says something of the clause is counted once, however much it says. Types splits the same responses.
//
// Texts and TextCounts count the same by different texts: the letters of a campaign are one. Where they don't all take
// the same stance, since their senders changed them, the campaign is counted once under each, so that TextCounts may
// add up to more than Texts.
type ClauseSummary struct {
	Clause
	Missing    bool          `json:"missing,omitempty"` // the draft has no such clause, yet a finding names it
	Responses  int           `json:"responses"`
	Campaigned int           `json:"campaigned"` // of Responses, those in a campaign
	Campaigns  int           `json:"campaigns"`  // that these belong to
	Texts      int           `json:"texts"`
	Counts     StanceCounts  `json:"counts"`
	TextCounts StanceCounts  `json:"text_counts"`
	Types      []TypeStances `json:"types"`
	Stances    []StanceEntry `json:"stances"`
	Asks
}

// TypeStances is how one type of respondent stands to a clause; Texts by different texts, as in [ClauseSummary].
type TypeStances struct {
	Type   RespondentType `json:"type"`
	Counts StanceCounts   `json:"counts"`
	Texts  StanceCounts   `json:"texts"`
}

// Asks are recommendations and rewordings.
type Asks struct {
	Recommendations []RecommendEntry `json:"recommendations"`
	Rewordings      []RewordingEntry `json:"rewordings"`
}

// StanceEntry is one response's stance to a clause.
type StanceEntry struct {
	Response   string       `json:"response"` // its id
	Stance     Label        `json:"stance"`
	Condition  string       `json:"condition,omitempty"`
	Confidence float64      `json:"confidence"`
	Why        string       `json:"why"`
	Evidence   []QuoteEntry `json:"evidence"`
}

// QuoteEntry is words of a response and the page they stand on.
type QuoteEntry struct {
	Text string `json:"text"`
	Page int    `json:"page"`
}

// RecommendEntry is a recommendation of one response.
type RecommendEntry struct {
	Response   string  `json:"response"`
	Text       string  `json:"text"`
	Page       int     `json:"page"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why"`
}

// RewordingEntry is a rewording of one response. Text is the sentence that introduces it.
type RewordingEntry struct {
	Response   string  `json:"response"`
	Kind       Change  `json:"kind"`
	Original   string  `json:"original,omitempty"`
	Proposed   string  `json:"proposed,omitempty"`
	Text       string  `json:"text"`
	Page       int     `json:"page"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why"`
	Warning    string  `json:"warning,omitempty"`
}

// Remarks says whether a response has remarks; see [Counts].
type Remarks string

// The three ways.
const (
	WithRemarks    Remarks = "with"
	WithoutRemarks Remarks = "without"
	UnsureRemarks  Remarks = "unsure"
)

// ResponseEntry is one response as a line in a table.
type ResponseEntry struct {
	ID              string         `json:"id"`
	File            string         `json:"file"`
	Pages           int            `json:"pages"`
	Language        string         `json:"language"`
	Respondent      string         `json:"respondent"` // "" : no name found
	Type            RespondentType `json:"type"`
	Signatories     []string       `json:"signatories,omitempty"`
	Date            string         `json:"date,omitempty"`
	Subject         string         `json:"subject,omitempty"`
	Overall         Label          `json:"overall"`
	Confidence      float64        `json:"confidence"` // of Overall
	Remarks         Remarks        `json:"remarks"`
	Stances         int            `json:"stances"`
	Recommendations int            `json:"recommendations"`
	Rewordings      int            `json:"rewordings"`
	Problems        int            `json:"problems"`
	Campaign        string         `json:"campaign,omitempty"` // id of the campaign that the letter belongs to
}

// Campaign is a group of letters that are copies of one text, each signed by its sender and perhaps changed or added to.
type Campaign struct {
	ID      string           `json:"id"`   // "C1" for the first
	Name    string           `json:"name"` // the first sentence of its text
	Letters int              `json:"letters"`
	Text    []string         `json:"text"`    // the sentences that the letters share, as one of them has them
	Members []CampaignMember `json:"members"` // by response id
}

// CampaignMember is a letter of a campaign.
type CampaignMember struct {
	Response string     `json:"response"`       // its id
	Own      []OwnEntry `json:"own"`            // sentences that are not the campaign's, in the letter's order
	Left     []string   `json:"left,omitempty"` // sentences of the campaign's text that the letter lacks
}

// OwnEntry is a sentence of the sender's own.
type OwnEntry struct {
	QuoteEntry
	Changed bool `json:"changed,omitempty"` // the campaign's words for the most part, changed
}

// ProblemEntry is a problem and the file it is in. Response is "" for a file that gave no response.
type ProblemEntry struct {
	Response string `json:"response,omitempty"`
	File     string `json:"file"`
	Problem
}
