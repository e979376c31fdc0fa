# A program that asks through pipes gets each answer before it asks on.
mkfifo ask answer
"$KITH" nearest "$CASES/family.vec" -k 1 <ask >answer &
exec 3>ask 4<answer
for word in king man woman; do
    echo "$word" >&3
    IFS= read -r line <&4
    echo "$line"
done
exec 3>&-
wait $!
