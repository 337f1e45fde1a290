#!/usr/bin/env bash
# The main job, from two fresh databases to a verified history. `make demo` builds what this runs.
# usage: demo.sh BIN    where BIN is the folder of migrated, migratectl and migrated-demo
set -euo pipefail
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
customers=${DEMO_CUSTOMERS:-200000}
dir=$(mktemp -d "${TMPDIR:-/tmp}/migrated-demo.XXXXXX")
export MIGRATED_SOCKET=$dir/control.sock PATH=$bin:$PATH
daemon='' apps=()
finish() {
  local status=$?
  touch "$dir/stop"
  for app in "${apps[@]}"; do wait "$app" 2>/dev/null || true; done
  if [[ -n $daemon ]]; then kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null || true; fi
  if ((status != 0)) && [[ -f $dir/daemon.log ]]; then echo "--- the daemon's log:" && tail -20 "$dir/daemon.log"; fi
  rm -rf "$dir"
  exit "$status"
}
trap finish EXIT
if [[ -t 1 && -z ${NO_COLOR-} ]]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
run() { printf '%s$ %s%s\n' "$dim" "$*" "$plain" && "$@"; }
refused() { # a command that must be refused with the status given
  local wanted=$1 status=0
  shift
  run "$@" || status=$?
  ((status == wanted)) || { echo "expected exit status $wanted, got $status"; exit 1; }
  echo "${dim}(exit status $status: refused)$plain"
}

mkdir "$dir/app"  # what the deploy command writes: programs of plans cannot write beside the state folder
say "Two databases with $customers customers each: staging and production"
for place in staging production; do
  run migrated-demo seed "$dir/$place.sqlite" --customers "$customers"
  echo v1 >"$dir/app/release-$place"
done

cat >"$dir/migrated.yaml" <<CONFIG
socket: { path: "$dir/control.sock", mode: "0600" }
state: "$dir/state"
roles:
  auditor: { groups: [] }
  operator: { users: ["$(id -u)"], groups: [] }
  admin: { users: ["$(id -u)"] }
environments:
  - name: staging
    policy: { minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }
  - name: production
    policy:
      minimumWait: 8s        # two weeks unless a policy says otherwise; this demo is in a hurry
      checklist: { expand: [backup, staging-tested, rollback-plan, team-notified, alerts], contract: [backup] }
      approvals: { contract: 0 } # one other person, unless a policy says otherwise; nobody else is here
targets:
  - { name: shop-staging, environment: staging, groups: [shop], sqlite: { path: "$dir/staging.sqlite" } }
  - { name: shop-production, environment: production, groups: [shop], sqlite: { path: "$dir/production.sqlite" } }
CONFIG
mkdir "$dir/state"
cp -r "$here/add-full-name" "$dir/add-full-name"
say "The daemon starts; an application keeps reading and writing both databases until the end"
HOME=$dir/app migrated --config "$dir/migrated.yaml" 2>"$dir/daemon.log" &
daemon=$!
for _ in $(seq 100); do [[ -S $MIGRATED_SOCKET ]] && break; sleep 0.1; done
for place in staging production; do
  migrated-demo serve "$dir/$place.sqlite" --release "$dir/app/release-$place" --stop "$dir/stop" >"$dir/app-$place" 2>&1 &
  apps+=($!)
done
run migratectl status
run migratectl targets

cd "$dir"
say "A plan is checked and registered"
run migratectl check add-full-name
run migratectl register add-full-name

say "Staging goes first: asking for production is refused, and every gate says why"
refused 5 migratectl advance add-full-name --target shop-production
for phase in expand backfill switch contract; do
  if [[ $phase == contract ]]; then
    refused 5 migratectl advance add-full-name --target shop-staging
    run sleep 6
  fi
  run migratectl advance add-full-name --target shop-staging --to $phase --wait --yes
done

say "Production: the checklist is signed off, then phase by phase"
for item in backup staging-tested rollback-plan team-notified alerts; do
  run migratectl sign-off add-full-name $item --target shop-production --evidence "demo: $item was seen to"
done
for phase in expand backfill switch; do
  run migratectl advance add-full-name --target shop-production --to $phase --wait --yes
done

say "Contract is asked for too early"
refused 5 migratectl advance add-full-name --target shop-production --to contract --yes
run migratectl sign-off add-full-name backup --target shop-production --evidence "demo: a fresh backup"
run sleep 9
run migratectl advance add-full-name --target shop-production --to contract --wait --yes

say "What there is to show for it"
run migratectl list
run migratectl show add-full-name --target shop-production
run migratectl history --target shop-production
run migratectl audit verify

say "The application stops and says how it went"
touch "$dir/stop"
for index in 0 1; do
  place=$([[ $index == 0 ]] && echo staging || echo production)
  wait "${apps[$index]}" || { echo "the application on $place saw failed queries:"; cat "$dir/app-$place"; exit 1; }
  echo "$place: $(cat "$dir/app-$place")"
  added=$(grep -o '[0-9]* customers added' "$dir/app-$place" | cut -d' ' -f1)
  run migrated-demo inspect "$dir/$place.sqlite" --expect $((customers + added))
done
apps=()

say "Done. No query failed, no row was lost, every step is on record"
cat <<'WHERE'
Nothing of this is left behind. On a real system:
  /etc/migrated/migrated.yaml          the configuration
  /run/migrated/control.sock           the control socket, made by systemd (migrated.socket)
  /var/lib/migrated/journal.sqlite     the journal: states and history
  /var/lib/migrated/restore-points/    copies made before contract
  journalctl -u migrated               the log
WHERE
