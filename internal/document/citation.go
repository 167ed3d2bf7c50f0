package document

import (
	"strings"

	"upright/internal/upr"
)

// Cite is how a text names a recommendation of an earlier review: by its number, with an endnote that says where it stands,
// who made it and what the State said to it (UPR-CON-13). What is not known of it is left out; without a number the
// endnote quotes it. country gives the name of a State, "" for one that it does not know.
func Cite(r *upr.PreviousRecommendation, w Words, country func(code string) string) (text, note string) {
	say := w.Annex.Previous
	text = say.CitedMany
	var place []string
	if symbol := clean(r.Symbol); symbol != "" {
		place = append(place, symbol)
	}
	if number := clean(r.Number); number != "" {
		text = strings.ReplaceAll(say.Cited, "{number}", number)
		place = append(place, strings.ReplaceAll(say.Place, "{number}", number))
	} else {
		place = append(place, "“"+clean(r.Text)+"”")
	}
	var about []string
	for _, state := range r.States {
		name := country(state)
		if name == "" {
			name = clean(state)
		}
		about = append(about, name)
	}
	note = strings.Join(place, w.Annex.Between)
	if len(about) > 0 {
		note += " (" + strings.Join(about, w.Annex.Between) + ")"
	}
	if r.Position != upr.PositionUnknown {
		note += "; " + say.Positions[r.Position]
	}
	return text, note + "."
}
