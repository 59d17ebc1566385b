#!/bin/sh
# `upgrade.sh`, with ETAPP_IMAGE naming the new image and all else as at the first start: migrates, then replaces the
# programs one after the other, each when the former is fit to be asked. Stops at the first that is not; the other one of
# its kind goes on with the former image. Again, it goes on where it stopped: what has the new image already stays.
set -eu
compose() { docker compose -f "$(dirname "$0")/production.yaml" "$@"; }

compose run --rm --no-deps migrate
for each in api-a api-b projector-a projector-b reminders; do
  compose up -d --no-deps --wait --wait-timeout 120 "$each"
  # The gateway asks every second who is ready.
  sleep 3
done
