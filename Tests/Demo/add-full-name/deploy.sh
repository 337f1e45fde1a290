#!/bin/sh
# "Deploys" a release: the application looks at this file before each query.
set -eu
printf '%s\n' "$1" >"$HOME/release-$MIGRATED_ENVIRONMENT.new"
mv "$HOME/release-$MIGRATED_ENVIRONMENT.new" "$HOME/release-$MIGRATED_ENVIRONMENT"
echo "release $1 deployed to $MIGRATED_ENVIRONMENT"
