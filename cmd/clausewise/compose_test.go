package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/twmb/franz-go/pkg/kfake"
)

// The compose file can't be run where there is no container engine. What can be held without one: the file is valid,
// its commands are ones that this program understands, and as plain processes they do together what they should.

func loadCompose(t *testing.T) *types.Project {
	t.Helper()
	file := filepath.Join(root, "docker-compose.yml")
	o, err := cli.NewProjectOptions([]string{file}, cli.WithInterpolation(true), cli.WithConsistency(true))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestComposeIsComplete(t *testing.T) {
	p := loadCompose(t)
	if got, want := p.ServiceNames(), []string{"kafka", "serve", "token", "topics", "worker"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Fatalf("services %v, want %v", got, want)
	}
	worker := p.Services["worker"]
	if n := worker.GetScale(); n != 2 {
		t.Errorf("%d workers, want 2", n)
	}
	for _, name := range []string{"kafka", "serve", "worker"} {
		s := p.Services[name]
		if s.HealthCheck == nil || len(s.HealthCheck.Test) == 0 || s.Restart == "" {
			t.Errorf("%s runs for long, and lacks a health check or a rule for restarts", name)
		}
		if len(s.Volumes) == 0 {
			t.Errorf("%s keeps nothing when its container goes", name)
		}
	}
	for name, s := range p.Services {
		for _, port := range s.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s: port %s is open to other machines", name, port.Published)
			}
		}
		for _, v := range s.Volumes {
			if _, ok := p.Volumes[v.Source]; v.Type == types.VolumeTypeVolume && !ok {
				t.Errorf("%s: no volume %s", name, v.Source)
			}
		}
		if s.Build == nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestComposeCommandsParse takes each command line as far as this program goes before it does anything.
func TestComposeCommandsParse(t *testing.T) {
	for name, s := range loadCompose(t).Services {
		if s.Image != "clausewise" || len(s.Entrypoint) > 0 {
			continue
		}
		c, args, err := rootCommand().Find(s.Command)
		if err == nil {
			err = c.ParseFlags(args)
		}
		if err == nil {
			err = c.ValidateArgs(c.Flags().Args())
		}
		if err != nil || !c.Runnable() {
			t.Errorf("%s: %v: %v", name, s.Command, err)
		}
	}
}

// TestDockerfile holds what a build would trip over.
func TestDockerfile(t *testing.T) {
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindSubmatch(mod)[1]
	if !strings.Contains(string(text), "FROM golang:"+string(version)+"-alpine AS build\n") {
		t.Errorf("the image isn't built with Go %s, which go.mod asks for", version)
	}
	for _, m := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(string(text), -1) {
		if !regexp.MustCompile(`:\d`).MatchString(m[1]) {
			t.Errorf("%s: no version", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^COPY (?:--from=build )?(.*) \S+$`).FindAllStringSubmatch(string(text), -1) {
		for _, from := range strings.Fields(m[1]) {
			if from == "/clausewise" {
				continue // what the build makes
			}
			if _, err := os.Stat(filepath.Join(root, strings.TrimPrefix(from, "/src/"))); err != nil {
				t.Errorf("COPY %s: %v", from, err)
			}
		}
	}
	if !strings.Contains(string(text), `ENTRYPOINT ["clausewise"]`) {
		t.Error("the image doesn't start the program")
	}
}

// TestComposeAsProcesses starts what the services start, as processes of this machine: on the Kafka that
// CLAUSEWISE_KAFKA names, else on one in this process. A letter that is sent in as the file's head says shows in the
// summary, and the health checks pass.
func TestComposeAsProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("processes take their time")
	}
	p, name, dir := loadCompose(t), clausewise(t), t.TempDir()
	brokers := os.Getenv("CLAUSEWISE_KAFKA")
	if brokers == "" {
		c, err := kfake.NewCluster(kfake.NumBrokers(1))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		brokers = c.ListenAddrs()[0]
	}
	prefix := fmt.Sprintf("compose-%d", time.Now().UnixNano())
	here := strings.NewReplacer("kafka:9092", brokers, "/data", dir, "0.0.0.0:8080", "127.0.0.1:0", "127.0.0.1:9100", "127.0.0.1:0")
	line := func(service string, more ...string) []string {
		var args []string
		for _, a := range p.Services[service].Command {
			args = append(args, here.Replace(a))
		}
		return append(args, more...)
	}
	if out, err := exec.Command(name, line("topics", "--prefix", prefix)...).CombinedOutput(); err != nil {
		t.Fatalf("topics: %v\n%s", err, out)
	}
	for range 2 { // the second time it leaves the token alone
		if out, err := exec.Command("sh", append([]string{"-c"}, line("token")...)...).CombinedOutput(); err != nil {
			t.Fatalf("token: %v\n%s", err, out)
		}
	}
	token, err := os.ReadFile(filepath.Join(dir, "token"))
	if err != nil || !regexp.MustCompile(`^[0-9a-f]{48}$`).Match(token) {
		t.Fatalf("token %q, %v", token, err)
	}
	urls := map[string]string{}
	for i, service := range []string{"serve", "worker", "worker"} {
		at := filepath.Join(dir, fmt.Sprint("address", i))
		background(t, name, line(service, "--prefix", prefix, "--reader", "off", "--address-file", at)...)
		urls[service] = strings.TrimSpace(waitFor(t, at))
	}
	for service, port := range map[string]string{"serve": "8080", "worker": "9100"} {
		test := p.Services[service].HealthCheck.Test
		url := strings.Replace(test[len(test)-1], "http://127.0.0.1:"+port, urls[service], 1)
		if code, body := request(t, http.MethodGet, url, "", nil); code != http.StatusOK {
			t.Errorf("%s: health check %s: %d %s", service, url, code, body)
		}
	}
	put := func(method, path, file string) {
		t.Helper()
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if code, body := request(t, method, urls["serve"]+path, string(token), data); code/100 != 2 {
			t.Fatalf("%s %s: %d %s", method, path, code, body)
		}
	}
	put(http.MethodPut, "/policy", parkDraft)
	letters, err := filepath.Glob(filepath.Join(parkLetters, "*.pdf"))
	if err != nil || len(letters) == 0 {
		t.Fatalf("no letters: %v", err)
	}
	put(http.MethodPost, "/responses?name=letter.pdf", letters[0])
	var code int
	var body string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if code, body = request(t, http.MethodGet, urls["serve"]+"/responses", string(token), nil); strings.Contains(body, `"letter.pdf"`) {
			break
		}
	}
	if !strings.Contains(body, `"letter.pdf"`) {
		t.Errorf("the letter never came through: %d %.2000s", code, body)
	}
	if code, _ := request(t, http.MethodGet, urls["serve"]+"/summary", "", nil); code != http.StatusUnauthorized {
		t.Errorf("without the token: %d, want %d", code, http.StatusUnauthorized)
	}
}

func request(t *testing.T, method, url, token string, data []byte) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(body)
}
