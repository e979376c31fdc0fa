# The same words and counts as sort and uniq.
cat >text <<'END'
the cat  sat on the mat
	the end	of THE story
über dem über
END
tr -s ' \t' '\n' <text | sed '/^$/d' | LC_ALL=C sort | uniq -c | LC_ALL=C sort -k1,1nr -k2,2 |
    awk '{ print $2, $1 }' >expected
"$KITH" vocab text --min-count 1 -q | cmp - expected && "$KITH" vocab text --min-count 1
