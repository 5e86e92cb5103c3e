package isolate

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/extract"
)

// BenchmarkFolder reads the fixtures' letters in this process and in workers, in turns, and tells the ratio of the
// times: what isolation costs. The workers are warm, as they are after the first files of a folder; BenchmarkStart tells
// what one costs before.
func BenchmarkFolder(b *testing.B) {
	all := letters(b)
	for name := range all {
		if filepath.Dir(name) == "." { // not among the fixtures
			delete(all, name)
		}
	}
	p := pool(b, Options{Workers: 2})
	folder := func(read Read) time.Duration {
		jobs := make(chan string)
		start := time.Now()
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for name := range jobs {
					read(context.Background(), name, all[name])
				}
			})
		}
		for name := range all {
			jobs <- name
		}
		close(jobs)
		wg.Wait()
		return time.Since(start)
	}
	folder(p.ReadAll)
	folder(extract.ReadAll)
	var here, there, hereCPU, thereCPU time.Duration
	for b.Loop() {
		before := p.cpu()
		here += folder(extract.ReadAll)
		between := p.cpu()
		there += folder(p.ReadAll)
		hereCPU, thereCPU = hereCPU+between-before, thereCPU+p.cpu()-between
	}
	b.ReportMetric(there.Seconds()/here.Seconds(), "isolated/here")
	if hereCPU > 0 {
		var most int64
		for _, w := range p.idle {
			_, memory, _ := usage(w.cmd.Process.Pid)
			most = max(most, memory)
		}
		b.ReportMetric(float64(most)/(1<<20), "MB/worker")
		b.ReportMetric(thereCPU.Seconds()/hereCPU.Seconds(), "cpu-isolated/here")
	}
	b.ReportMetric(float64(here.Milliseconds())/float64(b.N*len(all)), "ms/file-here")
}

// cpu returns the processor time of this process and the idle workers so far: unlike the clock it is the same on a busy
// machine. It is 0 where it isn't known.
func (p *Pool) cpu() time.Duration {
	sum, _, _ := usage(os.Getpid())
	for _, w := range p.idle {
		cpu, _, _ := usage(w.cmd.Process.Pid)
		sum += cpu
	}
	return sum
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		p := pool(b, Options{Workers: 1})
		p.Close()
	}
}

// BenchmarkAnswer tells what crossing costs in gob, and would in JSON.
func BenchmarkAnswer(b *testing.B) {
	var list []extract.Member
	for name, data := range letters(b) {
		if filepath.Base(name) == "R01.pdf" {
			list = extract.ReadAll(context.Background(), name, data)
		}
	}
	b.Run("gob", func(b *testing.B) {
		c := newCodec()
		for b.Loop() {
			data, err := c.encode(list)
			if err == nil {
				_, err = c.decode(append([]byte{}, data...))
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("json", func(b *testing.B) {
		for b.Loop() {
			data, err := json.Marshal(pack(list))
			var back []member
			if err == nil {
				err = json.Unmarshal(data, &back)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
