package kafka_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

const user, password = "tester", "tester-secret"

// certificate returns one for 127.0.0.1 that nobody but the pool trusts.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// secure returns brokers that want TLS and a password: one in this process, and the real one where there is one.
func secure(t *testing.T) map[string]kafka.Options {
	cert, pool := certificate(t)
	f := startFake(t, kfake.EnableSASL(), kfake.TLS(&tls.Config{Certificates: []tls.Certificate{cert}}),
		kfake.Superuser("PLAIN", user, password), kfake.Superuser("SCRAM-SHA-256", user, password), kfake.Superuser("SCRAM-SHA-512", user, password))
	out := map[string]kafka.Options{"fake": {Brokers: f.addrs(), TLS: &tls.Config{RootCAs: pool}}}
	if addr := os.Getenv("CLAUSEWISE_KAFKA_SECURE"); addr != "" {
		pem, err := os.ReadFile(os.Getenv("CLAUSEWISE_KAFKA_CA"))
		if err != nil {
			t.Fatal(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		out["real"] = kafka.Options{Brokers: []string{addr}, TLS: &tls.Config{RootCAs: pool}}
	}
	return out
}

// use does everything that a Broker can with the options, and returns what went wrong in each.
func use(t *testing.T, o kafka.Options, topic string) map[string]error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	b := open(t, o)
	errs := map[string]error{"ping": b.Ping(ctx)}
	_, errs["create"] = b.CreateTopics(ctx, time.Hour, bus.Topic{Name: topic})
	errs["check"] = b.CheckTopics(ctx, bus.Topic{Name: topic})
	errs["publish"] = b.Publish(ctx, bus.Message{Topic: topic, Key: "k", Value: []byte("v")})
	consuming, done := context.WithCancel(ctx)
	errs["consume"] = b.Consume(consuming, bus.Subscription{Topic: topic, Group: "g"}, func(context.Context, bus.Message) error {
		done()
		return nil
	})
	done()
	_, errs["lag"] = b.Lag(ctx, topic, "g")
	if ctx.Err() != nil {
		t.Error("it took more than half a minute")
	}
	return errs
}

func TestPasswords(t *testing.T) {
	for name, o := range secure(t) {
		for _, m := range []kafka.Mechanism{kafka.Plain, kafka.ScramSHA256, kafka.ScramSHA512} {
			o := o
			o.Mechanism, o.User, o.Password = m, user, password
			topic := "secret-" + name + "-" + strings.ReplaceAll(string(m), "-", "")
			t.Run(name+"/"+string(m)+"/right", func(t *testing.T) {
				for what, err := range use(t, o, topic) {
					if err != nil {
						t.Errorf("%s: %v", what, err)
					}
				}
			})
			t.Run(name+"/"+string(m)+"/wrong", func(t *testing.T) {
				o.Password = "guess"
				wantDenied(t, use(t, o, topic), "wrong user or password")
			})
		}
	}
}

func wantDenied(t *testing.T, errs map[string]error, says string) {
	t.Helper()
	for what, err := range errs {
		wantError(t, what, err, bus.ErrDenied)
		if err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %q doesn't say %q", what, err, says)
		}
	}
}

func TestCertificates(t *testing.T) {
	for name, o := range secure(t) {
		o.Mechanism, o.User, o.Password = kafka.Plain, user, password
		t.Run(name+"/untrusted", func(t *testing.T) {
			o := o
			o.TLS = &tls.Config{}
			wantDenied(t, use(t, o, "t"), "its certificate is not trusted")
		})
		t.Run(name+"/without TLS", func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			err := open(t, kafka.Options{Brokers: o.Brokers}).Ping(ctx)
			if err == nil || !strings.Contains(err.Error(), "does it want TLS, or a password?") {
				t.Errorf("got %v, want a hint at TLS", err)
			}
		})
	}
}

// TLS towards a port that speaks something else is told from a broker that is away.
func TestTLSWhereThereIsNone(t *testing.T) {
	for says, answer := range map[string]string{"is that its port for TLS?": "", "it doesn't speak TLS on that port": "HTTP/1.1 400 Bad Request\r\n\r\n"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				c.Read(make([]byte, 1024)) // a plain Kafka port takes the greeting for a huge request, and hangs up
				c.Write([]byte(answer))
				c.Close()
			}
		}()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err = open(t, kafka.Options{Brokers: []string{l.Addr().String()}, TLS: &tls.Config{}}).Ping(ctx)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		says string
		o    kafka.Options
	}{
		{"no Kafka address", kafka.Options{}},
		{"use host:port", kafka.Options{Brokers: []string{"localhost"}}},
		{"use host:port", kafka.Options{Brokers: []string{"localhost:9092", ":9092"}}},
		{"is no way to show a password", kafka.Options{Brokers: []string{"localhost:9092"}, Mechanism: "md5"}},
	} {
		if _, err := kafka.Open(c.o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: got %v, want %q", c.o, err, c.says)
		}
	}
}
