#!/usr/bin/env bash
# Runs inside the booted system: the units as an administrator, an operator and a stranger meet them.
set -uo pipefail
fails=0 checks=0
ok() {
  checks=$((checks + 1))
  # No "grep -q" behind a pipe in a check: what writes into the pipe would be killed, and that counts as a failure.
  if eval "$2" >/run/said.txt 2>&1; then echo "ok   - $1"; return; fi
  fails=$((fails + 1))
  echo "FAIL - $1   [$2]"
  echo "       it said: $(tail -n 5 /run/said.txt); before that, with status ${status-}: $(tail -n 5 /run/out.txt)"
}
until_() {
  local i
  for i in $(seq 1200); do eval "$1" && return 0; sleep 0.05; done
  return 1
}
property() { systemctl show -P "$1" migrated.service; }
as() { local user=$1 && shift && runuser -u "$user" -- "$@"; }

touch /run/out.txt
systemd-sysusers && systemd-tmpfiles --create 2>/dev/null
ok "sysusers made the user and the groups" 'getent passwd migrated migrated-advance && getent group migrated-operators migrated-auditors'
useradd -G migrated-operators olga
useradd -G migrated-operators omar
useradd stranger
install -d -o migrated -g migrated /srv/shop
sqlite3 /srv/shop/db.sqlite "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')"
chown migrated: /srv/shop/db.sqlite
cat >/etc/migrated/migrated.yaml <<'CONFIG'
roles:
  auditor: { groups: [migrated-auditors] }
  operator: { users: [olga, migrated-advance], groups: [] }
  approver: { users: [], groups: [] }
  admin: { users: [root], groups: [] }
environments:
  - name: only
    policy: { minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }
targets:
  - { name: db, environment: only, groups: [shop], sqlite: { path: /srv/shop/db.sqlite } }
CONFIG
mkdir -p /etc/systemd/system/migrated.service.d /etc/systemd/system/migrated-advance.timer.d
printf '[Service]\nReadWritePaths=/srv/shop\n' >/etc/systemd/system/migrated.service.d/databases.conf
printf '[Timer]\nOnCalendar=\nOnCalendar=*:*:0/2\nRandomizedDelaySec=0\nAccuracySec=100ms\n' \
  >/etc/systemd/system/migrated-advance.timer.d/soon.conf
systemctl daemon-reload
ok "the configuration is understood" 'runuser -u migrated -- /usr/sbin/migrated --check >/run/check.txt && ! grep own-role /run/check.txt'
sed 's/migrated-advance/migrated/' /etc/migrated/migrated.yaml >/run/own.yaml
ok "a role for the daemon's own user is warned of" '/usr/sbin/migrated --config /run/own.yaml --check | grep own-role'

systemctl start migrated.socket
ok "the socket listens, the service does not run yet" \
  'systemctl is-active -q migrated.socket && ! systemctl is-active -q migrated.service'
ok "socket: mode and group" '[[ $(stat -c "%a %U %G" /run/migrated/control.sock) == 66?\ root\ migrated-operators ]]'
ok "a call by an operator starts the service" 'as olga migratectl status && systemctl is-active -q migrated.service'
ok "readiness and status are told" '[[ $(property StatusText) == serving* ]]'
ok "it runs as its user" '[[ $(ps -o user= -p "$(property MainPID)") == migrated ]]'
ok "the registry names the interface" '[[ -S /run/varlink/registry/dev.migrated.Control ]]'
as stranger migratectl status >/run/out.txt 2>&1
status=$?
ok "a stranger cannot connect, and is told which group to join" \
  '[[ $status == 7 || $status == 8 || $status == 4 ]] && grep -q migrated-operators /run/out.txt'
as omar migratectl list >/run/out.txt 2>&1
status=$?
ok "a member of the group without a role is not permitted" '[[ $status == 7 ]] && grep -q "has no role" /run/out.txt'
as olga migratectl freeze --yes "no reason" >/run/out.txt 2>&1
status=$?
ok "an operator may not freeze" '[[ $status == 7 ]] && grep -q admin /run/out.txt'

mkdir -p /run/plan && cd /run/plan
cat >migration.yaml <<'PLAN'
name: add-b
description: one more column
owner: team
targets: shop
schemaVersion: 1
automatic: [expand, backfill, switch]
expand: { sql: expand.sql, rollback: rollback.sql }
PLAN
echo 'ALTER TABLE t ADD COLUMN b TEXT;' >expand.sql
echo 'ALTER TABLE t DROP COLUMN b;' >rollback.sql
cd /
chmod -R a+rX /run/plan
ok "an operator registers" 'as olga migratectl register /run/plan'
pid=$(property MainPID)
restarts=$(property NRestarts)
kill -9 "$pid"
until_ '[[ $(property MainPID) != "$pid" && $(property MainPID) != 0 && $(property ActiveState) == active ]]'
ok "kill -9: started again, the socket kept, the state kept" \
  '[[ $(property NRestarts) == $((restarts + 1)) ]] && as olga migratectl show add-b >/run/out.txt && grep -q planned /run/out.txt'

ok "another process of the daemon's user cannot look into it" \
  '! as migrated ls "/proc/$(property MainPID)/fd" && ! as migrated cat "/proc/$(property MainPID)/environ"'
# A plan whose deploy program tries what it must not. What it manages to do is in the step's words.
mkdir -p /run/bad && cp /run/plan/*.sql /run/bad/ && sed 's/add-b/bad/' /run/plan/migration.yaml >/run/bad/migration.yaml
sed -i 's/ b / c /; s/ b;/ c;/' /run/bad/*.sql
echo 'switch: { deploy: { command: [./deploy.sh] }, rollback: { command: [./deploy.sh] } }' >>/run/bad/migration.yaml
cat >/run/bad/deploy.sh <<'DEPLOY'
#!/bin/bash
state=/var/lib/migrated
exec 2>/dev/null
sqlite3 $state/journal.sqlite "UPDATE migration SET owner = 'forged'" && echo BAD-update
cat $state/journal.sqlite >/dev/null && echo BAD-read
mv $state/journal.sqlite $state/other && echo BAD-rename
rm -f $state/lock && echo BAD-unlink
ln $state/journal.sqlite /tmp/link && echo BAD-link
touch $state/restore-points/x && echo BAD-make
touch ./x && echo BAD-plan
kill -CONT $PPID && echo BAD-signal
pid=$(cat /run/daemon.pid)
kill -CONT "$pid" && echo BAD-signal
ls /proc/"$pid"/fd >/dev/null && echo BAD-descriptors
cat /proc/"$pid"/environ >/dev/null && echo BAD-environment
migratectl status && echo BAD-socket
id -un && echo "$HOME" && touch ~/mine /tmp/mine /var/cache/migrated/mine && echo fine
DEPLOY
chmod -R a+rX /run/bad
property MainPID >/run/daemon.pid
ok "a plan that attacks is registered and carried out" \
  'as olga migratectl register /run/bad && for phase in expand backfill switch; do
    as olga migratectl advance bad --to $phase --wait; done; as olga migratectl show bad | grep "completed(switch)"'
as olga migratectl history --migration bad >/run/bad.txt
ok "and could do nothing of what it must not, and all of what it may" \
  'grep "/var/lib/migrated/home" /run/bad.txt && grep fine /run/bad.txt && ! grep BAD /run/bad.txt'
ok "the kernel's means are all there, and nothing is said about it" '! journalctl -u migrated.service --no-pager | grep Landlock'
pid=$(property MainPID)
ok "reload keeps the process" 'systemctl reload migrated.service && [[ $(property MainPID) == "$pid" ]]'
cp /etc/migrated/migrated.yaml /run/good.yaml
echo 'enviroments: []' >>/etc/migrated/migrated.yaml
ok "a wrong configuration makes reload fail, and the old one stays in force" \
  '! systemctl reload migrated.service 2>/dev/null && as olga migratectl status >/run/out.txt && [[ $(property MainPID) == "$pid" ]]'
cp /run/good.yaml /etc/migrated/migrated.yaml

systemctl start migrated-advance.timer
ok "the timer advances what is due" \
  'until_ "as olga migratectl show add-b | grep \"completed(switch)\"" || { journalctl -u migrated-advance --no-pager | tail -5; false; }'
systemctl stop migrated-advance.timer
ok "the timer is in the history" 'as olga migratectl history --actor migrated-advance | grep "advance"'
ok "the watchdog is on" '[[ $(property WatchdogUSec) == 30s ]]'
ok "the history verifies" 'as olga migratectl audit verify'

inode=$(stat -c %i /run/migrated/control.sock)
systemctl restart migrated.service
ok "a restart keeps the socket" '[[ $(stat -c %i /run/migrated/control.sock) == "$inode" ]] && as olga migratectl status >/run/out.txt'
mkdir -p /run/systemd/system/migrated.service.d
printf '[Service]\nWatchdogSec=2s\n' >/run/systemd/system/migrated.service.d/watchdog.conf
systemctl daemon-reload
systemctl restart migrated.service
sleep 3
ok "it answers the watchdog" '[[ $(property ActiveState) == active && $(property NRestarts) == 0 ]]'
pid=$(property MainPID)
kill -STOP "$pid"
until_ '[[ $(property MainPID) != "$pid" && $(property MainPID) != 0 && $(property ActiveState) == active ]]'
ok "a daemon that hangs is replaced by the watchdog" \
  '[[ $(property NRestarts) == 1 ]] && journalctl -u migrated.service --no-pager | grep "Watchdog timeout" && as olga migratectl status >/run/out.txt'
rm /run/systemd/system/migrated.service.d/watchdog.conf
systemctl daemon-reload

systemctl stop migrated.service 2>/dev/null
ok "a clean stop" '[[ $(property Result) == success && $(property ExecMainStatus) == 0 ]]'
ok "a call starts it again" 'as olga migratectl status >/run/out.txt'
systemctl stop migrated.socket migrated.service
ok "without socket the client names the unit to look at" \
  '! as olga migratectl status >/run/out.txt 2>&1 && grep -q "systemctl status migrated.socket" /run/out.txt'
ok "the socket is gone with its unit" '[[ ! -e /run/migrated/control.sock ]]'

mv /var/lib/migrated /var/lib/kept && install -d -m 700 -o migrated -g migrated /var/lib/migrated
head -c 65536 /dev/urandom >/var/lib/migrated/journal.sqlite && chown migrated: /var/lib/migrated/journal.sqlite
systemctl start migrated.service 2>/dev/null
until_ '[[ $(property ActiveState) == failed ]]'
ok "a damaged journal ends it with 74, once" '[[ $(property ExecMainStatus) == 74 && $(property NRestarts) == 0 ]]'
ok "and is left as it was" '[[ $(stat -c %s /var/lib/migrated/journal.sqlite) == 65536 ]]'
systemctl reset-failed migrated.service
rm -rf /var/lib/migrated && mv /var/lib/kept /var/lib/migrated
echo 'enviroments: []' >>/etc/migrated/migrated.yaml
systemctl start migrated.service 2>/dev/null
until_ '[[ $(property ActiveState) == failed ]]'
ok "a wrong configuration ends it with 78, once" '[[ $(property ExecMainStatus) == 78 && $(property NRestarts) == 0 ]]'
ok "and says why in the journal" 'journalctl -u migrated.service --no-pager | grep "did you mean"'
if ((fails)); then journalctl -u migrated.service --no-pager | tail -30; fi
echo "systemd: $checks checks, $fails failed"
exit $((fails > 99 ? 99 : fails))
