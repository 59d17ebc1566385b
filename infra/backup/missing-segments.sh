#!/bin/sh
# `missing-segments.sh <base backup>`: a line for each thing that the archive lacks for going on from the base backup to the newest
# segment there is; nothing where it lacks nothing. PostgreSQL itself takes the first missing segment for the end of the archive,
# and puts back a shorter history without a word. ETAPP_BACKUP_FOLDER: where backups are kept.
set -eu
base=$1
folder=${ETAPP_BACKUP_FOLDER:?}/wal
label=$(cat "$base/backup_label")
start=$(printf '%s\n' "$label" | sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]\{24\}\)).*/\1/p')
location=$(printf '%s\n' "$label" | sed -n 's/^START WAL LOCATION: \([^ ]*\).*/\1/p')
[ -n "$start" ] || { echo "$base does not say where it begins" >&2; exit 1; }

archived=$(find "$folder" -maxdepth 1 -type f 2>/dev/null | sed -n 's|.*/||; s|\.gz$||; /^[0-9A-F]*\(\.history\)*$/p')
has() { [ -e "$folder/$1" ] || [ -e "$folder/$1.gz" ]; }
show() { if [ -e "$folder/$1.gz" ]; then gzip -dc "$folder/$1.gz"; else cat "$folder/$1"; fi; }

# The timeline that recovery follows: the last one whose forerunners, from the base backup's own on, each have their history.
timeline=$((0x${start%????????????????}))
while has "$(printf '%08X.history' $((timeline + 1)))"; do timeline=$((timeline + 1)); done
history=$(printf '%08X.history' "$timeline")

# All segments are of one size, which the name does not tell; the base backup brings its first one along as it is.
size=$(wc -c <"$base/pg_wal/$start")

{
  printf 'archived %s\n' $archived
  # Those of the base backup itself, but for the last, which was copied before it was full.
  find "$base/pg_wal" -maxdepth 1 -type f -name '????????????????????????' | sed 's,.*/,,' | sort | sed '$d' | sed 's/^/own /'
  ! has "$history" || show "$history" | awk '$1 ~ /^[0-9]+$/ { print "left", $1, $2 }'
} | awk -v start="$start" -v location="$location" -v last="$timeline" -v size="$size" '
  function hex(digits,   i, value) {
    for (i = 1; i <= length(digits); i++) value = value * 16 + index("0123456789ABCDEF", substr(digits, i, 1)) - 1
    return value
  }
  function at(lsn,   part) { split(lsn, part, "/"); return hex(part[1]) * 4294967296 + hex(part[2]) }
  function number(name) { return hex(substr(name, 9, 8)) * each + hex(substr(name, 17, 8)) }
  function nameOf(of, n) { return sprintf("%08X%08X%08X", of, int(n / each), n % each) }
  BEGIN { each = 4294967296 / size; lines = 0; newest = -1 }
  $1 == "left" { timelines[++lines] = $2; end[lines] = at($3) }
  $1 == "own" { there[$2] = 1 }
  $1 == "archived" && $2 ~ /^[0-9A-F]+$/ && length($2) == 24 {
    there[$2] = 1
    of = hex(substr($2, 1, 8))
    if (of > beyond) beyond = of
    if (of == last && number($2) > newest) newest = number($2)
  }
  $1 == "archived" && $2 ~ /\.history$/ && hex(substr($2, 1, 8)) > beyond { beyond = hex(substr($2, 1, 8)) }
  END {
    own = hex(substr(start, 1, 8))
    timelines[++lines] = last
    for (line = 1; line <= lines && timelines[line] != own; line++);
    if (line > lines || (line < lines && at(location) >= end[line])) {
      printf "a base backup of the history of timeline %d: this one was taken after that left timeline %d\n", last, own
      exit
    }
    # Where a timeline has no segment yet, its forerunner has all of those before it.
    if (newest < 0 && lines > 1) newest = int(end[lines - 1] / size) - 1
    for (n = number(start); n <= newest; n++) {
      while (line < lines && int(end[line] / size) <= n) line++
      if (!(nameOf(timelines[line], n) in there)) print nameOf(timelines[line], n)
    }
    if (beyond > last) printf "%08X.history\n", last + 1
  }'
