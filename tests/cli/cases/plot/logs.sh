# Several logs in one picture, and what is no log.
printf '{"epoch":1,"loss":2,"accuracy":0.5}\n{"epoch":2,"loss":1,"accuracy":0.75}\n' >sgd.ndjson
printf '{"epoch":1,"loss":2,"valid_accuracy":0.5}\n' >'<adam>.ndjson'
printf '{"epoch":1,"loss":2}\n{"epoch":2,"loss":}\n' >bad.ndjson
: >empty.ndjson
"$KITH" net plot sgd.ndjson '<adam>.ndjson' -o two.svg && grep -o 'class="\(head\|name\)".*' two.svg
gzip -c sgd.ndjson >z.ndjson.gz
"$KITH" net plot - -o - <sgd.ndjson | grep -c '<path'
"$KITH" net plot z.ndjson.gz -o - | grep -c '<path'
for args in 'sgd.ndjson' '-o x.svg' 'bad.ndjson -o x.svg' 'sgd.ndjson empty.ndjson -o x.svg' \
    'absent -o x.svg' 'sgd.ndjson -o no/x.svg' 'sgd.ndjson -o sgd.ndjson'; do
    # shellcheck disable=SC2086 # words
    "$KITH" net plot $args
    echo "$?"
done
ls
