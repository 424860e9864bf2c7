#!/bin/sh
# Sends reports of the MIS to Gatehouse and waits until they are read. For cron, with nothing but sh and curl.
#
#   send-to-gatehouse.sh pupils.csv contacts.csv
#
# The token of the school's service credential is read from GATEHOUSE_TOKEN_FILE, which only you can read (chmod 600); by
# default gatehouse-token.txt beside this script. GATEHOUSE_ADDRESS changes the address, GATEHOUSE_WAIT the seconds to wait.
# Ends with 0 when the files were read, 1 when Gatehouse refused them (the words say why), 2 when it could not be reached.

set -u
ADDRESS=${GATEHOUSE_ADDRESS:-'@ADDRESS@'}
TOKEN_FILE=${GATEHOUSE_TOKEN_FILE:-"$(dirname -- "$0")/gatehouse-token.txt"}
WAIT=${GATEHOUSE_WAIT:-1800}

say() { printf '%s %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$*"; }
stop() { code=$1; shift; say "$*" >&2; exit "$code"; }

[ $# -gt 0 ] || stop 1 "Name the files to send: send-to-gatehouse.sh pupils.csv contacts.csv"
[ -r "$TOKEN_FILE" ] || stop 1 "The token is not in $TOKEN_FILE. Put it there (one line) and let nobody else read the file."
TOKEN=$(tr -d '\r\n\t ' < "$TOKEN_FILE")
[ -n "$TOKEN" ] || stop 1 "$TOKEN_FILE is empty. Put the token of the service credential in it."

WORK=$(mktemp -d) || stop 2 "No temporary folder could be made."
trap 'rm -rf "$WORK"' EXIT
trap 'exit 2' HUP INT TERM

# The token goes by a file of our own, so that it stands in no list of processes.
umask 077
printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" > "$WORK/curl"
for file in "$@"; do
  [ -r "$file" ] || stop 1 "$file is not there, or may not be read. Nothing was sent."
  [ -s "$file" ] || stop 1 "$file is empty. Nothing was sent."
  printf 'form = "files=@\\"%s\\""\n' "$(printf '%s' "$file" | sed 's/[\\"]/\\&/g; s/[\\"]/\\&/g')" >> "$WORK/form"
done

# ask URL [more curl options]: the answer is in $WORK/answer, the HTTP status in $STATUS.
ask() {
  url=$1; shift
  STATUS=$(curl --silent --show-error --config "$WORK/curl" "$@" --max-time 900 --retry "${GATEHOUSE_RETRIES:-4}" --retry-delay 5 --retry-connrefused \
    --output "$WORK/answer" --write-out '%{http_code}' "$url" 2> "$WORK/error") || return 1
}
field() { sed -n "s/.*\"$1\":\"\\(\\([^\"\\\\]\\|\\\\.\\)*\\)\".*/\\1/p" "$WORK/answer" | sed 's/\\\(["\\/]\)/\1/g' | head -n 1; }

ask "$ADDRESS" --config "$WORK/form" || stop 2 "Gatehouse could not be reached: $(cat "$WORK/error")"
case $STATUS in
  2*) ;;
  5*) stop 2 "Gatehouse has trouble of its own (HTTP $STATUS). Try again later." ;;
  *) stop 1 "Gatehouse refused: $(field words) (HTTP $STATUS)" ;;
esac
# Whatever name Gatehouse goes by inside, it is asked where it was reached.
RUN=$(field run)
PLACE="$ADDRESS/$RUN"
say "Sent. Run $RUN."

WAITED=0
while :; do
  ask "$PLACE" && [ "$STATUS" = 200 ] || stop 2 "The run could not be asked about (HTTP $STATUS): $(cat "$WORK/error")"
  grep -q '"finished":true' "$WORK/answer" && break
  [ "$WAITED" -ge "$WAIT" ] && stop 2 "Not read after $WAIT seconds. It goes on without us; look at the page of the imports."
  sleep "${GATEHOUSE_POLL:-5}"
  WAITED=$((WAITED + ${GATEHOUSE_POLL:-5}))
done

STATE=$(field state)
say "$STATE: $(field words)"
[ "$STATE" != refused ]
