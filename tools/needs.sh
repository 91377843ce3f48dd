#!/usr/bin/env bash
# Says what the tests need and is missing. Today that is Go alone; real data beside the repository is optional, and the
# tests that use it say when they skip.
set -eu
command -v go >/dev/null || { echo "needs Go 1.26 or newer: https://go.dev/dl" >&2; exit 1; }
[ -d ../shared/data ] || echo "note: ../shared/data is absent; tests against public catalogues will skip and say so"
