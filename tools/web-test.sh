#!/usr/bin/env bash
# Tests of the pages: formatting and types, units with vitest, then people at work in Chromium on the built program. Needs Node.js 20 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
	echo "note: npm is absent (https://nodejs.org); the tests of the pages were not run" >&2
	[ "${CORDON_TESTS_NEED:-}" = "${CORDON_TESTS_NEED/npm/}" ] || exit 1
	exit 0
fi
go build -trimpath -o bin/cordon ./cmd/cordon
cd web
[ -d node_modules ] && [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
npx biome check src tests
npx tsc --noEmit
npx vitest run
if ! command -v chromium >/dev/null; then
	echo "note: chromium is absent; the tests in a browser were not run" >&2
	[ "${CORDON_TESTS_NEED:-}" = "${CORDON_TESTS_NEED/chromium/}" ] || exit 1
	exit 0
fi
export CORDON="$PWD/../bin/cordon"
# Two at a time: each mostly waits for pages.
printf '%s\n' tests/pages/*.mjs | xargs -P 2 -I TEST bash -c 'out=$(node TEST 2>&1) && echo "ok web/TEST" || { echo "FAIL web/TEST"; echo "$out"; exit 255; }'
