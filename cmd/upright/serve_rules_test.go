package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upright/internal/store/storetest"
)

// TestServeStopsAtWrongData: what an administrator replaced by hand is read before the first visitor comes, and the
// message says where to look.
func TestServeStopsAtWrongData(t *testing.T) {
	for _, c := range []struct {
		from, name, old, new string
		want                 []string
	}{
		{"rules", "cycle-4.json", `"max_words": 2815`, `"max_words": "many"`, []string{"cycle-4.json", "UPR-LEN-01", "max_words"}},
		{"calendar", "calendar.json", `"session"`, `"sesion"`, []string{"calendar.json", "sesion"}},
	} {
		data, err := os.ReadFile(filepath.Join("..", "..", "internal", c.from, "data", c.name))
		if err != nil {
			t.Fatal(err)
		}
		wrong := strings.Replace(string(data), c.old, c.new, 1)
		if wrong == string(data) {
			t.Fatalf("%s is not in %s", c.old, c.name)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.name), []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		s := serve(t, map[string]string{"DATABASE_URL": storetest.URL(t), "UPRIGHT_RULES_DIR": dir}, "-addr", "127.0.0.1:0")
		if said, err := s.out.ReadString('\n'); err == nil {
			t.Fatalf("with a wrong %s it serves: %s", c.name, said)
		}
		err = <-s.ended
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not name %s", c.name, err, want)
			}
		}
	}
}
