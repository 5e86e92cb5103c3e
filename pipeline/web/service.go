package web

import (
	"context"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// Service does what requests ask for. *stream.Service is one; its methods' comments hold.
type Service interface {
	Submit(ctx context.Context, s stream.Submission) (stream.Receipt, error)
	Erase(ctx context.Context, consultation, id string) error
	SetPolicy(ctx context.Context, consultation, name string, data []byte) error
	Summary(ctx context.Context, consultation string) (consult.Summary, error)
	Report(ctx context.Context, consultation string) (*stream.Report, error)
	Response(ctx context.Context, consultation, id string) (stream.Reply, error)
	Status(ctx context.Context, consultation string) (stream.Status, error)
	Consultations(ctx context.Context) ([]string, error)
	Changes(ctx context.Context, consultation string) <-chan int64
	Lag(ctx context.Context) (map[string]int64, error)
	Healthy(ctx context.Context) error
	DeadLetters(ctx context.Context) ([]stream.DeadLetter, error)
	Retry(ctx context.Context, numbers ...int64) error
}

var _ Service = (*stream.Service)(nil)
