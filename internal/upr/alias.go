package upr

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base32"
	"fmt"
)

// An Alias is what a person is called in what browsers receive of one submission: another identifier in each, so that who
// is in two of them cannot tell by it that a pseudonym here is a name there. Names are something else: see Author.
type Alias string

// AliasKey is the length of the key of a submission, in bytes.
const AliasKey = aes.BlockSize

// Aliases are those of one submission. The zero value has none and must not be used.
type Aliases struct{ block cipher.Block }

// NewAliases returns the aliases of the submission with a key of AliasKey bytes.
func NewAliases(key []byte) (Aliases, error) {
	if len(key) != AliasKey {
		return Aliases{}, fmt.Errorf("key of aliases: %d bytes", len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return Aliases{}, fmt.Errorf("key of aliases: %w", err)
	}
	return Aliases{block}, nil
}

// What NewID makes has 100 bits; 28 more, all zero, fill a block. Back they tell an alias from what is none.
const (
	idLength = 20
	idZeros  = "aaaa" // behind an identifier, up to 15 bytes
)

var aliasText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Of returns the alias of a person: one block of AES, so that it can be undone with the key and says nothing without it.
// What is no identifier of an account ("" for one that is gone, what was imported from elsewhere) stays what it is.
func (a Aliases) Of(user UserID) Alias {
	if !isID(string(user)) {
		return Alias(user)
	}
	var block [aes.BlockSize]byte
	if _, err := aliasText.Decode(block[:], []byte(string(user)+idZeros)); err != nil {
		return "" // not with these characters
	}
	a.block.Encrypt(block[:], block[:])
	return Alias(aliasText.EncodeToString(block[:]))
}

// User returns whose alias it is. It reports false for what is none of this submission.
func (a Aliases) User(alias Alias) (UserID, bool) {
	var block [aes.BlockSize]byte
	data, err := aliasText.DecodeString(string(alias))
	if err != nil || len(data) != aes.BlockSize {
		return "", false
	}
	a.block.Decrypt(block[:], data)
	id := aliasText.EncodeToString(block[:15])
	user := UserID(id[:idLength])
	// Of it again: base 32 has more than one spelling of the same bytes.
	return user, a.Of(user) == alias
}
