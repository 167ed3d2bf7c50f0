package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"upright/internal/localdb"
	"upright/internal/store"
	"upright/internal/upr"
)

// writeOld is the command "writeold DIR PRINTED N" of the scripts: N changes of a text in the private database of a folder, made
// more than a year ago, ten minutes apart. PRINTED is a file that begins with the id of the text.
func writeOld(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: writeold DIR PRINTED N")
	}
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	id, _, _ := strings.Cut(ts.ReadFile(args[1]), "\n")
	ctx := context.Background()
	cluster, err := localdb.Start(ctx, filepath.Join(ts.MkAbs(args[0]), "postgres"), slog.New(slog.DiscardHandler))
	ts.Check(err)
	defer func() { ts.Check(cluster.Stop()) }()
	s, err := store.Open(ctx, cluster.URL())
	ts.Check(err)
	defer func() { ts.Check(s.Close()) }()
	commits := make([]store.Commit, count)
	for i := range commits {
		commits[i] = store.Commit{
			Version: int64(i) + 1, Ref: upr.NewID(), Client: upr.NewID(), Base: int64(i), Kept: json.RawMessage("null"),
			Steps: json.RawMessage(`[{"stepType":"replace","from":2,"to":2,"slice":{"content":[{"type":"text","text":"x"}]}}]`),
		}
	}
	_, err = s.AddCommits(ctx, upr.SubmissionID(id), 0, commits)
	ts.Check(err)
	db, err := sql.Open("postgres", cluster.URL())
	ts.Check(err)
	defer func() { ts.Check(db.Close()) }()
	_, err = db.ExecContext(ctx, `UPDATE manuscript_commits SET created_at = '2025-01-01Z'::timestamptz + version * interval '10 minutes'`)
	ts.Check(err)
}
