package reader

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

//go:embed weights
var weights embed.FS

const embedded = "weights/reader.bin"

// Available opens the model at the first call and returns nil, or one sentence that says why there is none.
func Available() error {
	_, err := open()
	return err
}

// About returns the model's name with its checksum's first digits, its licence and where it comes from.
func About() (name, licence, provenance string, err error) {
	m, err := open()
	if err != nil {
		return "", "", "", err
	}
	return m.name, m.licence, m.provenance, nil
}

var open = sync.OnceValues(func() (*Model, error) {
	if path := os.Getenv("CLAUSEWISE_MODEL"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reader: CLAUSEWISE_MODEL: %w", err)
		}
		m, err := Load(data)
		if err != nil {
			return nil, fmt.Errorf("reader: %s: %w", path, err)
		}
		return m, nil
	}
	data, err := weights.ReadFile(embedded)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("reader: this program was built without a model; set CLAUSEWISE_MODEL to a model file, or work without the reader")
	}
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	m, err := Load(data)
	if err != nil {
		return nil, fmt.Errorf("reader: the model in this program: %w", err)
	}
	return m, nil
})
