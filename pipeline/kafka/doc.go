// Package kafka is the Broker over Apache Kafka.
//
// It stands on segmentio/kafka-go, of which it uses the connections, the single requests and the membership in consumer
// groups, and neither its Writer nor its Reader: what those do by themselves (linger, commit stale offsets after a
// change of members, hang on Close, fall silent on a wrong password) is decided here instead.
//
// # Publishing
//
// Each partition has a lane (produce.go). What is published while a request to the partition is under way waits and goes
// with the next one, so batches grow with the load and nothing ever lingers. A request counts when all in-sync copies
// have it. What passes (a broker away, a leader that moves) is tried again as long as the publisher's context allows;
// what doesn't is an error at once.
//
// # Consuming
//
// A member of a group is given partitions for a generation, the time until members change next (consume.go). It reads
// each from where the group stands, at most [Options.Window] messages ahead of the first unfinished one, which is the
// back-pressure; hands the messages to its workers by key (package keyed); and commits, five times a second and bound to the
// generation, the offset up to which everything is finished. When the generation ends it takes nothing new, finishes
// what was begun, keeps its heart beating meanwhile, and commits a last time. So a member that leaves in peace repeats
// nothing, and one that is killed at most its window.
//
// Kafka deletes messages when their time is up, read or not. A group that comes too late goes on with the first message
// that is left, and says how many it missed.
//
// # Limits
//
// Delivery is at least once; there is no idempotent producer and there are no transactions in kafka-go. Topics are not
// compacted. Changing a topic's number of partitions moves keys, so order holds only once the old messages are through.
package kafka
