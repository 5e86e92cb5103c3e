// Package bus is how stages hand messages to each other: topics, groups of consumers, at-least-once delivery.
//
// A [Broker] has two implementations: channels within one process (this package) and Apache Kafka (package kafka).
// Package pipelinetest holds the suite that both pass.
//
// # The contract
//
// A topic is cut into partitions, and a message's key says in which it lies; messages of one key are delivered in the
// order in which they were published, one at a time. Each group sees every message; within a group a message goes to
// one member. Delivery is at least once: after a crash, a lost acknowledgement or a change of members a message may come
// again, so handlers have effects that bear repeating.
package bus
