package notice

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"upright/internal/upr"
)

// A Stop is what a link in a mail ends: mails to a person about one kind of thing, or with no kind, about all.
type Stop struct {
	User upr.UserID
	Kind upr.NoticeKind
}

// Kinds are the kinds of things about which mails end.
func (s Stop) Kinds() []upr.NoticeKind {
	if s.Kind == "" {
		return upr.NoticeKinds()
	}
	return []upr.NoticeKind{s.Kind}
}

// everything stands for all kinds in a token.
const everything = "all"

// Token writes the link's token: what it ends, and a signature. It opens nothing else, and holds for as long as the
// installation has its key, because people click on old mails.
func (s Stop) Token(key []byte) string {
	kind := string(s.Kind)
	if kind == "" {
		kind = everything
	}
	said := string(s.User) + "." + kind
	return said + "." + sign(key, said)
}

// sign makes 128 bits of HMAC-SHA-256 that may stand in an address.
func sign(key []byte, said string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("stop mails " + said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// readStop reads a token.
func readStop(key []byte, token string) (Stop, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !hmac.Equal([]byte(sign(key, parts[0]+"."+parts[1])), []byte(parts[2])) {
		return Stop{}, errStop
	}
	stop := Stop{User: upr.UserID(parts[0]), Kind: upr.NoticeKind(parts[1])}
	if parts[1] == everything {
		stop.Kind = ""
	} else if !slices.Contains(upr.NoticeKinds(), stop.Kind) {
		return Stop{}, errStop
	}
	return stop, nil
}
