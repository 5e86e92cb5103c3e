package reader

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// set is a consultation of testdata/vectors.json: what the trainer's float32 network says of its letters.
type set struct {
	Clauses []consult.Clause `json:"clauses"`
	Letters [][]struct {
		Text string `json:"text"`
		consult.Scores
	} `json:"letters"`
	Topics []struct {
		Clause    string     `json:"clause"`
		Sentences []string   `json:"sentences"`
		Stance    [5]float32 `json:"stance"`
	} `json:"topics"`
}

func vectors(t testing.TB) []set {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var sets []set
	if err := json.Unmarshal(data, &sets); err != nil {
		t.Fatal(err)
	}
	return sets
}

func opened(t testing.TB) *Model {
	t.Helper()
	m, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func best(s []float32) int {
	at := 0
	for i, v := range s {
		if v > s[at] {
			at = i
		}
	}
	return at
}

// TestEqualsTrainer compares the scores with the trainer's: weights of 8 and flows of 14 bits must not change decisions.
func TestEqualsTrainer(t *testing.T) {
	m := opened(t)
	type count struct {
		n, same  int
		sum, max float64
	}
	heads := []string{"ask", "stance", "voice", "change", "link", "passage", "weigh", "judge"}
	got := map[string]*count{}
	for _, h := range heads {
		got[h] = &count{}
	}
	compare := func(head string, a, b []float32) {
		c := got[head]
		same := best(a) == best(b)
		if len(a) == 1 {
			same = head == "weigh" || (a[0] > 0) == (b[0] > 0)
		}
		c.n++
		if same {
			c.same++
		}
		for i := range a {
			d := math.Abs(float64(a[i] - b[i]))
			c.sum += d / float64(len(a))
			c.max = max(c.max, d)
		}
	}
	for _, s := range vectors(t) {
		clauses, err := m.Clauses(s.Clauses)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range s.Letters {
			var texts []string
			for _, x := range l {
				texts = append(texts, x.Text)
			}
			rows, err := m.Read(texts, clauses)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range l {
				compare("ask", []float32{rows[i].Ask}, []float32{x.Ask})
				compare("stance", rows[i].Stance[:], x.Stance[:])
				compare("voice", rows[i].Voice[:], x.Voice[:])
				compare("change", rows[i].Change[:], x.Change[:])
				compare("link", rows[i].Link, x.Link)
				compare("passage", rows[i].Passage[:], x.Passage[:])
				compare("weigh", []float32{rows[i].Weigh}, []float32{x.Weigh})
			}
		}
		for _, x := range s.Topics {
			for _, c := range s.Clauses {
				if c.ID == x.Clause {
					got, err := m.Judge(c, x.Sentences)
					if err != nil {
						t.Fatal(err)
					}
					compare("judge", got[:], x.Stance[:])
				}
			}
		}
	}
	for _, h := range heads {
		c := got[h]
		share := float64(c.same) / float64(c.n)
		t.Logf("%-8s %d rows, same decision %.4f, difference mean %.4f, largest %.3f", h, c.n, share, c.sum/float64(c.n), c.max)
		want := 0.99
		if h == "passage" {
			want = 0.98 // nothing is decided by it sentence by sentence: it is averaged over a topic
		}
		if share < want {
			t.Errorf("%s: same decision in %.4f of the rows, want %.2f", h, share, want)
		}
	}
}
