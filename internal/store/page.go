package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Bounds of a page of a list.
const (
	defaultPage = 50
	maxPage     = 200
)

// A Page says which part of a list to return. The place is the last entry of the page before, not a number of entries:
// a page deep in a long list costs what the first costs, and entries that come and go shift nothing.
type Page struct {
	After Next // "" for the first page
	Size  int  // entries; 50 when 0, at most 200
}

// Next names the place where the next page begins; "" when there is none. Its content is opaque and may travel in a URL.
type Next string

func (p Page) size() int {
	switch {
	case p.Size <= 0:
		return defaultPage
	case p.Size > maxPage:
		return maxPage
	}
	return p.Size
}

// position is the last entry of the page before.
type position struct {
	at *time.Time // nil at the beginning of the list
	id string
}

// position reads the place; one that was tampered with is not found.
func (p Page) position() (position, error) {
	if p.After == "" {
		return position{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(string(p.After))
	if err != nil {
		return position{}, notFound(fmt.Errorf("place in list: %w", err))
	}
	moment, id, ok := strings.Cut(string(text), " ")
	if !ok {
		return position{}, notFound(errors.New("place in list: no id"))
	}
	at, err := time.Parse(time.RFC3339Nano, moment)
	if err != nil {
		return position{}, notFound(fmt.Errorf("place in list: %w", err))
	}
	return position{at: &at, id: id}, nil
}

func nextAfter(at time.Time, id string) Next {
	return Next(base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id)))
}
