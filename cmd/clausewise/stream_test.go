package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// ask is `ask METHOD URL [FILE] [header: value]...`: it sends a request and prints the answer's body, and its status on
// the error output. A status of 400 and more is a failure.
func ask() {
	method, url := os.Args[1], os.Args[2]
	var body io.Reader
	rest := os.Args[3:]
	if len(rest) > 0 && !strings.Contains(rest[0], ": ") {
		data, err := os.ReadFile(rest[0])
		if err != nil {
			panic(err)
		}
		body, rest = bytes.NewReader(data), rest[1:]
	}
	r, err := http.NewRequest(method, url, body)
	if err != nil {
		panic(err)
	}
	for _, h := range rest {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer a.Body.Close()
	fmt.Fprintln(os.Stderr, a.Status)
	if _, err := io.Copy(os.Stdout, a.Body); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if a.StatusCode >= 400 {
		os.Exit(1)
	}
}

// address is `address NAME FILE`: it waits for a server to write its address into the file and sets the variable.
func address(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: address NAME FILE")
	}
	name := ts.MkAbs(args[1])
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if data, err := os.ReadFile(name); err == nil {
			ts.Setenv(args[0], strings.TrimSpace(string(data)))
			ts.Check(os.Remove(name))
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("no server has written %s", args[1])
		}
	}
}

// shown is `shown SERVER N [WORDS]`: it waits until the summary holds N responses, and the words.
func shown(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: shown SERVER N [WORDS]")
	}
	words := append([]string{fmt.Sprintf(`"counts":{"responses":%s,`, args[1])}, args[2:]...)
	last := ""
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		a, err := http.Get(args[0] + "/summary")
		if err != nil {
			ts.Fatalf("%v", err)
		}
		data, err := io.ReadAll(a.Body)
		a.Body.Close()
		ts.Check(err)
		if last = string(data); strings.Contains(last, words[0]) && strings.Contains(last, words[len(words)-1]) {
			return
		}
	}
	ts.Fatalf("the summary doesn't hold %q: %s", words, last)
}
