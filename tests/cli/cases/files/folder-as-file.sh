mkdir folder
"$KITH" nearest folder w
