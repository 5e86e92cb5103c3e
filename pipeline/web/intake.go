package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"
)

// maxField is the size of the largest form field besides the file.
const maxField = 4 << 10

// upload is a response as it came in.
type upload struct {
	consultation, id, name string
	body                   spool
}

// receive takes in a response: the body of the request, or the file of a multipart form. Where it belongs and what it
// is called stand in the query, in fields of the form or in headers; the first that says it counts.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) (_ *upload, err error) {
	q := r.URL.Query()
	u := &upload{consultation: q.Get("consultation"), id: q.Get("id"), name: q.Get("name"), body: spool{all: &s.spools}}
	defer func() {
		if err != nil {
			u.body.close()
		}
	}()
	if r.ContentLength > s.MaxBody+maxField {
		return nil, tooLarge(s.MaxBody).of(u.name)
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		err = u.form(w, r, s.MaxBody)
	} else {
		_, err = io.Copy(&u.body, http.MaxBytesReader(w, r.Body, s.MaxBody))
	}
	u.headers(r.Header)
	if err != nil {
		return nil, u.broken(err)
	}
	return u, u.check(s.Consultation)
}

// headers takes from the request's header what neither query nor form has said.
func (u *upload) headers(h http.Header) {
	for _, f := range []struct {
		to   *string
		name string
	}{{&u.consultation, "X-Clausewise-Consultation"}, {&u.id, "X-Clausewise-Id"}, {&u.name, "X-Clausewise-Name"}} {
		if *f.to == "" {
			*f.to = h.Get(f.name)
		}
	}
	if _, params, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && u.name == "" {
		u.name = params["filename"]
	}
}

// form reads a multipart form part by part; nothing of it is held in memory but small fields.
func (u *upload) form(w http.ResponseWriter, r *http.Request, limit int64) error {
	r.Body = http.MaxBytesReader(w, r.Body, limit+64<<10) // the form's own words besides the file
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	files, filename := 0, ""
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if p.FileName() == "" && p.FormName() != "file" {
			if err := u.field(p); err != nil {
				return err
			}
			continue
		}
		if files++; files > 1 {
			return &Problem{Status: http.StatusBadRequest, Code: "web.several-files", File: p.FileName(),
				Text: "The form holds more than one file.", Do: "Send each file in a request of its own, or all in one ZIP archive."}
		}
		filename = p.FileName()
		if n, err := io.Copy(&u.body, io.LimitReader(p, limit+1)); err != nil {
			return err
		} else if n > limit {
			return tooLarge(limit).of(filename)
		}
	}
	if files == 0 {
		return &Problem{Status: http.StatusBadRequest, Code: "web.no-file", Text: "The form holds no file.",
			Do: "Send the file as the form's field \"file\", as \"curl -F file=@letter.pdf\" does."}
	}
	if u.name == "" {
		u.name = filename
	}
	return nil
}

func (u *upload) field(p *multipart.Part) error {
	to := map[string]*string{"consultation": &u.consultation, "id": &u.id, "name": &u.name}[p.FormName()]
	if to == nil {
		return &Problem{Status: http.StatusBadRequest, Code: "web.field", Text: fmt.Sprintf("The form has a field %q, which means nothing here.", p.FormName()),
			Do: "Send the fields file, consultation, id and name."}
	}
	v, err := io.ReadAll(io.LimitReader(p, maxField+1))
	if err == nil && len(v) > maxField {
		err = &Problem{Status: http.StatusBadRequest, Code: "web.field", Text: fmt.Sprintf("The form's field %q is longer than %s.", p.FormName(), size(maxField)),
			Do: "Send the file itself as the field \"file\"."}
	}
	if *to == "" {
		*to = string(v)
	}
	return err
}

// broken tells what was wrong with a body that did not come in whole.
func (u *upload) broken(err error) error {
	var p *Problem
	switch {
	case errors.As(err, &p):
		if p.File == "" {
			return p.of(u.name)
		}
		return p
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, multipart.ErrMessageTooLarge), errors.Is(err, http.ErrMissingBoundary):
		return Problem{Status: http.StatusBadRequest, Code: "web.broken-body", Text: "The request's body ended early or is no form; nothing of it was kept.",
			Do: "Send it again whole."}.of(u.name)
	}
	return asProblem(err, u.name)
}

// check holds the names against what can be a name, and makes up those that follow from others.
func (u *upload) check(consultation string) error {
	if u.consultation == "" {
		u.consultation = consultation
	}
	if u.name == "" {
		u.name = u.id
	}
	u.name = strings.ReplaceAll(u.name, `\`, "/")
	switch {
	case u.name == "":
		return &Problem{Status: http.StatusBadRequest, Code: "web.no-name", Text: "The response has no name.",
			Do: "Say what the file is called: ?name=letter.pdf. A response sent again under its name takes the place of the earlier one."}
	case !fit(u.name) || path.Clean("/"+u.name) != "/"+u.name:
		return Problem{Status: http.StatusBadRequest, Code: "web.bad-name", Text: fmt.Sprintf("%q can't be the name of a file.", cut(u.name)),
			Do: "Use a name of at most 500 bytes of UTF-8 without control characters, and no \"..\" in its path."}.of(cut(u.name))
	case u.id != "" && !fit(u.id):
		return Problem{Status: http.StatusBadRequest, Code: "web.bad-id", Text: fmt.Sprintf("%q can't be an id.", cut(u.id)),
			Do: "Use an id of at most 500 bytes of UTF-8 without control characters."}.of(u.name)
	}
	return nil
}

func fit(name string) bool {
	return len(name) <= 500 && utf8.ValidString(name) && strings.IndexFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

func cut(s string) string {
	if len(s) > 100 {
		s = strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}
