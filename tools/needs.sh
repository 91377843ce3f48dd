#!/usr/bin/env bash
# Says what the tests need and is missing. Go is needed; PostgreSQL, Chromium, wapiti and real data beside the repository are used where they
# are, and the tests that use them say when they skip. As root on Debian it installs the first three.
set -eu
command -v go >/dev/null || { echo "needs Go 1.26 or newer: https://go.dev/dl" >&2; exit 1; }
[ -d ../shared/data ] || echo "note: ../shared/data is absent; tests against public catalogues will skip and say so"

updated=
# want TEST PACKAGE: if the command TEST fails, install PACKAGE, or say that it is missing. One package at a time: many at once were
# seen to fail half-way.
want() {
	if bash -c "$1" >/dev/null 2>&1; then return; fi
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		[ -n "$updated" ] || apt-get update -qq >/dev/null 2>&1 || true
		updated=yes
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 || true
	fi
	bash -c "$1" >/dev/null 2>&1 || echo "note: $2 is absent (apt-get install -y --no-install-recommends $2); tests that use it will skip and say so"
}
want 'command -v initdb || ls /usr/lib/postgresql/*/bin/initdb' postgresql
want 'command -v chromium' chromium
want 'command -v wapiti' wapiti
