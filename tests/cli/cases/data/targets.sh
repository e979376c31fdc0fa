printf '1\t2\t3\n4\t5\t7\n' >t.tsv
"$KITH" data info t.tsv --targets last
