package stream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/bus"
)

// The stages that the stream knows by name; those between are whatever pipeline.Stages lists.
const (
	stageExtract  = "extract"
	stageSections = "sections"
	stageSummary  = "summary"
	topicDead     = "dead"
)

// StageNames lists what Run and the option --stages may name, in order.
func StageNames() []string {
	var out []string
	for _, s := range pipeline.Stages(true) {
		out = append(out, s.Name)
	}
	return out
}

// Topics lists the topics that must exist: one in front of each stage, and that of the dead letters. The prefix is that
// of Config.
func Topics(prefix string) []bus.Topic {
	if prefix == "" {
		prefix = defaultPrefix
	}
	var out []bus.Topic
	for _, name := range StageNames() {
		out = append(out, bus.Topic{Name: prefix + "." + name})
	}
	return append(out, bus.Topic{Name: prefix + "." + topicDead, Log: true})
}

const defaultPrefix = "clausewise"

// own returns the set of the named stages that there are; all for none.
func (s *Service) own(names []string) (map[string]bool, error) {
	known, mine := StageNames(), map[string]bool{}
	if len(names) == 0 {
		names = known
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, fmt.Errorf("there is no stage %q; there are %s", n, strings.Join(known, ", "))
		}
		mine[n] = true
	}
	if mine[stageSummary] && s.c.Ledger == nil {
		return nil, fmt.Errorf("the stage %s: %w", stageSummary, ErrNoLedger)
	}
	for n := range mine { // the reader's, when it is off
		if s.index(n) < 0 {
			delete(mine, n)
		}
	}
	return mine, nil
}

func (s *Service) index(stage string) int {
	return slices.IndexFunc(s.stages, func(x pipeline.Stage) bool { return x.Name == stage })
}
