// Withcluster runs a command with a new private PostgreSQL cluster beside it and removes the cluster afterwards:
//
//	withcluster [-durable] COMMAND [ARGUMENT…]
//
// The command finds the address in UPRIGHT_TEST_DATABASE_URL. The cluster does not wait for the disk unless -durable is
// given: it is for tests, which have nothing to lose; tests of durability start a cluster of their own. It exits with
// the status of the command.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	_ "github.com/lib/pq" // the driver

	"upright/internal/localdb"
)

func main() {
	// The command gets an interrupt from the terminal by itself; this program stays to clean up.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() > 0 {
			os.Exit(exit.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "withcluster:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("withcluster", flag.ContinueOnError)
	durable := flags.Bool("durable", false, "write durably, as in use")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("no command given")
	}
	dir, err := os.MkdirTemp("", "upright-cluster-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cluster, err := localdb.Start(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Stop()) }()
	if !*durable {
		if err := stopSyncing(ctx, cluster.URL()); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, flags.Arg(0), flags.Args()[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Env = append(os.Environ(), "UPRIGHT_TEST_DATABASE_URL="+cluster.URL())
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// stopSyncing turns off what makes a commit wait for the disk.
func stopSyncing(ctx context.Context, url string) error {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, query := range []string{
		"ALTER SYSTEM SET fsync = off",
		"ALTER SYSTEM SET full_page_writes = off",
		"SELECT pg_reload_conf()",
	} {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	return nil
}
