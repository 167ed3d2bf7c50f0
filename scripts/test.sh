#!/bin/bash
# The whole test run, in one order: cheap checks first, the first failure ends it. `make test` builds what it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
passed=0
step=
seeds= # the process that plays them, while it runs

heading() {
	step=$1
	printf '\n== %s (%ds)\n' "$step" "$SECONDS"
}

finish() {
	status=$?
	[ -z "$seeds" ] || kill "$seeds" 2>/dev/null || true
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

# Like the program, so that what was built for it need not be built again.
heading "Go: vet"
go vet -trimpath ./...

heading "Go: staticcheck"
GOFLAGS=-trimpath go tool staticcheck ./...

heading "Go: architecture"
go test -trimpath ./internal/architecture

heading "Go: tests with the race detector, on PostgreSQL"
go build -trimpath -o .cache/withcluster ./internal/localdb/withcluster
# The longest first, so that no processor waits for them in the end; three at once, since they wait for the database. The
# JavaScript engine is not our code, belongs to one goroutine for each text, and would be ten times slower under the
# detector; everything around it is under it.
counted .cache/withcluster node scripts/gotest.mjs -race -vet=off -gcflags='github.com/dop251/goja/...=-race=false' -p 3 -timeout 6m \
	./internal/web ./internal/collab ./cmd/upright ./internal/export ./...

heading "TypeScript: types"
node_modules/.bin/tsc -p tsconfig.json
node_modules/.bin/tsc -p tsconfig.test.json

# Two hundred texts, and two hundred again by test/server below. Both wait for the database most of the time, so this goes on
# beside what follows. It is built like the program: under the race detector, which a few have passed, it takes twice as long.
UPRIGHT_SEEDS=200 .cache/withcluster node scripts/gotest.mjs -trimpath -run '^TestSeedsConverge$' ./internal/collab >.cache/seeds.log 2>&1 &
seeds=$!

heading "TypeScript: tests"
counted node assets/test.mjs assets

heading "Server: people without a browser on the running program"
counted node assets/test.mjs test/server

heading "Go: people at the editing authority"
if ! wait "$seeds"; then
	cat .cache/seeds.log
	exit 1
fi
seeds=
counted cat .cache/seeds.log

heading "Browser: tests of the running program in Chromium"
counted node assets/test.mjs test/browser

printf '\n%d passed, 0 failed (%ds)\n' "$passed" "$SECONDS"
