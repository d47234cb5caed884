#!/bin/sh
# Start of the web image: fills nginx.conf.template from the settings below and becomes nginx.
# --print shows the filled configuration instead. A wrong setting ends it with one line and code 1.
set -eu

PORT=${PORT:-8080}
# As of the services: the origin people open, and whose pictures and players may be shown.
PUBLIC_URL=${PUBLIC_URL:-http://localhost:$PORT}
PUBLIC_URL=${PUBLIC_URL%/}
default_media='video=https://www.youtube-nocookie.com,video=https://player.twitch.tv'
MEDIA_ORIGINS=${MEDIA_ORIGINS:-$default_media}
# Where the services answer: host:port, several separated by spaces or commas.
USER_SERVERS=${USER_SERVERS:-user-service:3000}
CHAT_SERVERS=${CHAT_SERVERS:-chat-service:3000}
# A DNS server to ask again, so that replicas may come, go and move. Without one the names above are
# looked up once, at the start.
RESOLVER=${RESOLVER:-}
RUN_DIR=${RUN_DIR:-/tmp/nginx}
here=$(dirname "$0")
WEB_ROOT=${WEB_ROOT:-$here/web}

wrong() {
  echo "$1: $2" >&2
  exit 1
}

# Values become parts of the configuration: they hold nothing that could end a word there.
plain() {
  case $2 in
    *[!A-Za-z0-9:/.,=_@\ \[\]-]*) wrong "$1" 'holds a character that it may not have' ;;
  esac
}
plain PORT "$PORT"
plain PUBLIC_URL "$PUBLIC_URL"
plain MEDIA_ORIGINS "$MEDIA_ORIGINS"
plain USER_SERVERS "$USER_SERVERS"
plain CHAT_SERVERS "$CHAT_SERVERS"
plain RESOLVER "$RESOLVER"
plain RUN_DIR "$RUN_DIR"
plain WEB_ROOT "$WEB_ROOT"
case $PUBLIC_URL in
  http://?* | https://?*) ;;
  *) wrong PUBLIC_URL 'must be an origin such as https://chat.example' ;;
esac

# upstream NAME "host:port ...": the inside of an upstream block.
upstream() {
  again=
  if [ -n "$RESOLVER" ]; then
    again=' resolve'
    printf 'zone %s 64k; resolver %s valid=2s; ' "$1" "$RESOLVER"
  fi
  for server in $(echo "$2" | tr ',' ' '); do
    printf 'server %s%s max_fails=0; ' "$server" "$again"
  done
}

# origins KIND: those of MEDIA_ORIGINS, each after a space.
origins() {
  for entry in $(echo "$MEDIA_ORIGINS" | tr ',' ' '); do
    case $entry in
      "$1"=*) printf ' %s' "${entry#*=}" ;;
      image=https://?* | video=https://?*) ;;
      *) wrong MEDIA_ORIGINS 'must be image=https://… and video=https://… entries' ;;
    esac
  done
}

images=$(origins image)
videos=$(origins video)
videos=${videos# }

filled() {
  sed -e "s|\${RUN_DIR}|$RUN_DIR|g" \
    -e "s|\${USER_SERVERS}|$(upstream user_service "$USER_SERVERS")|g" \
    -e "s|\${CHAT_SERVERS}|$(upstream chat_service "$CHAT_SERVERS")|g" \
    -e "s|\${PUBLIC_SCHEME}|${PUBLIC_URL%%:*}|g" \
    -e "s|\${LISTEN}|$PORT|g" \
    -e "s|\${WEB_ROOT}|$WEB_ROOT|g" \
    -e "s|\${IMAGE_ORIGINS}|$images|g" \
    -e "s|\${VIDEO_ORIGINS}|${videos:-'none'}|g" \
    -e "s|\${PUBLIC_SOCKETS}|ws${PUBLIC_URL#http}|g" \
    "$here/nginx.conf.template"
}

conf=$(filled)
case $conf in
  *'${'[A-Z]*) wrong nginx.conf.template 'has a name that entrypoint.sh does not fill' ;;
esac

if [ "${1:-}" = --print ]; then
  printf '%s\n' "$conf"
  exit 0
fi

mkdir -p "$RUN_DIR"
printf '%s\n' "$conf" >"$RUN_DIR/nginx.conf"
exec nginx -e stderr -c "$RUN_DIR/nginx.conf" -g 'daemon off;'
