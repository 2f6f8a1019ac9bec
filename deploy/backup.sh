#!/bin/sh
# The database that AQVISION_DATABASE_URL names and the folders of AQVISION_HOME -> a folder of today
# within $1. A file that was there the day before takes no room again. Rows go first, so every file
# that they name is still to come. The address is seen by others on the machine while it runs: let it
# hold no password, but come in by the socket (peer) or by ~/.pgpass.
set -eu
into=$1
today=$into/$(date +%F)
unfinished=$into/.unfinished
before=$(find "$into" -mindepth 1 -maxdepth 1 -name '????-??-??' | sort | tail -n 1)
umask 077
rm -rf "$unfinished"
mkdir -p "$unfinished"
pg_dump --format=custom --file="$unfinished/database" "$AQVISION_DATABASE_URL"
for folder in files results; do
    rsync --archive --exclude='.new-*' ${before:+"--link-dest=$before/$folder"} \
        "$AQVISION_HOME/$folder/" "$unfinished/$folder/"
done
rm -rf "$today"
mv "$unfinished" "$today"
