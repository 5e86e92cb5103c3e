package pdfium

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing/fstest"

	gopdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	maxMemory    = 256 << 20 // of an instance; a page of a letter needs some 40 MB
	maxInstances = 2
)

// engine is the compiled module, started once for the process.
var engine struct {
	once sync.Once
	pool gopdfium.Pool
	err  error
}

func start() (gopdfium.Pool, error) {
	engine.once.Do(func() {
		conf := wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(maxMemory >> 16).
			WithCloseOnContextDone(true)
		if c := cache(); c != nil {
			conf = conf.WithCompilationCache(c)
		}
		engine.pool, engine.err = webassembly.Init(webassembly.Config{
			Context:       context.Background(),
			MaxTotal:      maxInstances,
			FSConfig:      wazero.NewFSConfig().WithFSMount(fstest.MapFS{}, "/"),
			RuntimeConfig: conf,
			Stdout:        io.Discard,
			Stderr:        io.Discard,
			RandomSource:  zeros{},
		})
		if engine.err != nil {
			engine.err = fmt.Errorf("pdfium does not start: %w", engine.err)
		}
	})
	return engine.pool, engine.err
}

// zeros is the module's source of randomness: the same file must give the same bytes.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// CacheDir returns the folder in which the compiled module is kept; "" where the user has no cache folder.
func CacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "clausewise", "pdfium")
}

// cache opens the folder of compiled modules; nil where it can't be written, and the module is compiled each time.
func cache() wazero.CompilationCache {
	dir := CacheDir()
	if dir == "" {
		return nil
	}
	c, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return c
}
