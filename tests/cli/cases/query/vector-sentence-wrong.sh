cp "$CASES/family.vec" one.vec
"$KITH" vector one.vec --sentence sif man
echo $?
"$KITH" vector "$CASES/family.vec" --remove-common man
echo $?
"$KITH" vector "$CASES/family.vec" --sentence mean aunt uncle
