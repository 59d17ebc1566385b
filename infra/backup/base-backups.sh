#!/bin/sh
# The base backups that are whole, oldest first. What is half made or half removed has another ending, and is none.
# ETAPP_BACKUP_FOLDER: where backups are kept.
set -eu
folder=${ETAPP_BACKUP_FOLDER:?}/base
[ ! -d "$folder" ] || find "$folder" -mindepth 1 -maxdepth 1 -type d -name '*Z' | sort
