# On a terminal control characters of words are shown, not sent; in a pipe bytes stay bytes.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
    echo "util-linux's script is not installed" >&2
    exit 77
}
printf '2 1\na\033[31mb 1\nc 2\n' >odd.vec
"$KITH" nearest odd.vec c | od -An -c | tr -s ' ' | head -1
script -qec "'$KITH' nearest odd.vec c" /dev/null | tr -d '\r'
