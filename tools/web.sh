#!/usr/bin/env bash
# Builds the pages of the workbench into internal/server/web/dist, from which the program embeds them. Needs Node.js 20 or newer and npm.
set -euo pipefail
cd "$(dirname "$0")/../web"
[ -d node_modules ] && [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
npx openapi-typescript ../docs/reference/openapi.json -o src/api/schema.d.ts >/dev/null
npx tsc --noEmit
npx vite build --logLevel warn
