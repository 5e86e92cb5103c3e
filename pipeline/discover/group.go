package discover

import (
	"sort"
	"strings"
	"unicode"
)

// cluster is quotations of one passage.
type cluster struct{ members []member }

// member is one letter's version.
type member struct {
	Quote
	letter int
	at     int
	norm   string
}

// group puts quotations together that share most of their word pairs, or of which one holds the other word for word.
func group(facts []Facts) []*cluster {
	byNorm := map[string][]member{}
	for i, f := range facts {
		for _, q := range f.Quotes {
			if n := normal(q.Text); n != "" {
				byNorm[n] = append(byNorm[n], member{q, i, q.At, n})
			}
		}
	}
	norms := make([]string, 0, len(byNorm))
	for n := range byNorm {
		norms = append(norms, n)
	}
	sort.Strings(norms)
	sets := joinAlike(norms)
	roots := map[int]*cluster{}
	var out []*cluster
	for i, n := range norms {
		r := sets.find(i)
		if roots[r] == nil {
			roots[r] = &cluster{}
			out = append(out, roots[r])
		}
		roots[r].members = append(roots[r].members, byNorm[n]...)
	}
	kept := out[:0]
	for _, c := range out {
		if c.drafts() {
			kept = append(kept, c)
		}
	}
	return kept
}

// normal writes a passage as its words in small letters.
func normal(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// unions is a union-find over the passages.
type unions []int

func (u unions) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u unions) join(a, b int) {
	a, b = u.find(a), u.find(b)
	u[max(a, b)] = min(a, b)
}

// common is how many passages may share a word pair for it to tell passages apart.
const common = 400

// joinAlike joins passages that are alike. Only passages with a rare enough word pair in common are compared.
func joinAlike(norms []string) unions {
	u := make(unions, len(norms))
	at := map[string][]int{}
	pairs := make([]map[string]bool, len(norms))
	for i, n := range norms {
		u[i] = i
		pairs[i] = pairsOf(n)
		for p := range pairs[i] {
			at[p] = append(at[p], i)
		}
	}
	for i := range norms {
		shared := map[int]int{}
		for p := range pairs[i] {
			if len(at[p]) > common {
				continue
			}
			for _, j := range at[p] {
				if j > i {
					shared[j]++
				}
			}
		}
		for j, n := range shared {
			if alike(norms[i], norms[j], n, len(pairs[i]), len(pairs[j])) {
				u.join(i, j)
			}
		}
	}
	return u
}

// alike decides on two passages with n word pairs in common, out of a and b.
func alike(s, t string, n, a, b int) bool {
	small, large := s, t
	if len(s) > len(t) {
		small, large = t, s
	}
	if strings.Contains(" "+large+" ", " "+small+" ") {
		return strings.Count(small, " ") >= 2
	}
	return min(a, b) >= 4 && n*10 >= min(a, b)*6
}

func pairsOf(norm string) map[string]bool {
	w := strings.Fields(norm)
	m := map[string]bool{}
	for i := 0; i+1 < len(w); i++ {
		m[w[i]+" "+w[i+1]] = true
	}
	return m
}

// letters counts the letters that have the passage.
func (c *cluster) letters() int {
	seen := map[int]bool{}
	for _, m := range c.members {
		seen[m.letter] = true
	}
	return len(seen)
}

// drafts reports whether the passage is the draft's: a letter says so or names a part of the draft beside it, or several
// letters quote the same sentence.
func (c *cluster) drafts() bool {
	for _, m := range c.members {
		if m.Draft || m.Name != "" {
			return true
		}
	}
	return c.letters() >= agreed && strings.Count(c.members[0].norm, " ") >= 3
}

// name returns the number that most of those letters name that name one beside the passage.
func (c *cluster) name() string {
	by, any := map[string]map[int]bool{}, map[int]bool{}
	for _, m := range c.members {
		if m.Name == "" {
			continue
		}
		any[m.letter] = true
		if by[m.Name] == nil {
			by[m.Name] = map[int]bool{}
		}
		by[m.Name][m.letter] = true
	}
	count := map[string]int{}
	for n, l := range by {
		count[n] = len(l)
	}
	if best := most(count); count[best]*2 > len(any) {
		return best
	}
	return ""
}

// title returns the passage as a title when most versions are one.
func (c *cluster) title() string {
	count, n := map[string]int{}, 0
	for _, m := range c.members {
		if m.Title {
			n++
			count[m.Text]++
		}
	}
	if n*2 <= len(c.members) {
		return ""
	}
	return most(count)
}

// text returns the version that stands for the passage: the longest of those that many letters have.
func (c *cluster) text() string {
	count := map[string]int{}
	for _, m := range c.members {
		count[m.Text]++
	}
	top := count[most(count)]
	best := ""
	for s, n := range count {
		if n*3 >= top && (len(s) > len(best) || len(s) == len(best) && s < best) {
			best = s
		}
	}
	return best
}
