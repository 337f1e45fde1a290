#!/usr/bin/env bash
# Boots the systemd of this machine in an overlay of /, installs the units and the given binaries there, and tries them.
# usage: run.sh BIN
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
if [[ ${MIGRATED_SKIP_SYSTEMD-} == 1 ]]; then
  echo "check-systemd: left out, since MIGRATED_SKIP_SYSTEMD=1" >&2
  exit 0
fi
complain() {
  echo "check-systemd cannot run here: $1. Run it as root on a machine with overlayfs and cgroup2," >&2
  echo "or set MIGRATED_SKIP_SYSTEMD=1 to leave it out." >&2
  exit 1
}
((EUID == 0)) || complain "it needs root"
grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || complain "the kernel has no overlayfs"
grep -qw cgroup2 /proc/filesystems || complain "the kernel has no cgroup2"
[[ -x /lib/systemd/systemd ]] || complain "systemd is not installed"
root=$(mktemp -d) && chmod 755 "$root"  # its mode becomes that of /
trap 'rm -rf "$root"' EXIT
make --no-print-directory install DESTDIR="$root" BIN="$bin"
# A debug build wants the toolchain's shared libraries; the overlay shows them where they are.
bash Tests/Systemd/sdboot run --install "$root" --bind "$PWD/Tests/Systemd/selftest.sh:/run/sdboot/selftest.sh" \
  --timeout 60 -- /bin/bash /run/sdboot/selftest.sh
