# Without arguments: what there is and two examples; nobody made a mistake.
"$KITH"
