package stream

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	kafkago "github.com/segmentio/kafka-go"
)

// ghosts makes up for a fault of kfake: a member that is killed while it waits to be let into a group gets no session
// there once the answer can't be delivered (groups.go: reply, completeLeaderSync). It stays in the group for ever and
// keeps its partitions, which nobody reads then. A real broker lets every member die that is silent for a session; so
// does this, a little later than a real one would.
type ghosts struct {
	client *kafkago.Client
	after  time.Duration // 0: the broker does it itself
	wait   *sync.WaitGroup
	end    context.Context
	rest   func() // stops, and waits for what goes on
}

// watchGhosts looks after the broker in this process; a real one it leaves alone.
func watchGhosts(t testing.TB, brokers []string) ghosts {
	end, stop := context.WithCancel(t.Context())
	g := ghosts{client: &kafkago.Client{Addr: kafkago.TCP(brokers...), Timeout: 5 * time.Second}, wait: new(sync.WaitGroup), end: end}
	if !onReal(brokers) {
		g.after = impatient(brokers).Session + 2*time.Second
	}
	g.rest = func() { stop(); g.wait.Wait() }
	return g
}

// died tells that the process of that name was killed.
func (g ghosts) died(name string) {
	if g.after == 0 {
		return
	}
	g.wait.Go(func() {
		select {
		case <-time.After(g.after):
			g.bury(name)
		case <-g.end.Done():
		}
	})
}

// bury has the process leave every group it is still a member of.
func (g ghosts) bury(name string) {
	all, err := g.client.ListGroups(g.end, &kafkago.ListGroupsRequest{})
	if err != nil {
		return
	}
	for _, group := range all.Groups {
		d, err := g.client.DescribeGroups(g.end, &kafkago.DescribeGroupsRequest{GroupIDs: []string{group.GroupID}})
		if err != nil || len(d.Groups) == 0 {
			continue
		}
		var gone []kafkago.LeaveGroupRequestMember
		for _, m := range d.Groups[0].Members {
			if strings.HasPrefix(m.MemberID, name+"-") {
				gone = append(gone, kafkago.LeaveGroupRequestMember{ID: m.MemberID})
			}
		}
		if len(gone) > 0 {
			g.client.LeaveGroup(g.end, &kafkago.LeaveGroupRequest{GroupID: group.GroupID, Members: gone})
		}
	}
}
