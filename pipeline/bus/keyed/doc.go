// Package keyed hands items to workers so that items of one key are worked on in order and one at a time, while keys
// don't wait for each other.
//
// A [Queue] holds a lane a key and the line of lanes that have work. A worker takes the first lane of the line, works
// on that lane's first item and puts the lane at the end of the line: one busy key never holds up the rest. An item that
// fails stays first in its lane, which joins the line again after a pause that grows; only its own key waits for it.
//
// Both brokers are built on it.
package keyed
