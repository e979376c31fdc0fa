# What has no gradient, or cannot be checked, is refused with the reason.
"$KITH" net gradcheck 2-3step-1
echo "exit $?"
"$KITH" net gradcheck 2-3bn-1
echo "exit $?"
"$KITH" net gradcheck 2-bn-1 --batch 1
echo "exit $?"
"$KITH" net gradcheck 3-4-2 --loss ce
echo "exit $?"
"$KITH" net gradcheck 784-512-10
echo "exit $?"
