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
# The built pages are committed; whoever has Node.js sees that they are what their source gives.
if command -v npm >/dev/null; then
	cp -r internal/server/web/dist "$before/dist"
	cp web/src/api/schema.d.ts "$before/schema.d.ts"
	./tools/web.sh
	diff "$before/schema.d.ts" web/src/api/schema.d.ts || { echo "verify: web/src/api/schema.d.ts was not up to date; it is now. Look at the difference and commit it." >&2; exit 1; }
	diff -rq "$before/dist" internal/server/web/dist || { echo "verify: internal/server/web/dist was not up to date; it is now. Commit it." >&2; exit 1; }
else
	echo "note: npm is absent; that internal/server/web/dist is what web gives was not checked"
fi
for d in content examples docs; do
	if ! diff -r "$before/$d" "$d"; then
		echo "verify: $d was not up to date; it is now. Look at the difference and commit it." >&2
		exit 1
	fi
done
echo "verify: generated and canonical files are up to date"
