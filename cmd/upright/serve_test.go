package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"upright/internal/store/storetest"
)

// serving is a server that runs inside the test.
type serving struct {
	out   *bufio.Reader
	stop  context.CancelFunc
	ended chan error
}

func serve(t *testing.T, env map[string]string, args ...string) *serving {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	p := program{getenv: func(k string) string { return env[k] }, stdin: strings.NewReader(""), stdout: w, stderr: t.Output()}
	s := &serving{bufio.NewReader(r), stop, make(chan error, 1)}
	go func() {
		err := p.run(ctx, append([]string{"serve"}, args...))
		_ = w.Close()
		s.ended <- err
	}()
	t.Cleanup(stop)
	return s
}

// line returns the next line that the server prints and that holds a text.
func (s *serving) line(t *testing.T, with string) string {
	t.Helper()
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			t.Fatalf("no line with %q: %v (%v)", with, err, <-s.ended)
		}
		if strings.Contains(line, with) {
			return strings.TrimSpace(line)
		}
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s\n%s", address, resp.Status, body)
	}
	return string(body)
}

func TestServe(t *testing.T) {
	metrics := freeAddr(t)
	env := map[string]string{"DATABASE_URL": storetest.Empty(t), "UPRIGHT_METRICS_ADDR": metrics}
	s := serve(t, env, "-addr", "127.0.0.1:0")
	var address string
	if _, err := fmt.Sscanf(s.line(t, "Upright is at"), "Upright is at %s", &address); err != nil {
		t.Fatal(err)
	}
	link := s.line(t, "/set-up/")
	if u, err := url.Parse(link); err != nil || !strings.HasPrefix(link, address+"/") || u.Port() == "0" {
		t.Errorf("set-up link %q does not begin with %q", link, address)
	}
	fetch(t, link)
	fetch(t, address+"/readyz")
	if body := fetch(t, "http://"+metrics+"/metrics"); !strings.Contains(body, "upright_http_request_seconds") {
		t.Errorf("metrics: %.300s", body)
	}
	s.stop()
	if err := <-s.ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
	if _, err := net.Dial("tcp", metrics); err == nil {
		t.Error("the address of the metrics is still open")
	}

	// Until somebody has used one, each start prints a new link, and the older ones stay good.
	s = serve(t, env, "-addr", strings.TrimPrefix(address, "http://"))
	if again := s.line(t, "/set-up/"); again == link {
		t.Error("the same link was printed twice")
	}
	fetch(t, link)
	s.stop()
	if err := <-s.ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestServeNeedsItsAddress(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, env := range []map[string]string{
		{"UPRIGHT_ADDR": l.Addr().String()},
		{"UPRIGHT_ADDR": "127.0.0.1:0", "UPRIGHT_METRICS_ADDR": l.Addr().String()},
	} {
		// No database is started for nothing: the folder would be refused with another message.
		env["UPRIGHT_DATA"] = "/dev/null/data"
		s := serve(t, env)
		if err := <-s.ended; err == nil || !strings.Contains(err.Error(), "address already in use") {
			t.Errorf("%v: %v", env, err)
		}
	}
}
