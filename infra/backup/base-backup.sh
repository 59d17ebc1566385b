#!/bin/sh
# A base backup of the whole server, checked against its own manifest. Connection: PGHOST, PGPORT, PGUSER, PGPASSFILE, of a
# login that may replicate. ETAPP_BACKUP_FOLDER: where backups are kept. ETAPP_BACKUP_KEEP: how many (7).
set -eu
folder=${ETAPP_BACKUP_FOLDER:?}/base
keep=${ETAPP_BACKUP_KEEP:-7}
name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$folder" "$ETAPP_BACKUP_FOLDER/metrics"
pg_basebackup --pgdata "$folder/$name.new" --format plain --wal-method stream --checkpoint fast --no-password
pg_verifybackup --quiet "$folder/$name.new"
mv "$folder/$name.new" "$folder/$name"
sync "$folder"
metrics=$ETAPP_BACKUP_FOLDER/metrics/base.prom
printf 'etapp_backup_last_success_timestamp_seconds{kind="base"} %s\n' "$(date +%s)" >"$metrics.new"
mv "$metrics.new" "$metrics"
# The oldest go; what is half done is never counted.
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '*Z' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
  rm -rf -- "$old"
done
printf '%s\n' "$folder/$name"
