package main

import (
	"fmt"
	"sort"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
)

// scored is a sentence's score with its truth.
type scored struct {
	score float64
	truth bool
}

// best returns F1 at threshold 0, the best F1 with its threshold, and average precision.
func best(list []scored) (at0, top, threshold, ap float64) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].score > list[j].score })
	total := 0
	for _, x := range list {
		if x.truth {
			total++
		}
	}
	hit := 0
	for i, x := range list {
		if x.truth {
			hit++
			ap += float64(hit) / float64(i+1) / float64(total)
		}
		f := 2 * float64(hit) / float64(i+1+total)
		if f > top {
			top, threshold = f, x.score
		}
		if x.score > 0 {
			at0 = f
		}
	}
	return at0, top, threshold, ap
}

func report(name string, h phrasing.Head, m *fit.Model, letters [][]example) {
	if h == phrasing.Ask {
		var list []scored
		for _, l := range letters {
			for _, e := range l {
				if c, ok := e.class[h]; ok {
					s := odds(m, e)
					list = append(list, scored{s[1] - s[0], c == 1})
				}
			}
		}
		at0, top, th, ap := best(list)
		fmt.Printf("  %-22s asks F1 at 0 %.3f, best %.3f at %.2f, average precision %.3f\n", name, at0, top, th, ap)
		return
	}
	right, n := 0, 0
	for _, l := range letters {
		for _, e := range l {
			c, ok := e.class[h]
			if !ok || c <= 0 {
				continue
			}
			s := odds(m, e)
			k := 1
			for j := range s {
				if j > 0 && s[j] > s[k] {
					k = j
				}
			}
			n++
			if k == c {
				right++
			}
		}
	}
	if n > 0 {
		fmt.Printf("  %-22s %s accuracy where there is one %.3f of %d\n", name, h, float64(right)/float64(n), n)
	}
}

// folds measures each head on letters it has not seen: five folds of consultations.
func folds(letters []*Consultation) error {
	for _, code := range []string{"da", "en"} {
		sets := byLang(letters, code)
		names := sorted(sets)
		for _, h := range []phrasing.Head{phrasing.Ask, phrasing.Stance, phrasing.Voice} {
			for k := 0; k < 3; k++ {
				train, test := map[string][][]example{}, [][]example{}
				for i, n := range names {
					if i/3%3 == k {
						test = append(test, sets[n]...)
					} else {
						train[n] = sets[n]
					}
				}
				report(fmt.Sprintf("%s fold %d", code, k), h, learnHead(h, train), test)
			}
		}
	}
	return nil
}
