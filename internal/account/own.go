package account

import (
	"crypto/subtle"

	"upright/internal/store"
)

// IsOwn reports whether a session is the one of a secret: in the list of a person's sessions, the one they look with.
func IsOwn(session store.Session, token string) bool {
	return subtle.ConstantTimeCompare(session.TokenHash, secret(token).hash()) == 1
}
