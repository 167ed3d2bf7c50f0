package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"path/filepath"

	"upright/internal/config"
	"upright/internal/localdb"
	"upright/internal/store"
)

// A database is where the program keeps its data: a server somewhere, or a private one in the data folder.
type database struct {
	url   string
	stop  func() error // ends the use of a private server
	where string       // for people; without secrets
}

// openDatabase reaches the configured server or starts the private one.
func openDatabase(ctx context.Context, cfg *config.Config, log *slog.Logger) (database, error) {
	if cfg.DatabaseURL != "" {
		return database{cfg.DatabaseURL, func() error { return nil }, "DATABASE_URL"}, nil
	}
	cluster, err := localdb.Start(ctx, filepath.Join(cfg.Data, "postgres"), log)
	if err != nil {
		return database{}, err
	}
	return database{cluster.URL(), cluster.Stop, cfg.Data}, nil
}

// openStore opens the database and brings it up to date.
func openStore(ctx context.Context, db database, log *slog.Logger) (*store.Store, error) {
	s, err := store.Open(ctx, db.url)
	if err != nil {
		return nil, err
	}
	applied, err := s.Migrate(ctx)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	for _, name := range applied {
		log.Info("migrated", "file", name)
	}
	return s, nil
}

// opened is what a command that needs the database works with.
type opened struct {
	cfg *config.Config
	db  database
	log *slog.Logger
}

// withDatabase reads the flags of a command, to which it adds -data, runs the command on the configured database, and
// ends the use of it. do gets the arguments behind the flags, exactly as many as wanted or anyNumber.
func (p program) withDatabase(ctx context.Context, flags *flag.FlagSet, args []string, want int,
	do func(o opened, args []string) error) (err error) {
	data := flags.String("data", "", "")
	rest, err := parse(flags, args, want)
	if err != nil {
		return err
	}
	var forConfig []string
	if *data != "" {
		forConfig = []string{"-data", *data}
	}
	cfg, err := config.FromEnv(p.getenv, forConfig)
	if err != nil {
		return usageError{err.Error()}
	}
	// What the server tells at length is noise beside a command's own answer.
	log := slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: max(cfg.LogLevel, slog.LevelWarn)}))
	db, err := openDatabase(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	return do(opened{cfg, db, log}, rest)
}

// noFlags is for commands that have none of their own.
func noFlags() *flag.FlagSet { return flag.NewFlagSet("", flag.ContinueOnError) }

// migrate is the command of that name.
func (p program) migrate(ctx context.Context, args []string) error {
	return p.withDatabase(ctx, noFlags(), args, 0, func(o opened, _ []string) (err error) {
		s, err := store.Open(ctx, o.db.url)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		applied, err := s.Migrate(ctx)
		for _, name := range applied {
			fmt.Fprintln(p.stdout, "applied", name)
		}
		if err == nil && len(applied) == 0 {
			fmt.Fprintln(p.stdout, "nothing to do: the database is up to date")
		}
		return err
	})
}
