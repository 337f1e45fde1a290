#!/usr/bin/env bash
# Runs groups of tests, each in a process of its own, and sums up line coverage by module: MigrationPhases 100 %, all
# others at least 85 %. What tests run in a process of its own counts too, unless it is killed.
# Usage: coverage.sh SCRATCH "--filter X" …, after `swift build --build-tests --enable-code-coverage --scratch-path SCRATCH`.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$1
shift
tools=$(dirname "$(readlink -f "$(command -v swift)")")
cov=$tools/llvm-cov
bundle=$(ls -d "$scratch"/debug/*PackageTests.xctest)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
for group in "$@"; do
  echo "swift test $group"
  # shellcheck disable=SC2086 -- a group is an option and its value
  swift test --disable-xctest --skip-build --enable-code-coverage --scratch-path "$scratch" $group >"$folder/log" 2>&1 ||
    echo 'some of these tests failed; what they reached counts'
  grep -E '✘|Test run with' "$folder/log" | cut -c1-500 || tail -5 "$folder/log"
  number=$((number + 1))
  # Where a test failed, the runner sums nothing up.
  "$tools/llvm-profdata" merge -sparse "$scratch"/debug/codecov/*.profraw -o "$folder/$number.profdata"
done
profile=$folder/all.profdata
"$tools/llvm-profdata" merge -sparse "$folder"/[0-9]*.profdata -o "$profile"
failed=0 all=0 covered=0
report=$("$cov" export -summary-only -instr-profile "$profile" "$bundle" |
  python3 -c '
import json, os, sys
modules = {}
here = os.getcwd() + "/Sources/"
for file in json.load(sys.stdin)["data"][0]["files"]:
    if not file["filename"].startswith(here): continue
    module = file["filename"][len(here):].split("/")[0]
    lines = file["summary"]["lines"]
    count = modules.setdefault(module, [0, 0])
    count[0] += lines["covered"]; count[1] += lines["count"]
for module, (covered, count) in sorted(modules.items()): print(module, covered, count)
')
while read -r module hit lines; do
  percent=$(awk -v a="$hit" -v b="$lines" 'BEGIN { printf "%.1f", b ? 100 * a / b : 100 }')
  note=''
  if [[ $module == MigrationPhases ]]; then
    ((hit == lines)) || { note='below 100 %'; failed=1; }
  else
    all=$((all + lines)) covered=$((covered + hit))
  fi
  printf '%-24s %6s %%  %5d of %5d lines  %s\n' "$module" "$percent" "$hit" "$lines" "$note"
done <<<"$report"
percent=$(awk -v a="$covered" -v b="$all" 'BEGIN { printf "%.1f", 100 * a / b }')
printf '%-24s %6s %%\n' 'all but MigrationPhases' "$percent"
awk -v p="$percent" 'BEGIN { exit p < 85 }' || { echo 'below 85 %'; failed=1; }
exit $failed
