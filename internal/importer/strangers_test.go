package importer_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"upright/internal/importer"
	"upright/internal/prose"
	"upright/internal/upr"
)

// The file names nobody who suggests something by what they are called here, and tells one from another. A file that names
// somebody nevertheless, of an earlier version or made up, is read as if it did not.
func TestSuggestionsOfStrangers(t *testing.T) {
	first, second := upr.NewID(), upr.NewID()
	text := func(user string, id string) *prose.Text {
		return &prose.Text{Text: id + " ", Suggested: []prose.Suggestion{{Kind: prose.Insertion, ID: id, User: user, At: 1}}}
	}
	s := full(t)
	s.Manuscript = nil
	s.SetText(&prose.Manuscript{Parts: []*prose.Part{{ID: "partaaaaaaaa", Kind: prose.Rights, Blocks: []prose.Block{&prose.Paragraph{
		ID: "paraaaaaaaaa", Content: []prose.Inline{text(second, "s-1"), text(first, "s-2"), text(second, "s-3")},
	}}}}})
	file := string(write(t, s))
	for _, account := range []string{first, second} {
		if strings.Contains(file, account) {
			t.Errorf("the file names an account: %s", file)
		}
	}
	wantUsers := func(s *upr.Submission) {
		t.Helper()
		for i, want := range []string{"person-1", "person-2", "person-1"} {
			got := prose.Content(s.Text().Parts[0].Blocks[0])[i].(*prose.Text).Suggested[0]
			if got.User != want || got.At != 1 {
				t.Errorf("suggestion %d is %+v, want it of %s", i, got, want)
			}
		}
	}
	read, err := importer.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	wantUsers(read)
	if again := string(write(t, read)); again != file {
		t.Errorf("written again:\n%s\nfirst:\n%s", again, file)
	}

	var old map[string]any
	if err := json.Unmarshal([]byte(strings.NewReplacer("person-1", second, "person-2", first).Replace(file)), &old); err != nil {
		t.Fatal(err)
	}
	delete(old, "sha256")
	delete(old, "answers_sha256")
	earlier, err := json.Marshal(old)
	if err != nil || !bytes.Contains(earlier, []byte(second)) {
		t.Fatalf("%s, %v", earlier, err)
	}
	if read, err = importer.Read(bytes.NewReader(earlier)); err != nil {
		t.Fatal(err)
	}
	wantUsers(read)
}
