package upr

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of the previous recommendations of a submission. A State gets a few hundred in a review.
const (
	MaxPrevious     = 10_000 // recommendations of a submission
	MaxPreviousText = 20_000 // characters of a text, of its evidence, of its comment
	MaxPreviousTerm = 500    // characters of a number, symbol, theme, group or name of a State
	MaxPreviousList = 200    // States, themes, groups or paragraphs of one
)

// StatePositions returns every position, unknown first.
func StatePositions() []StatePosition {
	return []StatePosition{PositionUnknown, PositionSupported, PositionNoted, PositionPartly, PositionPending}
}

// Assessments returns every assessment, none first.
func Assessments() []Assessment {
	return []Assessment{NotAssessed, Implemented, PartlyDone, NotImplemented, Reversed, NoInformation}
}

// Validate makes sure that a recommendation keeps the bounds and holds only values that exist. The error is Invalid.
func (r *PreviousRecommendation) Validate() error {
	good := slices.Contains(StatePositions(), r.Position) && slices.Contains(Assessments(), r.Assessed) &&
		(r.Language == "" || slices.Contains(Languages(), r.Language)) && 0 <= r.Cycle && r.Cycle <= 99 && len(r.SDGs) <= 17 &&
		strings.TrimSpace(r.Text) != ""
	for _, n := range r.SDGs {
		good = good && 1 <= n && n <= 17
	}
	for _, text := range []string{r.Text, r.Evidence, r.Comment} {
		good = good && printable(text, MaxPreviousText)
	}
	for _, list := range [][]string{{r.Symbol, r.Number}, r.States, r.Themes, r.Groups, r.Paragraphs} {
		good = good && len(list) <= MaxPreviousList
		for _, term := range list {
			good = good && printable(term, MaxPreviousTerm)
		}
	}
	if !good {
		return &Error{Kind: Invalid, Key: "previous.row.invalid"}
	}
	return nil
}

// printable reports whether a text has at most n characters and can be kept.
func printable(text string, n int) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0) && utf8.RuneCountInString(text) <= n
}

// Identity is the same for two entries about one recommendation: the same number in the same report or, where one of the
// two is not known, the same words of the same States in the same cycle.
func (r *PreviousRecommendation) Identity() string {
	if r.Symbol != "" && r.Number != "" {
		return "number " + strings.ToUpper(r.Symbol) + " " + r.Number
	}
	states := slices.Sorted(slices.Values(r.States))
	words := strings.ToLower(strings.Join(strings.Fields(r.Text), " "))
	sum := sha256.Sum256([]byte(strings.Join(append([]string{strings.TrimRight(words, ".; "), r.Number, string(rune('0' + r.Cycle))}, states...), "\n")))
	return "text " + hex.EncodeToString(sum[:])
}
