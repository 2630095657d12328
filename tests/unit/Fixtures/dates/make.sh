#!/bin/sh
# Asks GNU date what each line of texts.txt means in several zones, and writes rows.tsv:
# zone, the present (Unix seconds), the text, and the answer (Unix seconds, or "refused").
# An answer has a fraction when two questions give the same one: then the text says it, and not the present.
# The zones' files are kept in zones/, so that the rows hold on machines with other rules or none.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C
ask() { TZ=$zone date -d "$text" '+%s.%N' 2>/dev/null || echo refused; }
for zone in UTC Europe/Berlin Europe/London America/New_York Australia/Sydney Australia/Lord_Howe Asia/Kolkata Asia/Shanghai Asia/Tokyo EST5EDT; do
    mkdir -p "zones/$(dirname "$zone")"
    cp "/usr/share/zoneinfo/$zone" "zones/$zone"
done
printf '# %s\n' "$(date --version | head -n 1)" > rows.tsv
for zone in UTC Europe/Berlin America/New_York Australia/Sydney Asia/Kolkata Asia/Shanghai; do
    while IFS= read -r text || [ -n "$text" ]; do
        while :; do
            before=$(date +%s)
            answer=$(ask)
            [ "$before" = "$(date +%s)" ] && break
        done
        case $answer in
            refused) ;;
            *.000000000) answer=${answer%.*} ;;
            *) again=$(ask); [ "${again#*.}" = "${answer#*.}" ] || answer=${answer%.*} ;;
        esac
        printf '%s\t%s\t%s\t%s\n' "$zone" "$before" "$text" "$answer" >> rows.tsv
    done < texts.txt
done
