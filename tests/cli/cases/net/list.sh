# Every mechanism by name with defaults, formula and source; errata only with --all.
"$KITH" net list >shown && "$KITH" net list --all >all && comm -13 shown all 2>/dev/null | cut -f 2
cut -f 1 shown | uniq -c | awk '{ print $2, ($1 > 4 ? "some" : $1) }'
awk -F '\t' 'NF != 6 || $2 == "" || $4 == "" || $5 == ""' all
"$KITH" net list loss
