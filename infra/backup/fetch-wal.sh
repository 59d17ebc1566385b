#!/bin/sh
# restore_command of PostgreSQL: `fetch-wal.sh %f %p` puts an archived file where the server wants it. Ends with 1 where there is
# none, which PostgreSQL takes for the end of the archive, and with 255, which ends the recovery, where it cannot be read.
# ETAPP_BACKUP_FOLDER: where backups are kept.
set -eu
folder=${ETAPP_BACKUP_FOLDER:?}/wal
[ -d "$folder" ] || { echo "$folder is not there: is it mounted?" >&2; exit 255; }
if [ -e "$folder/$1.gz" ]; then
  gzip -dc "$folder/$1.gz" >"$2" || exit 255
elif [ -e "$folder/$1" ]; then
  cp "$folder/$1" "$2" || exit 255
else
  exit 1
fi
