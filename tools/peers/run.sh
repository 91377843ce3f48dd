#!/usr/bin/env bash
# Compares the matches of cordon with those of osv-scanner and grype: on a large bill of materials, and on the cases of internal/watch.
# Programs are taken from $PEERS_BIN (default: bin/peers in the project); with --install they are built there first, which needs the Go module
# proxy, two processors and some minutes. A program that is not there is left out, and that is said.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
bin=${PEERS_BIN:-$root/bin/peers}
data=${PEERS_DATA:-$root/../shared/data/feeds}
mkdir -p "$bin"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "${1:-}" = --install ]; then
	GOBIN=$bin GOFLAGS=-mod=mod go install github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.0
	GOBIN=$bin GOFLAGS=-mod=mod go install github.com/anchore/grype/cmd/grype@v0.121.2
	cp -r tools/peers/grypedb "$work/grypedb"
	(cd "$work/grypedb" && GOFLAGS=-mod=mod go build -o "$bin/grypedb" .)
fi
go build -trimpath -o "$bin/cordon" ./cmd/cordon
(cd tools/peers && go build -o "$work/peers" .)
"$work/peers" -bin "$bin" -work "$work" -feed "$data/osv-go/Go-all.zip" -sbom "$data/cyclonedx/large-go-4489.cdx15.json" \
	-expected tools/peers/expected.tsv -cases internal/watch/testdata/cases
