package docx

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"upright/internal/document"
	"upright/internal/document/documenttest"
)

const cases = "../testdata"

var update = flag.Bool("update", false, "write the sections of the cases anew")

func write(t *testing.T, d *document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read returns the document of one case.
func read(t *testing.T, name string) *document.Document {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join(cases, name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := documenttest.Parse(string(archive.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
func TestDump(t *testing.T) {
	for _, n := range []string{"combined", "arabic", "chinese", "hyphens"} {
		os.WriteFile("/tmp/docx/"+n+".docx", write(t, read(t, n)), 0o644)
	}
}
