package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
	"github.com/clausewise/clausewise/pipeline/stream"
)

const topicsHelp = `The stages are connected by topics, one in front of each and one for dead letters. They must be there
before "serve" and "worker" start; Clausewise makes none by itself.

  create   makes those that are missing, and checks the rest
  check    only checks

--partitions is the most processes that can share the work of one stage; it can't be changed well later.
--replication is on how many brokers each message lies: 3 where the cluster has as many.`

// topicsFlags is what both subcommands heed.
type topicsFlags struct {
	connection
	partitions  int
	replication int
	wait        time.Duration
}

func topicsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "topics",
		Short: "Create or check the topics in Kafka",
		Long:  topicsHelp,
		Example: `  clausewise topics create --kafka kafka1:9092,kafka2:9092 --partitions 12 --replication 3
  clausewise topics check --kafka kafka1:9093 --kafka-tls --kafka-user clausewise`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(topicsCreateCommand(), topicsCheckCommand())
	return cmd
}

func (t *topicsFlags) flags(cmd *cobra.Command, partitions int) {
	t.connection.flags(cmd)
	f := cmd.Flags()
	f.IntVar(&t.partitions, "partitions", partitions, "partitions of each topic")
	f.IntVar(&t.replication, "replication", 0, "copies of each message on different brokers (default: the cluster's own)")
	f.DurationVar(&t.wait, "wait", 30*time.Second, "how long to wait for a broker that can't be reached")
}

func topicsCreateCommand() *cobra.Command {
	var t topicsFlags
	var keep time.Duration
	cmd := &cobra.Command{
		Use:   "create --kafka HOST:PORT,...",
		Short: "Create the topics that are missing, and check the rest",
		Long: `Creates the topics that are missing and checks the rest. What is there is never changed.

Kafka deletes messages when they are as old as --keep, read or not: make it longer than any stage may stand
still. Messages hold the files' names and where the letters lie, not the letters: a name that is taken back is
gone from Kafka, too, when that time is over.`,
		Example: `  clausewise topics create --kafka localhost:9092
  clausewise topics create --kafka kafka1:9092,kafka2:9092 --partitions 12 --replication 3 --keep 336h`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keep <= 0 {
				return usageError{fmt.Errorf("--keep %s: name a time, such as 168h", keep)}
			}
			return t.run(cmd, func(ctx context.Context, b *kafka.Broker, topics []bus.Topic) error {
				created, err := b.CreateTopics(ctx, keep, topics...)
				for _, name := range created {
					fmt.Fprintf(cmd.OutOrStdout(), "created %s\n", name)
				}
				return err
			})
		},
	}
	t.flags(cmd, kafka.DefaultPartitions)
	cmd.Flags().DurationVar(&keep, "keep", 7*24*time.Hour, "how long Kafka keeps a message")
	return cmd
}

func topicsCheckCommand() *cobra.Command {
	var t topicsFlags
	cmd := &cobra.Command{
		Use:   "check --kafka HOST:PORT,...",
		Short: "Check that all topics are there, as large as asked for",
		Long: `Checks that all topics are there, that each partition has a broker in charge, and that there are at least
as many partitions and copies as asked for. Exit code: 0 all is well; 1 something is not, and is listed.`,
		Example: `  clausewise topics check --kafka localhost:9092
  clausewise topics check --kafka kafka1:9092 --partitions 12 --replication 3`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return t.run(cmd, func(context.Context, *kafka.Broker, []bus.Topic) error { return nil })
		},
	}
	t.flags(cmd, 1)
	return cmd
}

// run waits for the broker, does what is to be done first, and checks the topics.
func (t *topicsFlags) run(cmd *cobra.Command, first func(context.Context, *kafka.Broker, []bus.Topic) error) error {
	if t.partitions < 1 || t.replication < 0 {
		return usageError{fmt.Errorf("--partitions %d --replication %d: at least 1 partition, and 1 copy (0: as the cluster does)", t.partitions, t.replication)}
	}
	b, err := t.openKafka(slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil)))
	if err != nil {
		return err
	}
	defer b.Close()
	ctx := cmd.Context()
	waiting, cancel := context.WithTimeout(ctx, t.wait)
	err = b.Wait(waiting)
	cancel()
	if err != nil {
		return t.advise(err)
	}
	topics := stream.Topics(t.prefix)
	for i := range topics {
		topics[i].Partitions, topics[i].Replication = t.partitions, t.replication
	}
	if err := first(ctx, b, topics); err != nil {
		return t.advise(err)
	}
	if err := b.CheckTopics(ctx, topics...); err != nil {
		return t.advise(err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%d topics are there and in order\n", len(topics))
	return nil
}
