#!/bin/sh
# Starts the server as `make run` does: on ADDR, with its database in the folder DATA.
set -eu
cd "$(dirname "$0")/.."
addr=${ADDR:-127.0.0.1:8080}
data=${DATA:-data}

# The database never runs as root, and its account must be able to reach the folder: not so in a clone under /root.
if [ "$(id -u)" = 0 ] && [ -z "${DATA:-}" ] && ! runuser -u nobody -- test -x "$PWD"; then
	data=/var/lib/upright
	echo "Other accounts may not enter $PWD, so the data goes to $data (DATA=… make run chooses another folder)."
fi
exec bin/upright serve -addr "$addr" -data "$data"
