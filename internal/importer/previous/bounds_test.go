package previous

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"upright/internal/upr"
)

// The bounds on what is unpacked are too high to be reached in a quick test: here they are lower.
func TestBoundsOfPack(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/sharedStrings.xml")
	if err == nil {
		_, err = w.Write([]byte("<sst>" + strings.Repeat("<si><t>"+strings.Repeat("a", 1_000)+"</t></si>", 100) + "</sst>"))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	read := func(left int64, texts int) error {
		r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		_, err = sharedTexts(&pack{entries: map[string]*zip.File{r.File[0].Name: r.File[0]}, left: left, texts: texts})
		return err
	}
	if err := read(maxInflated, maxShared); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"unpacked": read(50_000, maxShared), "texts": read(maxInflated, 50_000)} {
		var known *upr.Error
		if !errors.As(err, &known) || known.Key != "previous.file.large" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
