awk 'BEGIN { for (r = 0; r < 3; r++) for (c = 0; c < 70; c++) printf "%d%s", r * c, c < 69 ? "," : "\n" }' >t.csv
"$KITH" data info t.csv
"$KITH" data info t.csv --columns | wc -l
