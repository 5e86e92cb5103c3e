// Package bus is how stages hand messages to each other: topics, groups of consumers, at-least-once delivery.
//
// A [Broker] has two implementations: queues within one process ([Memory], here) and Apache Kafka (package kafka).
// Package pipelinetest holds the suite that both pass.
//
// # The contract
//
// A topic is cut into partitions, and a message's key says in which it lies; messages of one key are delivered in the
// order in which they were published, one at a time. Each group sees every message; within a group a message goes to
// one member. Delivery is at least once: after a crash, a lost acknowledgement or a change of members a message may come
// again, so handlers have effects that bear repeating.
//
// # The broker in memory
//
// A topic holds the messages that some group has not finished, and as many finished ones as there is room for, so that
// a group which comes later starts with the first of those. When the unfinished ones fill it, publishers wait: a slow
// stage slows the ones before it down, and memory stays bounded. A topic that nobody reads fills too; one that is a log
// ([Topic]) drops its oldest messages instead. Stages that publish in a circle can wait for each other for ever: don't.
//
// Within a group, workers take keys in turn (package keyed), so one busy respondent never holds up the rest, and neither
// does a message that fails: it is tried again after a pause that grows, and only its own key waits for it.
package bus
