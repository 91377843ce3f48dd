#!/usr/bin/env bash
# Runs each fuzz target for the given time.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}
found=0
while IFS=: read -r file target; do
	found=$((found + 1))
	echo "fuzz $target in $(dirname "$file") for $time"
	if out=$(go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 10x 2>&1); then
		echo "$out" | tail -1
	elif grep -q 'context deadline exceeded' <<<"$out" && ! grep -q 'Failing input\|panic' <<<"$out"; then
		# The go command sometimes takes the end of the time itself for a failure; nothing was found then.
		echo "ended at its deadline, nothing found"
	else
		echo "$out" >&2
		exit 1
	fi
done < <(grep -rho --include='*_test.go' -H 'func Fuzz[A-Za-z0-9]*' internal client | sed 's/func //' | sort)
[ "$found" -gt 0 ] || { echo "fuzz: no targets found" >&2; exit 1; }
