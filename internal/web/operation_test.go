package web

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
)

// A logBook is a log that several requests write to.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestLogNamesNobody looks for what must not be in a log: addresses of the network, mail addresses, passwords, secrets of
// links, what somebody typed.
func TestLogNamesNobody(t *testing.T) {
	var book logBook
	s := newSite(t, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(&book, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	b := s.administrator(t)
	b.get("/reset/secret-of-a-link", "X-Forwarded-For", "203.0.113.7")
	b.get("/nowhere/secret-of-a-path?q=secret-of-a-query")
	b.post("/sign-in", "email", "nobody@example.org", "password", "secret-password")
	b.post("/organizations/new", "name", "", "description", "secret-of-a-draft")
	b.post("/organizations/new", "name", "Secretive Association", "country", "nowhere")
	log := book.String()
	for _, secret := range []string{"secret", "Secret", "@example.org", "127.0.0.1", "203.0.113.7", password} {
		if i := strings.Index(log, secret); i >= 0 {
			t.Errorf("the log has %q:\n%s", secret, log[max(0, i-200):min(len(log), i+100)])
		}
	}
	if n := strings.Count(log, "msg=request "); n != 7 {
		t.Errorf("%d requests in the log, want 7:\n%s", n, log)
	}
	for _, known := range []string{"route=/reset/:token", "status=404", "route=/organizations/new"} {
		if !strings.Contains(log, known) {
			t.Errorf("the log does not have %q:\n%s", known, log)
		}
	}
}

// TestMetrics counts routes, and cannot be made to count what a visitor makes up.
func TestMetrics(t *testing.T) {
	s := newSite(t)
	b := s.browser(t)
	b.get("/help").want(http.StatusOK)
	b.get("/made-up-by-a-visitor").want(http.StatusNotFound)
	b.send("MADEUP", "/help", "")
	answer := httptest.NewRecorder()
	s.Metrics().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	text := answer.Body.String()
	if !strings.Contains(text, `upright_http_request_seconds_count{method="GET",route="/help",status="200"} 1`) {
		t.Errorf("the visit is not counted:\n%s", text)
	}
	if strings.Contains(text, "made-up") || strings.Contains(text, "MADEUP") {
		t.Error("a visitor made up a label")
	}
}

// TestReady says no once the database is gone, while the process still lives.
func TestReady(t *testing.T) {
	s := newSite(t)
	b := s.browser(t)
	b.get("/readyz").want(http.StatusOK)
	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	b.get("/readyz").want(http.StatusServiceUnavailable)
	b.get("/healthz").want(http.StatusOK)
	if page := b.get("/sign-in").want(http.StatusInternalServerError); strings.Contains(page.Body, "sql") {
		t.Errorf("the page tells about the database:\n%s", page.Body)
	}
}

// TestGallery is there in development only. It leads to every exhibit; TestExhibits looks at each.
func TestGallery(t *testing.T) {
	newSite(t).browser(t).get("/gallery").want(http.StatusNotFound)
	b := newSite(t, func(c *Config) { c.Development = true }).browser(t)
	links := b.get("/gallery").want(http.StatusOK).find("a")
	var pages []string
	for _, link := range links {
		if href := attribute(link, "href"); strings.HasPrefix(href, "/gallery/") {
			pages = append(pages, href)
		}
	}
	if len(pages) != len(exhibits()) {
		t.Fatalf("%d links for %d exhibits", len(pages), len(exhibits()))
	}
	b.get(pages[0]).want(http.StatusOK)
	b.get(pages[len(pages)-1]).want(http.StatusOK)
	b.get("/gallery/1000").want(http.StatusNotFound)
}

// TestShutdown lets a running request finish and ends the server's hold on streams.
func TestShutdown(t *testing.T) {
	s := newSite(t)
	entered, leave := make(chan bool), make(chan bool)
	s.echo.GET("/slow", func(c echo.Context) error {
		entered <- true
		<-leave
		return c.String(http.StatusOK, "finished")
	})
	s.echo.GET("/stream", func(c echo.Context) error {
		entered <- true
		<-s.ending.Done()
		return c.NoContent(http.StatusNoContent)
	})
	server := s.HTTPServer("")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	answers := make(chan int, 2)
	for _, path := range []string{"/slow", "/stream"} {
		go func() {
			answer, err := http.Get("http://" + listener.Addr().String() + path)
			if err != nil {
				answers <- 0
				return
			}
			_ = answer.Body.Close()
			answers <- answer.StatusCode
		}()
		<-entered
	}
	down := make(chan error, 1)
	go func() { down <- server.Shutdown(t.Context()) }()
	if got := <-answers; got != http.StatusNoContent {
		t.Errorf("the stream ended with %d", got)
	}
	leave <- true
	if got := <-answers; got != http.StatusOK {
		t.Errorf("the running request ended with %d", got)
	}
	if err := <-down; err != nil {
		t.Error(err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}
