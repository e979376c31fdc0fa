printf 'good word good word here\nhere word good\n' >text
"$KITH" train text -o m.kith --min-count 1 --dim 4 --epochs 1 --threads 1 -q
"$KITH" predict m.kith good wird
"$KITH" score m.kith --json 'good thing' ''  | sed 's/-[0-9.]*/X/'
printf 'thing\n\n' | "$KITH" score m.kith
