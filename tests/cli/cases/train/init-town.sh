# On from half of the town, without some of its words, to the other half, with them: they find their
# place beside the old ones, which --freeze leaves as they are; all together know more than before.
new='tokyo|queen|kitten|sang|willow|yen'
gzip -dc "$TOP/corpora/town.txt.gz" >town.txt
head -n 50000 town.txt | grep -v -w -E "$new" >old.txt
tail -n +50001 town.txt >new.txt
percent() { # percent MODEL QUESTIONS
    "$KITH" eval "$1" --analogies "$2" | awk -F '\t' '$1 == "total" { print int($2 * 100 / $3) }'
}
"$KITH" train old.txt -q -o old.kith --dim 50 --threads 1
"$KITH" train new.txt -q -o more.kith --dim 50 --threads 1 --init old.kith
grep -w -E ": .*|$new" "$TOP/corpora/questions.txt" >asked
[ "$(percent more.kith asked)" -ge 90 ] && echo "new words answer"
before=$(percent old.kith "$TOP/corpora/questions.txt")
[ "$(percent more.kith "$TOP/corpora/questions.txt")" -gt "$before" ] && echo "and all know more"
"$KITH" train new.txt -q -o still.kith --dim 50 --threads 1 --init old.kith --freeze
"$KITH" vocab old.txt -q -o - | cut -d ' ' -f 1 >words
"$KITH" vector old.kith - <words >there
"$KITH" vector still.kith - <words | cmp - there && echo "old words stay"
near() { # near WORD SECTION: is the nearest of the word an answer of this section too?
    awk -v s="$2" '$1 == ":" { on = $2 == s; next } on { print $2; print $4 }' "$TOP/corpora/questions.txt" >likely
    "$KITH" nearest still.kith "$1" -k 1 | cut -f 1 | grep -q -x -f likely && echo "$1 has its place"
}
near tokyo capital-of
near yen currency
near queen male-female
near sang gram-past
