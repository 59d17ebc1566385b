#!/bin/sh
# `tell-archive.sh <name>`: tells whoever watches, in the form of Prometheus, that a file of that name was archived, how much room
# there is, and what the archive lacks for carrying the newest base backup on to it. ETAPP_BACKUP_FOLDER: where backups are kept.
set -eu
# The server lets nobody read what it writes; these are for whoever watches.
umask 022
scripts=$(dirname "$0")
folder=${ETAPP_BACKUP_FOLDER:?}
mkdir -p "$folder/metrics"
metrics=$folder/metrics/wal.prom
base=$("$scripts/base-backups.sh" | tail -n 1)
{
  printf 'etapp_backup_last_success_timestamp_seconds{kind="wal"} %s\n' "$(date +%s)"
  df -Pk "$folder" | awk 'NR == 2 {
    printf "etapp_backup_size_bytes %.0f\netapp_backup_free_bytes %.0f\n", $2 * 1024, $4 * 1024
  }'
  if [ -n "$base" ]; then
    missing=$("$scripts/missing-segments.sh" "$base")
    # A server that was put back for practice, and archived, left a timeline here that recovery would follow instead of this one.
    other=$(find "$folder/wal" -name '*.history*' | sed 's|.*/||' | sort | tail -n 1)
    printf '%s\n' "$missing" "${other%%.*}" | awk -v own="$(printf %.8s "$1")" '
      /^[0-9A-F]+$/ && length($0) == 8 { if ($0 "" > own "") lacking++; next }
      $0 != "" { lacking++ }
      END { printf "etapp_backup_missing_segments %d\n", lacking }'
  fi
} >"$metrics.new"
mv "$metrics.new" "$metrics"
