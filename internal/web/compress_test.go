package web

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// inflated reads a compressed answer.
func inflated(t *testing.T, body string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// TestCompressedPages: a page is compressed for who asks for it here, and never for an address that another site may have
// made up.
func TestCompressedPages(t *testing.T) {
	s := newSite(t)
	b := s.administrator(t)
	for _, test := range []struct {
		name, path string
		headers    []string
		packed     bool
	}{
		{"from a page of ours", "/account?q=guess", []string{"Sec-Fetch-Site", "same-origin"}, true},
		{"typed, or kept by the browser", "/account", []string{"Sec-Fetch-Site", "none"}, true},
		{"old browser", "/account", nil, true},
		{"old browser, parameters", "/account?q=guess", nil, false},
		{"from another site", "/account", []string{"Sec-Fetch-Site", "cross-site"}, false},
		{"from a neighbour", "/account?q=guess", []string{"Sec-Fetch-Site", "same-site"}, false},
	} {
		// Named by hand, so that the client does not unpack by itself.
		answer := b.get(test.path, append(test.headers, "Accept-Encoding", "br, gzip")...).want(http.StatusOK)
		if packed := answer.Header.Get("Content-Encoding") == "gzip"; packed != test.packed {
			t.Errorf("%s: compressed is %t", test.name, packed)
		}
		if vary := answer.Header.Get("Vary"); !strings.Contains(vary, "Accept-Encoding") {
			t.Errorf("%s: varies by %q", test.name, vary)
		}
		if page := answer.Body; test.packed && !strings.HasSuffix(strings.TrimSpace(inflated(t, page)), "</html>") {
			t.Errorf("%s: the page does not come out of it", test.name)
		}
	}
	if plain := b.get("/account", "Accept-Encoding", "identity"); plain.Header.Get("Content-Encoding") != "" {
		t.Error("compressed for a browser that does not read it")
	}
}

// TestStreamIsNotHeldBack: events come as they happen, also to a browser that takes compressed answers.
func TestStreamIsNotHeldBack(t *testing.T) {
	d := newDesk(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+d.path+"/events?version=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Accept": "text/event-stream", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"} {
		req.Header.Set(name, value)
	}
	answer, err := d.grace.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	line, err := bufio.NewReader(answer.Body).ReadString('\n')
	if encoding := answer.Header.Get("Content-Encoding"); err != nil || encoding != "" || line != ": here\n" {
		t.Errorf("encoded as %q, the stream begins with %q, %v", encoding, line, err)
	}
}

// TestPackAssets: what browsers load is compressed once, where that makes it smaller.
func TestPackAssets(t *testing.T) {
	long := strings.Repeat("body{margin:0}", 200)
	found, err := packAssets(fstest.MapFS{
		"app-0123456789abcdef.css": {Data: []byte(long)}, "site-0123456789abcdef.js": {Data: []byte("0")}, "authority.js": {Data: []byte(long)},
	})
	if err != nil || len(found) != 2 {
		t.Fatalf("%d files, %v", len(found), err)
	}
	if app := found["app-0123456789abcdef.css"]; inflated(t, string(app.packed)) != long || string(app.plain) != long {
		t.Error("the style sheet does not come out of it")
	}
	if found["site-0123456789abcdef.js"].packed != nil {
		t.Error("what is not smaller was compressed")
	}
}
