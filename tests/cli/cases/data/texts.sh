printf '__label__pos good film\n__label__neg bad film\n__label__pos fine\n' >t.txt
"$KITH" data info t.txt
