package stream

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline"
)

const gold = "../../../shared/gold"

// goldSets returns the labelled consultations, whose letters are not part of the project.
func goldSets(t testing.TB) []set {
	t.Helper()
	drafts, err := filepath.Glob(filepath.Join(gold, "*", "pdf", "policy.pdf"))
	if err != nil || len(drafts) == 0 {
		t.Skipf("there are no labelled consultations in %s", gold)
	}
	var out []set
	for _, d := range drafts {
		x := set{name: filepath.Base(filepath.Dir(filepath.Dir(d))), draft: d}
		names, err := filepath.Glob(filepath.Join(filepath.Dir(d), "responses", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			x.files = append(x.files, file{filepath.Base(n), read(t, n)})
		}
		out = append(out, x)
	}
	return out
}

// TestGoldSameAsFolder takes all labelled letters through Kafka in ten random orders, their consultations side by side,
// with three worker processes of which one is killed every few seconds.
func TestGoldSameAsFolder(t *testing.T) {
	if os.Getenv("CLAUSEWISE_STREAM_GOLD") == "" {
		t.Skip("CLAUSEWISE_STREAM_GOLD is not set: it takes a quarter of an hour")
	}
	sets := goldSets(t)
	want, n := map[string]map[string]string{}, 0
	for _, x := range sets {
		want[x.name], n = folder(t, x.files, x.draft, pipeline.ReaderOff), n+len(x.files)
	}
	t.Logf("%d letters of %d consultations", n, len(sets))
	onKafka(t, func(t *testing.T, brokers []string) {
		for seed := range uint64(10) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				co := found(t, brokers, fmt.Sprintf("gold%d", time.Now().UnixNano()), seed)
				co.live(seed, sets, 5, 10*time.Minute)
				for _, x := range sets {
					sameLines(t, x.name, want[x.name], outputs(t, co.Service, x.name))
				}
				t.Logf("%d workers killed", co.killed)
			})
		}
	})
}

// sameLines is same without a word of the letters: some of the consultations nobody is to read.
func sameLines(t *testing.T, name string, want, got map[string]string) {
	t.Helper()
	for f := range want {
		w, g := strings.Split(want[f], "\n"), strings.Split(got[f], "\n")
		differ := 0
		for i := range min(len(w), len(g)) {
			if w[i] != g[i] {
				differ++
			}
		}
		if want[f] != got[f] {
			t.Errorf("%s of %s differs from the folder run's: %d lines and %d, %d of them differ", f, name, len(w), len(g), differ)
		}
	}
}
