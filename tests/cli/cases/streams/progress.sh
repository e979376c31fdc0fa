# Off a terminal: no carriage return; on one: the line is rewritten without escape sequences.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
    echo "util-linux's script is not installed" >&2
    exit 77
}
awk 'BEGIN { for (i = 0; i < 400000; i++) print "word number", i % 1000, "in a line of its own" }' >text
"$KITH" vocab text -o v 2>plain && tr -d '\n' <plain | od -An -c | grep -c '\\r'
tail -2 plain
TERM=xterm script -qec "'$KITH' vocab text -o v" /dev/null >terminal
od -An -c terminal | grep -c '033'
tail -1 terminal | tr -d '\r'
"$KITH" vocab text -o v -q
