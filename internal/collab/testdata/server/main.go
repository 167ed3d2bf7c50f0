// Server takes commits over HTTP until it is killed: the process that the kill test kills. It is a program of its own and
// not the test binary, which starts slowly under the race detector. It is given the address of the database and writes
// its own to standard output.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

func main() {
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, database string) error {
	s, err := store.Open(ctx, database)
	if err != nil {
		return err
	}
	manifest, err := assets.Load(assets.Dist)
	if err != nil {
		return err
	}
	script, err := manifest.Authority()
	if err != nil {
		return err
	}
	program, err := engine.Compile(script)
	if err != nil {
		return err
	}
	hub, err := collab.New(s, program, slog.New(slog.DiscardHandler), collab.Options{})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return http.Serve(listener, commits{hub})
}

// commits answers POST /?submission=…&user=… with a proposal as JSON.
type commits struct{ hub *collab.Hub }

func (c commits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var proposal collab.Proposal
	user, id := r.FormValue("user"), r.FormValue("submission")
	err := json.NewDecoder(r.Body).Decode(&proposal)
	if err == nil {
		var list []store.Commit
		list, err = c.hub.Commit(r.Context(), upr.Actor{User: upr.UserID(user)}, upr.SubmissionID(id), proposal)
		if err == nil && len(list) == 0 {
			err = errors.New("no commit")
		}
		if err == nil {
			err = json.NewEncoder(w).Encode(list)
		}
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
