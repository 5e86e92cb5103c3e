package object

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

// crypt undoes the standard encryption of a file that opens with the empty password, which is how files are sent that
// may be read but not changed.
type crypt struct {
	key             []byte
	version         int
	streams, string method
}

type method uint8

const (
	clear method = iota
	viaRC4
	viaAES
)

// newCrypt reads the encryption dictionary. It returns ErrLocked when the empty password doesn't open the file.
func newCrypt(d lex.Object, id []byte) (*crypt, error) {
	c := &crypt{version: d.Key("V").Int(), streams: viaRC4, string: viaRC4}
	if f := d.Key("Filter"); string(f.Bytes) != "Standard" {
		return nil, ErrLocked // by a certificate, say
	}
	if c.version >= 4 {
		c.streams, c.string = cryptMethod(d, "StmF"), cryptMethod(d, "StrF")
	}
	if c.version >= 5 {
		return c, c.open256(d)
	}
	return c, c.open128(d, id)
}

func cryptMethod(d lex.Object, use string) method {
	switch string(d.Key("CF").Key(string(d.Key(use).Bytes)).Key("CFM").Bytes) {
	case "V2":
		return viaRC4
	case "AESV2", "AESV3":
		return viaAES
	}
	return clear
}

var pad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// open128 derives the key of revisions 2 to 4 (algorithm 2 of ISO 32000-1) and checks it against /U.
func (c *crypt) open128(d lex.Object, id []byte) error {
	r, n := d.Key("R").Int(), 5
	if l := d.Key("Length"); l.Kind == lex.Number && r >= 3 {
		n = l.Int() / 8
	}
	if c.version == 4 {
		n = 16
	}
	if n < 5 || n > 16 {
		return errors.New("encrypted with a key of odd length")
	}
	h := md5.New()
	h.Write(pad)
	h.Write(d.Key("O").Bytes)
	binary.Write(h, binary.LittleEndian, uint32(int64(d.Key("P").Num)))
	h.Write(id)
	if m := d.Key("EncryptMetadata"); r >= 4 && m.Kind == lex.Bool && m.Num == 0 {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			s := md5.Sum(key[:n])
			key = s[:]
		}
	}
	c.key = key[:n]
	want := append([]byte(nil), pad...)
	if r >= 3 {
		s := md5.Sum(append(append([]byte(nil), pad...), id...))
		want = s[:]
	}
	for i := range 20 {
		if r < 3 && i > 0 {
			break
		}
		k := append([]byte(nil), c.key...)
		for j := range k {
			k[j] ^= byte(i)
		}
		rc4XOR(k, want)
	}
	if !bytes.HasPrefix(d.Key("U").Bytes, want) {
		return ErrLocked
	}
	return nil
}

// open256 derives the key of revisions 5 and 6 (algorithm 2.A of ISO 32000-2).
func (c *crypt) open256(d lex.Object) error {
	u, ue := d.Key("U").Bytes, d.Key("UE").Bytes
	if len(u) < 48 || len(ue) < 32 {
		return errors.New("encryption dictionary incomplete")
	}
	hash := func(salt []byte) []byte {
		s := sha256.Sum256(salt)
		if d.Key("R").Int() >= 6 {
			return hash2B(s[:])
		}
		return s[:]
	}
	if !bytes.Equal(hash(u[32:40]), u[:32]) {
		return ErrLocked
	}
	block, err := aes.NewCipher(hash(u[40:48]))
	if err != nil {
		return err
	}
	c.key = make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(c.key, ue[:32])
	return nil
}

// hash2B is algorithm 2.B of ISO 32000-2 for the empty password.
func hash2B(k []byte) []byte {
	var e []byte
	for i := 0; i < 64 || int(e[len(e)-1]) > i-32; i++ {
		e = bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		sum := 0
		for _, b := range e[:16] {
			sum += int(b)
		}
		switch sum % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
	}
	return k[:32]
}

func rc4XOR(key, data []byte) {
	if r, err := rc4.NewCipher(key); err == nil {
		r.XORKeyStream(data, data)
	}
}

// bytes decrypts a string of object id.
func (c *crypt) bytes(id, gen int, b []byte) []byte { return c.open(c.string, id, gen, b) }

// stream decrypts a stream of object id whose dictionary is d.
func (c *crypt) stream(id, gen int, d lex.Object, b []byte) []byte {
	for _, f := range filtersOf(d) {
		if f.name == "Crypt" {
			return b
		}
	}
	return c.open(c.streams, id, gen, b)
}

func (c *crypt) open(m method, id, gen int, b []byte) []byte {
	if m == clear || len(b) == 0 {
		return b
	}
	key := c.key
	if c.version < 5 {
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(id), byte(id >> 8), byte(id >> 16), byte(gen), byte(gen >> 8)})
		if m == viaAES {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(key)+5)]
	}
	if m == viaRC4 {
		out := append([]byte(nil), b...)
		rc4XOR(key, out)
		return out
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(b) < 32 {
		return nil
	}
	body := b[16 : 16+(len(b)-16)/16*16]
	out := make([]byte, len(body))
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, body)
	if n := int(out[len(out)-1]); n >= 1 && n <= 16 {
		out = out[:len(out)-n]
	}
	return out
}
