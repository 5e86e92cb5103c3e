package blobs

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Options say where a bucket is and how to get in.
type S3Options struct {
	Endpoint  string // URL of the server, with http or https; "": Amazon's
	Region    string // "": asked of the server
	Bucket    string
	Prefix    string // before all names, without a slash at the end; may be ""
	AccessKey string // "": as anybody
	SecretKey string
	Token     string // of temporary keys; may be ""
	Transport http.RoundTripper
}

// S3 is the Store in a bucket of an S3-compatible server.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

const amazon = "https://s3.amazonaws.com"

// s3Tries is how often a request is tried at once; who uses the store tries again for longer.
const s3Tries = 3

// OpenS3 connects to a bucket, which must be there.
func OpenS3(ctx context.Context, o S3Options) (*S3, error) {
	if o.Endpoint == "" {
		o.Endpoint = amazon
	}
	u, err := url.Parse(o.Endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no S3 endpoint: use https://HOST or http://HOST:PORT", o.Endpoint)
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, o.Token), Secure: u.Scheme == "https", Region: o.Region,
		Transport: o.Transport, MaxRetries: s3Tries,
	})
	if err != nil {
		return nil, fmt.Errorf("the S3 endpoint %s can't be used: %w", o.Endpoint, err)
	}
	s := &S3{client, o.Bucket, ""}
	if p := strings.Trim(o.Prefix, "/"); p != "" {
		s.prefix = p + "/"
	}
	there, err := client.BucketExists(ctx, o.Bucket)
	if err != nil && refused(err) {
		return nil, fmt.Errorf("%s doesn't let us into the bucket %s; check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what the key may do: %w", o.Endpoint, o.Bucket, err)
	}
	if err != nil {
		return nil, fmt.Errorf("the bucket %s at %s can't be reached: %w", o.Bucket, o.Endpoint, err)
	}
	if !there {
		return nil, fmt.Errorf("there is no bucket %s at %s; make it first", o.Bucket, o.Endpoint)
	}
	return s, nil
}

// refused reports that the server knows who asks, or doesn't, and says no.
func refused(err error) bool {
	r := minio.ToErrorResponse(err)
	return r.StatusCode == http.StatusForbidden || r.StatusCode == http.StatusUnauthorized
}

// Open opens the store at a place: a folder, or s3://BUCKET/PREFIX. An endpoint other than Amazon's and a region are
// named behind that, ?endpoint=https://HOST&region=REGION, or in AWS_ENDPOINT_URL and AWS_REGION; the keys stand in
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, never in the place.
func Open(ctx context.Context, place string) (Store, error) {
	if !strings.HasPrefix(place, "s3://") {
		f, err := OpenFolder(place)
		if err != nil {
			return nil, err
		}
		return f, nil
	}
	u, err := url.Parse(place)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, errors.New("the place of the blobs is not s3://BUCKET/PREFIX; keys go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	q := u.Query()
	s, err := OpenS3(ctx, S3Options{Endpoint: cmp.Or(q.Get("endpoint"), os.Getenv("AWS_ENDPOINT_URL")), Region: cmp.Or(q.Get("region"), os.Getenv("AWS_REGION")),
		Bucket: u.Host, Prefix: u.Path, AccessKey: os.Getenv("AWS_ACCESS_KEY_ID"), SecretKey: os.Getenv("AWS_SECRET_ACCESS_KEY"), Token: os.Getenv("AWS_SESSION_TOKEN")})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Put implements Store.
func (s *S3) Put(ctx context.Context, name string, data []byte) error {
	if err := s.check(ctx, name); err != nil {
		return err
	}
	// One request with the bytes' hash, which the server checks. Without TLS minio-go would rather sign piece by piece,
	// which not every server takes, for an empty blob least of all.
	_, err := s.client.PutObject(ctx, s.bucket, s.prefix+name, bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{DisableMultipart: true, SendContentMd5: true, DisableContentSha256: true})
	return s.because(name, err)
}

// Get implements Store.
func (s *S3) Get(ctx context.Context, name string) ([]byte, error) {
	if err := s.check(ctx, name); err != nil {
		return nil, err
	}
	o, err := s.client.GetObject(ctx, s.bucket, s.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, s.because(name, err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		return nil, s.because(name, err)
	}
	return data, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, name string) error {
	if err := s.check(ctx, name); err != nil {
		return err
	}
	err := s.because(name, s.client.RemoveObject(ctx, s.bucket, s.prefix+name, minio.RemoveObjectOptions{}))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// List implements Store.
func (s *S3) List(ctx context.Context, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := s.check(ctx, prefix+"x"); err != nil {
			yield("", err)
			return
		}
		ctx, done := context.WithCancel(ctx) // ends the listing when the caller stops early
		defer done()
		for o := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix + prefix, Recursive: true}) {
			if o.Err != nil {
				yield("", s.because(prefix, o.Err))
				return
			}
			if !yield(strings.TrimPrefix(o.Key, s.prefix), nil) {
				return
			}
		}
	}
}

func (s *S3) check(ctx context.Context, name string) error {
	if err := check(name); err != nil {
		return fmt.Errorf("blob %q: %w", name, err)
	}
	return ctx.Err()
}

// because returns err in the words of Store.
func (s *S3) because(name string, err error) error {
	if err == nil {
		return nil
	}
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		err = ErrNotFound
	}
	return fmt.Errorf("blob %s in bucket %s: %w", name, s.bucket, err)
}
