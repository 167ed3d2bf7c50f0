#!/bin/sh
# Checks the versions of the tools that build this project and says clearly what is missing.
set -eu
cd "$(dirname "$0")/.."

fail() {
	echo "$1" >&2
	exit 1
}

# newer HAVE WANT: is version HAVE at least WANT?
newer() {
	[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

want=$(sed -n 's/^go \([0-9.]*\)$/\1/p' go.mod)
command -v go >/dev/null || fail "Go $want or newer is needed: https://go.dev/dl/"
have=$(go env GOVERSION 2>/dev/null | sed 's/^go//; s/[^0-9.].*//')
[ -n "$have" ] || fail "go does not run here: $(go env GOVERSION 2>&1)"
newer "$have" "$want" || fail "Go $want or newer is needed, found $have: https://go.dev/dl/"

want=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' package.json)
command -v node >/dev/null || fail "Node.js $want or newer is needed: https://nodejs.org/"
have=$(node --version | sed 's/^v//')
newer "$have" "$want" || fail "Node.js $want or newer is needed, found $have: https://nodejs.org/"
command -v npm >/dev/null || fail "npm is needed; it comes with Node.js: https://nodejs.org/"
