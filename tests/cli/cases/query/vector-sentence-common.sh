# What is left has nothing in the direction that all share.
printf 'man king\nman\nman queen\n' | "$KITH" vector "$CASES/family.vec" --sentence mean --remove-common | awk '{ print NF, ($1 < 0.8) }'
"$KITH" vector "$CASES/family.vec" --sentence mean --remove-common --json 'man' | cut -d, -f1,2
