package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/clausewise/clausewise/pipeline/stream"
)

// Client asks a server. Its methods do what those of stream.Service do; while the server is busy or can't be reached
// they try again, since sending the same again changes nothing.
type Client struct {
	base     *url.URL
	token    string
	patience time.Duration
	http     *http.Client
}

// NewClient returns a client of the server at an address such as http://127.0.0.1:8080. Patience is how long a request
// is tried again.
func NewClient(address, token string, patience time.Duration) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("%q is no server's address; write it as http://127.0.0.1:8080", address)
	}
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		t = t.Clone()
		t.MaxIdleConnsPerHost = 16
		return &Client{u, token, patience, &http.Client{Transport: t, Timeout: 5 * time.Minute}}, nil
	}
	return &Client{u, token, patience, &http.Client{Timeout: 5 * time.Minute}}, nil
}

// Submit takes a response to the server. When it returns the server has it safe.
func (c *Client) Submit(ctx context.Context, s stream.Submission) (r stream.Receipt, err error) {
	q := url.Values{"consultation": {s.Consultation}, "name": {s.Name}}
	if s.ID != "" {
		q.Set("id", s.ID)
	}
	return r, c.ask(ctx, "POST", "/responses", q, s.Data, &r)
}

// SetPolicy puts a draft in force.
func (c *Client) SetPolicy(ctx context.Context, consultation, name string, data []byte) error {
	return c.ask(ctx, "PUT", "/policy", url.Values{"consultation": {consultation}, "name": {name}}, data, nil)
}

// Consultations tells of all consultations how far they have come.
func (c *Client) Consultations(ctx context.Context) (list []stream.Status, err error) {
	return list, c.ask(ctx, "GET", "/consultations", nil, nil, &list)
}

// DeadLetters lists the messages that could not be processed, oldest first.
func (c *Client) DeadLetters(ctx context.Context) (list []stream.DeadLetter, err error) {
	return list, c.ask(ctx, "GET", "/deadletters", nil, nil, &list)
}

// Retry hands dead letters to their stages again.
func (c *Client) Retry(ctx context.Context, numbers ...int64) error {
	q := url.Values{}
	for _, n := range numbers {
		q.Add("number", strconv.FormatInt(n, 10))
	}
	return c.ask(ctx, "POST", "/deadletters/retry", q, nil, nil)
}

// ask sends a request until it is answered or patience ends, and reads the answer into v.
func (c *Client) ask(ctx context.Context, method, path string, q url.Values, body []byte, v any) error {
	start := time.Now()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := c.once(ctx, method, path, q, body, v)
		var p *Problem
		passing := err != nil && (!errors.As(err, &p) || p.After > 0 || p.Status == http.StatusBadGateway || p.Status == http.StatusGatewayTimeout)
		wait := pause + rand.N(pause/2)
		if p != nil {
			wait = max(wait, p.After)
		}
		if !passing || ctx.Err() != nil || time.Since(start)+wait > c.patience {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *Client) once(ctx context.Context, method, path string, q url.Values, body []byte, v any) error {
	u := c.base.JoinPath(path)
	u.RawQuery = q.Encode()
	r, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	a, err := c.http.Do(r)
	if err != nil {
		return c.unreachable(err)
	}
	defer a.Body.Close()
	if a.StatusCode >= 300 {
		return refusal(a)
	}
	if v == nil {
		_, err := io.Copy(io.Discard, a.Body)
		return err
	}
	if err := json.NewDecoder(a.Body).Decode(v); err != nil {
		return fmt.Errorf("%s answered with something else than JSON: %w", c.base, err)
	}
	return nil
}

func (c *Client) unreachable(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return fmt.Errorf("no server answers at %s (%v); start one with \"clausewise serve\", or name another with --server", c.base, op.Err)
	}
	return err
}

// refusal reads what a server says of a request that it didn't carry out.
func refusal(a *http.Response) error {
	data, _ := io.ReadAll(io.LimitReader(a.Body, 64<<10))
	var v struct{ Error *Problem }
	if json.Unmarshal(data, &v) != nil || v.Error == nil || v.Error.Text == "" {
		v.Error = &Problem{Code: "web.answer", Text: fmt.Sprintf("The server answered %q: %s", a.Status, cut(strings.TrimSpace(string(data)))),
			Do: "Check that the address is that of \"clausewise serve\"."}
	}
	v.Error.Status = a.StatusCode
	if n, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && n > 0 {
		v.Error.After = time.Duration(n) * time.Second
	}
	return v.Error
}
