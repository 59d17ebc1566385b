#!/bin/sh
# `restore.sh <empty data folder> [<base backup>]`: lays the newest base backup (or the one named) into the folder, so that the
# server goes on from it through the archived segments when it is started. ETAPP_BACKUP_FOLDER: where backups are kept.
# ETAPP_RESTORE_UNTIL: an instant (UTC) to stop at; without it, the newest.
set -eu
data=$1
folder=${ETAPP_BACKUP_FOLDER:?}
base=${2:-$(find "$folder/base" -mindepth 1 -maxdepth 1 -type d -name '*Z' | sort | tail -n 1)}
[ -n "$base" ] || { echo 'there is no base backup' >&2; exit 1; }
[ -z "$(ls -A "$data" 2>/dev/null)" ] || { echo "$data is not empty" >&2; exit 1; }
pg_verifybackup --quiet "$base"
mkdir -p "$data"
cp -R "$base/." "$data/"
chmod 700 "$data"
{
  printf "restore_command = 'cp \"%s/wal/%%f\" \"%%p\"'\n" "$folder"
  printf "recovery_target_timeline = 'latest'\n"
  [ -z "${ETAPP_RESTORE_UNTIL:-}" ] || printf "recovery_target_time = '%s'\nrecovery_target_action = 'promote'\n" "$ETAPP_RESTORE_UNTIL"
} >>"$data/postgresql.auto.conf"
touch "$data/recovery.signal"
printf '%s\n' "$base"
