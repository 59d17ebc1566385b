#!/bin/sh
# `make-secrets.sh [<folder>]`: makes each secret of production.yaml that is not there yet, readable by the user of the
# container that reads it and by nobody else. As root, since only root gives files away. What is there stays as it is.
set -eu
umask 077
mkdir -p "${1:-$(dirname "$0")/secrets}"
cd "${1:-$(dirname "$0")/secrets}"

letters() { head -c "$1" /dev/urandom | base64; }
word() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# keep <name> <owner> <mode> <content>
keep() {
  [ -e "$1" ] && return
  printf '%s\n' "$4" >"$1.new"
  chmod "$3" "$1.new"
  [ "$(id -u)" != 0 ] || chown "$2" "$1.new"
  mv "$1.new" "$1"
}

program=65532:65532
for role in api projector keys reminders; do
  keep "${role}_database_url" "$program" 0400 "postgres://etapp_$role:$(word)@postgres:5432/etapp"
done
keep master_key "$program" 0400 "1:$(letters 32)"
keep secret "$program" 0400 "$(letters 32)"
# The log is in PostgreSQL, which an empty file would not say.
keep event_store_url "$program" 0400 none
keep operations_token "$program" 0400 "$(letters 48)"
# The same for who asks with it: the program wants its own file for itself alone.
keep prometheus_token 65534:65534 0400 "$(cat operations_token)"

keep postgres_password 999:999 0400 "$(word)"
keep migration_database_url "$program" 0400 "postgres://postgres:$(cat postgres_password)@postgres:5432/etapp"
keep pgpass 999:999 0400 "127.0.0.1:5432:*:postgres:$(cat postgres_password)"
# The queue is made anew from PostgreSQL: nothing of it is kept, and nothing in it may be dropped for want of room.
keep redis_conf 999:999 0400 "requirepass $(word)
maxmemory-policy noeviction
appendonly no
save \"\""
keep redis_url "$program" 0400 "redis://:$(sed -n 's/^requirepass //p' redis_conf)@redis:6379"
keep grafana_password 472:0 0400 "$(word)"

[ "$(id -u)" = 0 ] || echo 'not root: the files are still yours, and the containers cannot read them' >&2
