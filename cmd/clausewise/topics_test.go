package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
)

// command runs the program and returns its exit code and all it printed.
func command(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(context.Background(), args, &out, &out)
	return code, out.String()
}

func wantCommand(t *testing.T, code int, says []string, args ...string) {
	t.Helper()
	got, out := command(t, args...)
	if got != code {
		t.Errorf("%s: exit code %d, want %d:\n%s", strings.Join(args, " "), got, code, out)
	}
	for _, s := range says {
		if !strings.Contains(out, s) {
			t.Errorf("%s: says nothing of %q:\n%s", strings.Join(args, " "), s, out)
		}
	}
}

func TestTopics(t *testing.T) {
	c, err := kfake.NewCluster(kfake.NumBrokers(2))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	at := strings.Join(c.ListenAddrs(), ",")

	wantCommand(t, exitFailed, []string{"topic clausewise.extract: there is no such topic", "clausewise topics create --kafka " + at}, "topics", "check", "--kafka", at)
	wantCommand(t, exitOK, []string{"created clausewise.extract\n", "in order"}, "topics", "create", "--kafka", at, "--partitions", "3", "--replication", "2")
	wantCommand(t, exitOK, []string{"in order"}, "topics", "check", "--kafka", at)
	wantCommand(t, exitOK, []string{"in order"}, "topics", "create", "--kafka", at, "--partitions", "3")
	wantCommand(t, exitFailed, []string{"topic clausewise.extract", "3 partitions instead of 8"}, "topics", "check", "--kafka", at, "--partitions", "8")
	wantCommand(t, exitFailed, []string{"2 copies instead of 3"}, "topics", "check", "--kafka", at, "--replication", "3")
	wantCommand(t, exitFailed, []string{"3 copies were asked for, and the cluster has 2 brokers"},
		"topics", "create", "--kafka", at, "--prefix", "other", "--replication", "3")
	if _, out := command(t, "topics", "create", "--kafka", at, "--partitions", "3"); strings.Contains(out, "created") {
		t.Errorf("a second create made topics again:\n%s", out)
	}
}

func TestTopicsUsage(t *testing.T) {
	t.Setenv(passwordVariable, "")
	dir := t.TempDir()
	noCertificate, empty := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "password")
	for _, f := range []string{noCertificate, empty} {
		if err := os.WriteFile(f, []byte("\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		code int
		says string
		args string
	}{
		{exitUsage, "name the brokers: --kafka", "check"},
		{exitUsage, "use host:port", "check --kafka localhost"},
		{exitUsage, "at least 1 partition", "create --kafka localhost:1 --partitions 0"},
		{exitUsage, "name a time", "create --kafka localhost:1 --keep 0s"},
		{exitUsage, "unknown command", "make"},
		{exitUsage, "unknown command", "check now"},
		{exitUsage, "no password; set CLAUSEWISE_KAFKA_PASSWORD", "check --kafka localhost:1 --kafka-user x"},
		{exitUsage, "goes with --kafka-user", "check --kafka localhost:1 --kafka-password-file " + empty},
		{exitFailed, "is empty", "check --kafka localhost:1 --kafka-user x --kafka-password-file " + empty},
		{exitUsage, "goes with --kafka-tls", "check --kafka localhost:1 --kafka-ca " + noCertificate},
		{exitFailed, "holds no certificate", "check --kafka localhost:1 --kafka-tls --kafka-ca " + noCertificate},
		{exitFailed, "connection refused", "check --kafka 127.0.0.1:1 --wait 100ms"},
		{exitFailed, "Is Kafka running at 127.0.0.1:1", "check --kafka 127.0.0.1:1 --wait 100ms"},
	} {
		wantCommand(t, c.code, []string{c.says}, append([]string{"topics"}, strings.Fields(c.args)...)...)
	}
	t.Setenv(passwordVariable, "secret")
	wantCommand(t, exitUsage, []string{`"md5" is no way to show a password`}, "topics", "check", "--kafka", "localhost:1", "--kafka-user", "x", "--kafka-sasl", "md5")
}
