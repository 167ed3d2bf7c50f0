package word_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// remade is a zip file with its entries changed.
func remade(t testing.TB, data []byte, change func(name, content string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write([]byte(change(f.Name, string(content))))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
