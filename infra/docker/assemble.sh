#!/bin/sh
# assemble.sh DIR: in a built workspace, lays out what the service image holds: DIR/app and an empty
# DIR/data. Packages for production only; of our own projects what was built, without sources, types,
# maps and tests. Changes the workspace: for use inside an image's build.
set -eu
target=$1

# What the pages need is inside the built pages, and nobody runs the scenarios from an image.
npm pkg delete dependencies --workspace @livechat/web --workspace @livechat/e2e
npm prune --omit=dev
# Optional peers of somebody, parts for building native modules, builds for browsers, sources, types.
rm -rf node_modules/typescript node_modules/@types node_modules/@livechat/e2e
rm -rf node_modules/.cache node_modules/.bin node_modules/.livechat-lock node_modules/.vite-temp
rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src
rm -rf node_modules/openai/src node_modules/typeorm/browser
find node_modules/better-sqlite3/build -type f ! -name better_sqlite3.node -delete
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete
find node_modules -type d -empty -delete

mkdir -p "$target/app/scripts" "$target/app/infra/docker" "$target/data"
cp -a node_modules LICENSE NOTICE package.json "$target/app"
cp scripts/migrate.mjs scripts/reconcile.mjs scripts/reconciliation-report.mjs \
  scripts/status.mjs scripts/status-report.mjs "$target/app/scripts"
cp infra/docker/health.mjs "$target/app/infra/docker"
for project in libs/* apps/* chat-generator; do
  [ "$project" != apps/e2e ] || continue
  mkdir -p "$target/app/$project"
  cp -a "$project/package.json" "$project/dist" "$target/app/$project"
  for assets in lua weights; do
    [ ! -d "$project/$assets" ] || cp -a "$project/$assets" "$target/app/$project"
  done
done
find "$target/app/libs" "$target/app/apps" "$target/app/chat-generator" -type f \
  \( -name '*.map' -o -name '*.d.ts' -o -name '*.tsbuildinfo' \) -delete
