#!/bin/sh
# archive_command of PostgreSQL: `archive-wal.sh %p %f` keeps a finished segment. Ends with 0 only when it is on disk.
# ETAPP_BACKUP_FOLDER: where backups are kept; another machine's disk, mounted.
set -eu
from=$1
name=$2
folder=${ETAPP_BACKUP_FOLDER:?}/wal
mkdir -p "$folder" "$ETAPP_BACKUP_FOLDER/metrics"
if [ -e "$folder/$name" ]; then
  # Handed over again after a crash: fine if it is the same, never overwritten otherwise.
  cmp -s "$from" "$folder/$name"
else
  cp "$from" "$folder/$name.new"
  sync "$folder/$name.new"
  mv "$folder/$name.new" "$folder/$name"
  sync "$folder"
fi
now=$(date +%s)
metrics=$ETAPP_BACKUP_FOLDER/metrics/wal.prom
printf 'etapp_backup_last_success_timestamp_seconds{kind="wal"} %s\n' "$now" >"$metrics.new"
mv "$metrics.new" "$metrics"
