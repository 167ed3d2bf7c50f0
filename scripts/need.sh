#!/bin/sh
# Makes sure that programs from the system's packages are there: scripts/need.sh postgresql qpdf …
# As root on Debian or Ubuntu it installs what is missing; otherwise it says what to install and fails.
set -eu

# there NAME: is what the Debian package of that name brings already here, from whatever source?
there() {
	case $1 in
	postgresql)
		# Debian keeps the server's programs out of the PATH.
		command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb \
			/opt/homebrew/opt/postgresql@*/bin/initdb /usr/local/opt/postgresql@*/bin/initdb 2>/dev/null | grep -q .
		;;
	poppler-utils) command -v pdftotext >/dev/null ;;
	libreoffice-writer-nogui) command -v soffice >/dev/null ;;
	gcc) command -v cc >/dev/null ;;
	fonts-liberation)
		# Pages are tested for what fits on a phone, and that depends on the fonts.
		ls /usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf >/dev/null 2>&1 ||
			{ command -v fc-list >/dev/null && fc-list : family | grep -q 'Liberation Serif'; }
		;;
	*) command -v "$1" >/dev/null ;;
	esac
}

missing=
for name in "$@"; do
	there "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "Missing (names of the Debian packages):$missing" >&2
	exit 1
fi
if [ "$(id -u)" != 0 ]; then
	echo "Missing packages. Install them with: sudo apt-get install$missing" >&2
	exit 1
fi

echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
case $missing in
*postgresql*)
	# Installing postgresql makes and starts a cluster for the whole machine; this project only needs the programs.
	apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
	if ! grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf; then
		echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
	fi
	;;
esac
# shellcheck disable=SC2086 # a list of names
apt-get install -y -qq --no-install-recommends $missing >/dev/null

for name in "$@"; do
	there "$name" || { echo "$name was installed but is still not found" >&2; exit 1; }
done
