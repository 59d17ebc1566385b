#!/bin/sh
# `restore.sh <empty data folder> [<base backup>]`: lays the newest base backup (or the one named) into the folder, so that the
# server goes on from it through the archived segments when it is started. ETAPP_BACKUP_FOLDER: where backups are kept.
# ETAPP_RESTORE_UNTIL: an instant (UTC) to stop at; without it, the newest. Refuses where segments are missing on the way to the
# newest: ETAPP_RESTORE_GAP=accept puts back what comes before the first of them, and what comes after is lost.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)
data=$1
folder=$(cd "${ETAPP_BACKUP_FOLDER:?}" && pwd)
base=${2:-$("$scripts/base-backups.sh" | tail -n 1)}
[ -n "$base" ] || { echo 'there is no base backup' >&2; exit 1; }
mkdir -p "$data"
[ -z "$(ls -A "$data")" ] || { echo "$data is not empty" >&2; exit 1; }
pg_verifybackup --quiet "$base"
missing=$("$scripts/missing-segments.sh" "$base")
if [ -n "$missing" ]; then
  echo "the archive lacks, after $base:" >&2
  printf '%s\n' "$missing" | sed 's/^/  /' | head -n 10 >&2
  printf '%s\n' "$missing" | tail -n +11 | grep -c . | sed '/^0$/d; s/.*/  and & more/' >&2
  echo 'the server would come back as it was before the first of these, whatever is archived after it' >&2
  [ "${ETAPP_RESTORE_GAP:-}" = accept ] || exit 1
fi
# Without PG_VERSION no server starts on a folder that was laid half: it comes last.
touch "$data/recovery.signal"
for each in "$base"/*; do
  [ "${each##*/}" = PG_VERSION ] || cp -R "$each" "$data/"
done
chmod 700 "$data"
# An instant that the server was once put back to stands in its later base backups: each is set, or set to nothing.
{
  printf "restore_command = 'ETAPP_BACKUP_FOLDER=\"%s\" \"%s/fetch-wal.sh\" %%f \"%%p\"'\n" "$folder" "$scripts"
  printf "recovery_target_timeline = 'latest'\nrecovery_target_action = 'promote'\n"
  printf "recovery_target_time = '%s'\n" "${ETAPP_RESTORE_UNTIL:-}"
} >>"$data/postgresql.auto.conf"
cp "$base/PG_VERSION" "$data/"
printf '%s\n' "$base"
