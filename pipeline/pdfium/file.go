package pdfium

import (
	"context"
	"errors"
	"fmt"
	"image"

	gopdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// ErrLocked is the error of Open for a file that needs a password.
var ErrLocked = errors.New("needs a password")

// File is an open document. Its methods may not be called at the same time.
type File struct {
	ctx   context.Context
	in    gopdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	stop  func() bool
	pages int
}

// Open opens the document held in data. When ctx ends, running and later calls return its error. Close it after use.
func Open(ctx context.Context, data []byte) (*File, error) {
	pool, err := start()
	if err != nil {
		return nil, err
	}
	in, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("pdfium: %w", err)
	}
	f := &File{ctx: ctx, in: in, stop: context.AfterFunc(ctx, func() { _ = in.Kill() })}
	err = f.guard(func() error {
		d, err := in.OpenDocument(&requests.OpenDocument{File: &data})
		if errors.Is(err, pdfium_errors.ErrPassword) {
			return ErrLocked
		}
		if err != nil {
			return err
		}
		f.doc = d.Document
		n, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
		if err == nil {
			f.pages = n.PageCount
		}
		return err
	})
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Close ends the document's instance.
func (f *File) Close() {
	if f.stop() {
		_ = f.guard(func() error { return f.in.Close() })
	}
}

// Pages returns the number of pages.
func (f *File) Pages() int { return f.pages }

// guard runs do and turns a panic (the module's own traps come as errors) and the end of ctx into errors.
func (f *File) guard(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdfium broke off: %v", p)
		}
		if err != nil && f.ctx.Err() != nil {
			err = f.ctx.Err()
		}
	}()
	if err := f.ctx.Err(); err != nil {
		return err
	}
	return do()
}

func (f *File) page(n int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: f.doc, Index: n - 1}}
}

// Size returns the width and height of page n, counted from 1, in points, as it is looked at.
func (f *File) Size(n int) (w, h float64, err error) {
	err = f.guard(func() error {
		v, err := f.view(f.page(n))
		w, h = v.width, v.height
		return err
	})
	return w, h, err
}

// Render draws page n as it is looked at, its long side as long as given, in pixels.
func (f *File) Render(n, long int) (img *image.Gray, err error) {
	err = f.guard(func() error {
		r, err := f.in.RenderPageInPixels(&requests.RenderPageInPixels{
			Page: f.page(n), Width: long, Height: long, ImageFormat: requests.RenderImageFormatGrayscale,
			RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		})
		if err != nil {
			return err
		}
		defer r.Cleanup()
		g, ok := r.Result.RenderedImage.(*image.Gray)
		if !ok {
			return fmt.Errorf("pdfium drew a %T", r.Result.RenderedImage)
		}
		img = image.NewGray(g.Rect)
		for y := range g.Rect.Dy() { // the module's memory goes with its instance
			copy(img.Pix[y*img.Stride:][:g.Rect.Dx()], g.Pix[y*g.Stride:])
		}
		return nil
	})
	return img, err
}
