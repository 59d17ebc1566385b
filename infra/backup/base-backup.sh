#!/bin/sh
# A base backup of the whole server, checked against its own manifest; then what none of the kept ones needs goes. Connection:
# PGHOST, PGPORT, PGUSER, PGPASSFILE, of a login that may replicate. ETAPP_BACKUP_FOLDER: where backups are kept.
# ETAPP_BACKUP_KEEP: how many base backups (7). Ends with 3 where the backup stands, but the one before it could not have been
# carried on to here: segments are missing from the archive.
set -eu
scripts=$(dirname "$0")
folder=${ETAPP_BACKUP_FOLDER:?}/base
keep=${ETAPP_BACKUP_KEEP:-7}
[ "$keep" -ge 1 ]
mkdir -p "$folder"
exec 9>"$folder/lock"
flock -n 9 || { echo 'another base backup is being taken' >&2; exit 1; }
# Of backups that were killed half made or half removed.
rm -rf -- "$folder"/*.new "$folder"/*.old
name=$(date -u +%Y%m%dT%H%M%SZ)
while [ -e "$folder/$name" ]; do
  sleep 1
  name=$(date -u +%Y%m%dT%H%M%SZ)
done

before=$("$scripts/base-backups.sh" | tail -n 1)
missing=
[ -z "$before" ] || missing=$("$scripts/missing-segments.sh" "$before")

pg_basebackup --pgdata "$folder/$name.new" --format plain --wal-method stream --checkpoint fast --no-password
pg_verifybackup --quiet "$folder/$name.new"
mv "$folder/$name.new" "$folder/$name"
sync "$folder"

"$scripts/base-backups.sh" | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
  mv "$old" "$old.old"
  rm -rf -- "$old.old"
done
# A base backup taken after the server was put back to an earlier instant may begin before older ones: the earliest counts.
first=$("$scripts/base-backups.sh" | while read -r each; do
  sed -n 's/^START WAL LOCATION: .*(file [0-9A-F]\{8\}\([0-9A-F]\{16\}\)).*/\1/p' "$each/backup_label" | grep . ||
    echo 0000000000000000
done | sort | head -n 1)
[ ! -d "$ETAPP_BACKUP_FOLDER/wal" ] || pg_archivecleanup -x .gz "$ETAPP_BACKUP_FOLDER/wal" "00000001$first"

# The server lets nobody read what it writes; these are for whoever watches.
umask 022
mkdir -p "$ETAPP_BACKUP_FOLDER/metrics"
metrics=$ETAPP_BACKUP_FOLDER/metrics/base.prom
{
  printf 'etapp_backup_last_success_timestamp_seconds{kind="base"} %s\n' "$(date +%s)"
  du -sk "$folder/$name" | awk '{ printf "etapp_backup_base_bytes %.0f\n", $1 * 1024 }'
} >"$metrics.new"
mv "$metrics.new" "$metrics"
printf '%s\n' "$folder/$name"
[ -z "$missing" ] || { printf 'missing between %s and this one: %s\n' "$before" "$(echo $missing)" >&2; exit 3; }
