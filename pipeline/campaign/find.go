package campaign

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/clausewise/clausewise/pipeline/consult"
)

const (
	minShared    = 20  // shingles that copies share
	minShare     = 0.1 // of the shorter letter's shingles
	minSentences = 2   // that they stand in

	fewShared = 10 // of a postcard,
	fewShare  = 0.6

	mates = 32 // letters that one is compared with, of those that share a hash
)

// Finder collects sketches of letters. It is not safe for use by several goroutines at once.
type Finder struct {
	draft    known
	sketches map[string]sketch // by response id
}

// sketch is what is kept of a letter.
type sketch struct {
	lowest    []uint64 // of each sentence's shingles
	whole     uint64   // of all its words
	file      string   // the file's hash; "" unknown
	shingles  int
	sentences int
}

// Load returns the body of a letter that was added.
type Load func(id string) ([]consult.BodySentence, error)

// New returns a Finder for the responses to draft, which may be nil.
func New(draft *consult.Policy) *Finder {
	return &Finder{draft: shinglesOf(draft), sketches: map[string]sketch{}}
}

// Add takes in the letter called id, whose file has the hash file ("" unknown). A letter with the id of an earlier one
// replaces it.
func (f *Finder) Add(id, file string, body []consult.BodySentence) {
	s := sketch{file: file}
	var list []uint64
	for _, b := range body {
		for w := range words(b.Text) {
			s.whole = mix(s.whole ^ w)
		}
		list = f.draft.own(list[:0], b)
		if len(list) == 0 {
			continue
		}
		s.sentences++
		s.shingles += len(list)
		slices.Sort(list)
		s.lowest = append(s.lowest, list[:1+(len(list)-1)/8]...)
	}
	slices.Sort(s.lowest)
	s.lowest = slices.Clip(slices.Compact(s.lowest))
	f.sketches[id] = s
}

// Find returns the groups, the largest first, those of one size by their first letter's id. It fails when load does.
func (f *Finder) Find(load Load) ([]consult.Campaign, error) {
	s := &search{Finder: f, load: load, sets: map[int]set{}}
	for id := range f.sketches {
		s.ids = append(s.ids, id)
	}
	slices.Sort(s.ids)
	s.parent = make([]int, len(s.ids))
	for i := range s.parent {
		s.parent[i] = i
	}
	s.same()
	if err := s.alike(); err != nil {
		return nil, err
	}
	s.sets = nil
	var out []consult.Campaign
	for _, members := range s.groups() {
		c, err := s.describe(members)
		if err != nil {
			return nil, err
		}
		c.ID = fmt.Sprintf("C%d", len(out)+1)
		out = append(out, c)
	}
	return out, nil
}

// search is a Find under way. Letters are told by their place in ids.
type search struct {
	*Finder
	load   Load
	ids    []string
	parent []int       // union-find; the root is the smallest
	twin   []int       // the first letter with the same words or bytes, or itself
	sets   map[int]set // of letters that were compared
}

func (s *search) root(i int) int {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

func (s *search) union(i, k int) {
	i, k = s.root(i), s.root(k)
	s.parent[max(i, k)] = min(i, k)
}

func (s *search) sketch(i int) sketch { return s.sketches[s.ids[i]] }

// same puts letters together that have the same bytes, or the same words if those are enough of a text.
func (s *search) same() {
	files, wholes := map[string]int{}, map[uint64]int{}
	s.twin = make([]int, len(s.ids))
	for i := range s.ids {
		s.twin[i] = i
		x := s.sketch(i)
		if x.sentences > 0 && x.file != "" {
			if k, ok := files[x.file]; ok {
				s.twin[i] = k
			} else {
				files[x.file] = i
			}
		}
		if x.sentences >= minSentences && x.shingles >= fewShared {
			if k, ok := wholes[x.whole]; ok {
				s.twin[i] = k
			} else {
				wholes[x.whole] = i
			}
		}
		s.union(i, s.twin[i])
	}
}

// alike compares letters that have a hash in common. Which pairs are compared depends on the letters alone: a pair is
// only left out when its letters are in one group already.
func (s *search) alike() error {
	type entry struct {
		hash   uint64
		letter int32
	}
	var index []entry
	for i := range s.ids {
		if s.twin[i] != i {
			continue
		}
		for _, h := range s.sketch(i).lowest {
			index = append(index, entry{h, int32(i)})
		}
	}
	slices.SortFunc(index, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.letter, b.letter)) })
	for len(index) > 0 {
		n := 1
		for n < len(index) && index[n].hash == index[0].hash {
			n++
		}
		for k := 1; k < n; k++ {
			for j := 0; j < min(k, mates); j++ {
				if err := s.compare(int(index[j].letter), int(index[k].letter)); err != nil {
					return err
				}
			}
		}
		index = index[n:]
	}
	return nil
}

// compare puts letters i and k together when they are copies.
func (s *search) compare(i, k int) error {
	if s.root(i) == s.root(k) || !promising(s.sketch(i).lowest, s.sketch(k).lowest) {
		return nil
	}
	a, err := s.set(i)
	if err != nil {
		return err
	}
	b, err := s.set(k)
	if err != nil {
		return err
	}
	if copies(a, b) {
		s.union(i, k)
	}
	return nil
}

// promising reports whether two sketches share more than the hash that brought them together: a phrase that everybody
// uses is one, and copies share two sentences.
func promising(a, b []uint64) bool {
	shared := 0
	for len(a) > 0 && len(b) > 0 && shared < minSentences {
		switch cmp.Compare(a[0], b[0]) {
		case 0:
			shared++
			a, b = a[1:], b[1:]
		case -1:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return shared >= minSentences
}

// groups returns the groups of two letters and more.
func (s *search) groups() [][]int {
	all := map[int][]int{}
	for i := range s.ids {
		r := s.root(i)
		all[r] = append(all[r], i)
	}
	var out [][]int
	for _, g := range all {
		if len(g) > 1 {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Or(len(b)-len(a), a[0]-b[0]) })
	return out
}
