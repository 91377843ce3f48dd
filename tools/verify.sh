#!/usr/bin/env bash
# Fails if generated files, or files with one canonical form, differ from what their sources give.
set -euo pipefail
cd "$(dirname "$0")/.."
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
cp -r content examples docs "$before"
go run ./internal/gen
go build -o bin/cordon ./cmd/cordon
find content -name '*.yaml' ! -name pack.yaml ! -name scales.yaml ! -name vectors.yaml ! -name ageing.yaml ! -path 'content/tests/*' -print0 | xargs -0 ./bin/cordon content fmt -w >/dev/null
find examples -name '*.yaml' -print0 | xargs -0 ./bin/cordon fmt -w >/dev/null
go mod tidy -diff
for d in content examples docs; do
	if ! diff -r "$before/$d" "$d"; then
		echo "verify: $d was not up to date; it is now. Look at the difference and commit it." >&2
		exit 1
	fi
done
echo "verify: generated and canonical files are up to date"
