package extract

import "context"

type progressKey struct{}

// WithProgress returns a context under which [Progressed] calls step.
func WithProgress(ctx context.Context, step func()) context.Context {
	return context.WithValue(ctx, progressKey{}, step)
}

// Progressed says that a reading that takes long goes on well: one more page of a scan was read. Whoever limits the
// time of a reading may then count from here.
func Progressed(ctx context.Context) {
	if step, ok := ctx.Value(progressKey{}).(func()); ok {
		step()
	}
}
