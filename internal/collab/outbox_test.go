package collab

import (
	"fmt"
	"math"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// However long what tabs say is, a message between processes is one that the database takes.
func TestLettersFit(t *testing.T) {
	h := &Hub{life: upr.NewID()}
	h.outbox.waiting = true // nobody sends them: they are taken here
	text := upr.SubmissionID(upr.NewID())
	for n := range 2*maxTold + 1 {
		client := fmt.Sprintf("%020d", n)
		h.tell(text, word{Place: Place{Client: client, User: upr.UserID(upr.NewID()), Version: math.MaxInt64, Anchor: maxPosition, Head: maxPosition}, Gone: true})
	}
	h.askAround(text)
	letters := h.takeLetters()
	if len(letters) != 4 {
		t.Errorf("%d letters, want a question and three of tabs", len(letters))
	}
	for _, l := range letters {
		if len(l) > store.MaxPresence {
			t.Errorf("%d bytes: %s", len(l), l)
		}
	}
}
