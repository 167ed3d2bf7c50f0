package anchor

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/upr"
)

// anchorJSON is an anchor as the browser writes it.
type anchorJSON struct {
	Block  string `json:"block"`
	Ranged bool   `json:"ranged"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	Quote  string `json:"quote"`
	Lost   bool   `json:"lost"`
	Shown  string `json:"shown"`
	Part   string `json:"part"`
}

func (a anchorJSON) anchor() upr.Anchor {
	return upr.Anchor{
		Block: a.Block, Ranged: a.Ranged, From: a.From, To: a.To, Quote: a.Quote, Lost: a.Lost, Shown: a.Shown, Part: a.Part,
	}
}

// TestVectors follows what ProseMirror's own code made of places.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("../../../assets/shared/testdata/anchors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Anchors []anchorJSON
		Rounds  []struct {
			Commits []json.RawMessage
			Doc     json.RawMessage
			Anchors []anchorJSON
		}
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 8 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for i, v := range vectors {
		var now []upr.Anchor
		for _, a := range v.Anchors {
			now = append(now, a.anchor())
		}
		for j, round := range v.Rounds {
			for _, commit := range round.Commits {
				maps, err := Maps(commit)
				if err != nil {
					t.Fatal(err)
				}
				for k := range now {
					for _, m := range maps {
						now[k].From, now[k].To = m.Range(now[k].From, now[k].To)
					}
				}
			}
			doc, err := Read(round.Doc)
			if err != nil {
				t.Fatal(err)
			}
			for k, want := range round.Anchors {
				now[k] = doc.Settle(now[k])
				if diff := cmp.Diff(want.anchor(), now[k]); diff != "" {
					t.Errorf("vector %d, round %d, anchor %d (-ProseMirror +here):\n%s", i, j, k, diff)
				}
			}
		}
	}
}

func TestMapsRefuse(t *testing.T) {
	for _, steps := range []string{``, `{}`, `[{"stepType":"move"}]`, `[{"stepType":"replace","from":"1"}]`} {
		if maps, err := Maps(json.RawMessage(steps)); err == nil {
			t.Errorf("%s is read as %v", steps, maps)
		}
	}
	if maps, err := Maps(json.RawMessage(`[{"stepType":"addMark","from":1,"to":2},{"stepType":"attr","pos":1}]`)); err != nil || maps != nil {
		t.Errorf("marks and attributes move: %v, %v", maps, err)
	}
	if doc, err := Read(json.RawMessage(`nonsense`)); err == nil {
		t.Errorf("read %v", doc)
	}
}
