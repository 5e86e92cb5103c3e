package reader

import (
	_ "embed"
	"fmt"
	"os"
	"sync"
)

//go:embed weights/reader.bin
var embedded []byte

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

// open opens the model that CLAUSEWISE_MODEL names, else the program's own, once.
var open = sync.OnceValues(func() (*Model, error) {
	data, from := embedded, "the model in this program"
	if path := os.Getenv("CLAUSEWISE_MODEL"); path != "" {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("reader: CLAUSEWISE_MODEL: %w", err)
		}
		from = path
	}
	m, err := Load(data)
	if err != nil {
		return nil, fmt.Errorf("reader: %s: %w", from, err)
	}
	return m, nil
})
