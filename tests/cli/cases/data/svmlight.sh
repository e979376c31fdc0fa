printf '+1 1:0.5 3:2 # first\n-1 2:1\n1 3:-1\n' >t.svm
"$KITH" data info t.svm
