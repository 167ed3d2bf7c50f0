package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// A Cost is what argon2id is told to spend. It stands in each hash, so it can change.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultCost is the first of OWASP's equivalent choices for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes.
func DefaultCost() Cost { return Cost{Memory: 19 * 1024, Time: 2, Threads: 1} }

// maxCost bounds what a hash may ask for: a damaged row must not take the memory of the machine.
func maxCost() Cost { return Cost{Memory: 256 * 1024, Time: 16, Threads: 16} }

const (
	saltBytes = 16
	hashBytes = 32
)

// noPassword is kept for an account that has none yet. No password has this hash.
const noPassword = "!"

var errHashForm = errors.New("a password's hash has an unknown form")

// A hasher hashes and compares passwords. As many run at once as the machine has processors: more would not be faster,
// only take the memory of all of them.
type hasher struct {
	random io.Reader
	cost   Cost
	slots  chan struct{}
}

func newHasher(random io.Reader, c Cost) *hasher {
	return &hasher{random: random, cost: c, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// hash returns "$argon2id$v=19$m=…,t=…,p=…$salt$hash".
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.cost.Memory, h.cost.Time, h.cost.Threads, encode(salt), encode(key)), nil
}

// matches reports whether a password has a hash, and whether the hash was made with another cost than today's. For the
// hash "" and noPassword, which nothing matches, it takes as long as for any other.
func (h *hasher) matches(ctx context.Context, password, encoded string) (matches, outdated bool, err error) {
	if encoded == "" || encoded == noPassword {
		_, err := h.derive(ctx, password, make([]byte, saltBytes), h.cost)
		return false, false, err
	}
	c, salt, want, err := parseHash(encoded)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, c)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != h.cost, nil
}

// derive waits for a processor, or until ctx is done. Passwords are compared as composed Unicode: keyboards differ in how
// they write é.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash: %w", ctx.Err())
	}
	defer func() { <-h.slots }()
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, c.Time, c.Memory, c.Threads, hashBytes), nil
}

// parseHash reads what hash wrote.
func parseHash(encoded string) (c Cost, salt, key []byte, err error) {
	fields := strings.Split(encoded, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return Cost{}, nil, nil, errHashForm
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil {
		return Cost{}, nil, nil, errHashForm
	}
	most := maxCost()
	if c.Memory == 0 || c.Time == 0 || c.Threads == 0 ||
		c.Memory > most.Memory || c.Time > most.Time || c.Threads > most.Threads {
		return Cost{}, nil, nil, errHashForm
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(fields[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(fields[5])
	if saltErr != nil || keyErr != nil || len(salt) != saltBytes || len(key) != hashBytes {
		return Cost{}, nil, nil, errHashForm
	}
	return c, salt, key, nil
}
