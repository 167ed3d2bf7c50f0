#!/bin/bash
# The whole test run, in one order: cheap checks first, the first failure ends it. `make test` builds what it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
passed=0
step=

heading() {
	step=$1
	printf '\n== %s (%ds)\n' "$step" "$SECONDS"
}

finish() {
	status=$?
	[ "$status" = 0 ] || printf '\nFAILED in: %s (after %ds)\n' "$step" "$SECONDS"
}
trap finish EXIT

# counted COMMAND…: runs tests and adds up the "N passed" or "pass N" that they print.
counted() {
	"$@" | tee .cache/last.log
	local n
	n=$(sed -nE 's/^([0-9]+) passed.*/\1/p; s/^(ℹ|#) pass ([0-9]+)/\2/p' .cache/last.log | tail -n 1)
	if [ "${n:-0}" = 0 ]; then
		echo "no test ran: $*"
		exit 1
	fi
	passed=$((passed + n))
}

heading "Go: format"
unformatted=$(gofmt -l assets cmd internal migrations templates)
if [ -n "$unformatted" ]; then
	printf 'not formatted by gofmt:\n%s\n' "$unformatted"
	exit 1
fi

heading "Go: vet"
go vet ./...

heading "Go: staticcheck"
go tool staticcheck ./...

heading "Go: architecture"
go test ./internal/architecture

heading "Go: tests with the race detector, on PostgreSQL"
go build -o .cache/withcluster ./internal/localdb/withcluster
# The longest first, so that no processor waits for them in the end; three at once, since they wait for the database. The
# JavaScript engine is not our code, belongs to one goroutine for each text, and would be ten times slower under the
# detector; everything around it is under it.
counted .cache/withcluster node scripts/gotest.mjs -race -gcflags='github.com/dop251/goja/...=-race=false' -p 3 -timeout 6m \
	./internal/web ./internal/collab ./cmd/upright ./internal/export ./...

heading "TypeScript: types"
node_modules/.bin/tsc -p tsconfig.json
node_modules/.bin/tsc -p tsconfig.test.json

heading "TypeScript: tests"
counted node assets/test.mjs assets

heading "Server: people without a browser on the running program"
counted node assets/test.mjs test/server

heading "Browser: tests of the running program in Chromium"
counted node assets/test.mjs test/browser

printf '\n%d passed, 0 failed (%ds)\n' "$passed" "$SECONDS"
