# What the reader noticed is said, unless -q.
printf '1 1\na 1\nb 2\n' >short.vec
"$KITH" vector short.vec a
"$KITH" vector short.vec a -q
