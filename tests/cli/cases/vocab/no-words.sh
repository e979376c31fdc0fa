echo 'a b c' >text
"$KITH" vocab text
: >empty
"$KITH" vocab empty --min-count 1
