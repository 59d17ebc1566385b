#!/bin/sh
# archive_command of PostgreSQL: `archive-wal.sh %p %f` keeps a finished segment, compressed. Ends with 0 only when it is on disk.
# ETAPP_BACKUP_FOLDER: where backups are kept; another machine's disk, mounted.
set -eu
from=$1
folder=${ETAPP_BACKUP_FOLDER:?}/wal
kept=$folder/$2.gz
mkdir -p "$folder"
# Handed over again after a crash: fine if it is the same, never overwritten otherwise.
if [ -e "$folder/$2" ]; then
  cmp -s "$from" "$folder/$2" # As the first releases kept it.
elif [ -e "$kept" ]; then
  gzip -dc "$kept" | cmp -s "$from" -
else
  # What was half written where the disk is full must not fill it.
  gzip -nc "$from" >"$kept.new" || { rm -f "$kept.new"; exit 1; }
  sync "$kept.new"
  mv "$kept.new" "$kept"
  sync "$folder"
fi
# The segment is kept, whoever hears of it.
"$(dirname "$0")/tell-archive.sh" "$2" || echo 'the metrics of the archive were not written' >&2
