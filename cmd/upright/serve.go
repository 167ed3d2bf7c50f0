package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"upright/internal/config"
)

// shutdownTime bounds how long running requests, edits and mails together may take to their end after the program was
// told to end. What started it must be more patient before it kills: see stop_grace_period in compose.yaml.
const shutdownTime = 30 * time.Second

// serve is the command of that name: it runs until ctx ends.
func (p program) serve(ctx context.Context, args []string) error {
	cfg, err := config.FromEnv(p.getenv, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(p.stdout, "usage: upright serve [flags]\n\nFlags win over environment variables:\n")
		config.Usage(p.stdout)
		return nil
	case err != nil:
		return usageError{err.Error()}
	}
	p.spareCollector()
	log := cfg.Logger(p.stderr)
	for _, s := range cfg.Settings() {
		log.Info("setting", "name", s.Name, "value", s.Value, "from", s.From)
	}
	l, err := listen(ctx, cfg)
	if err != nil {
		return err
	}
	defer l.close()
	return p.serveOn(ctx, l, cfg, log)
}

// spareCollector lets the heap grow to three times of what lives before it is collected, not twice: with fifty people in a
// text the collector took a seventh of the time. GOGC says otherwise where memory is short.
func (p program) spareCollector() {
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// listeners are the addresses of a server. They are taken before anything is started: an address that is in use ends the
// program at once.
type listeners struct {
	site    net.Listener
	metrics net.Listener // nil: none
}

func listen(ctx context.Context, cfg *config.Config) (listeners, error) {
	var l listeners
	var err error
	if l.site, err = new(net.ListenConfig).Listen(ctx, "tcp", cfg.Addr); err != nil {
		return l, err
	}
	// Port 0 asks the system for a free one, which people have to know.
	if cfg.PublicURL.Port() == "0" {
		_, port, err := net.SplitHostPort(l.site.Addr().String())
		if err != nil {
			return l, errors.Join(err, l.site.Close())
		}
		cfg.PublicURL.Host = net.JoinHostPort(cfg.PublicURL.Hostname(), port)
	}
	if cfg.MetricsAddr == "" {
		return l, nil
	}
	if l.metrics, err = new(net.ListenConfig).Listen(ctx, "tcp", cfg.MetricsAddr); err != nil {
		return l, errors.Join(fmt.Errorf("metrics: %w", err), l.site.Close())
	}
	return l, nil
}

// close closes what no server has closed yet.
func (l listeners) close() {
	_ = l.site.Close()
	if l.metrics != nil {
		_ = l.metrics.Close()
	}
}

// serveOn starts the database and the site and serves until ctx ends, then ends everything in the opposite order.
func (p program) serveOn(ctx context.Context, l listeners, cfg *config.Config, log *slog.Logger) (err error) {
	db, err := openDatabase(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	s, err := openStore(ctx, db, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	site, err := newSite(cfg, s, log)
	if err != nil {
		return err
	}
	ending := newDeadline(shutdownTime)
	defer func() { err = errors.Join(err, ending.within(site.close)) }()
	if err := site.web.KeepRules(ctx); err != nil {
		return err
	}

	if err := p.announce(ctx, cfg, site, db); err != nil {
		return err
	}
	servers := map[*http.Server]net.Listener{site.server(): l.site}
	if l.metrics != nil {
		servers[site.metricsServer()] = l.metrics
	}
	var sweeping sync.WaitGroup
	defer sweeping.Wait()
	ctx, cancel := context.WithCancel(ctx) // a server that fails ends the sweeping too
	defer cancel()
	sweeping.Go(func() { site.sweep(ctx) })
	sweeping.Go(func() { site.notices.Run(ctx) })
	return serveUntil(ctx, servers, ending, log)
}

// announce tells whoever started the server where it is, and how to make the first account.
func (p program) announce(ctx context.Context, cfg *config.Config, site *site, db database) error {
	fmt.Fprintf(p.stdout, "Upright is at %s (database: %s)\n", cfg.PublicURL, db.where)
	if cfg.SMTP == nil {
		fmt.Fprintln(p.stdout, "No mail server is set (UPRIGHT_SMTP_URL): links that would be mailed are printed to the log.")
	}
	link, err := site.accounts.StartSetUp(ctx)
	if err != nil {
		return err
	}
	if link != "" {
		fmt.Fprintf(p.stdout, "To make the first account, open this link, which is good once:\n  %s\n", link)
	}
	return nil
}

// serveUntil serves until ctx ends or a server fails, then lets running requests finish.
func serveUntil(ctx context.Context, servers map[*http.Server]net.Listener, ending *deadline, log *slog.Logger) error {
	failed := make(chan error, len(servers))
	for server, listener := range servers {
		go func() { failed <- server.Serve(listener) }()
	}
	var err error
	select {
	case <-ctx.Done():
		log.Info("ending: running requests are finished first")
	case err = <-failed:
	}
	for server := range servers {
		err = errors.Join(err, ending.within(server.Shutdown))
	}
	return err
}
